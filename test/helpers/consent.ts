import fc from 'fast-check';
import { type ConsentChange, changeOf, type NewConsentChange } from '../../lambdas/domain/consent/change.ts';
import { signals } from '../../lambdas/domain/consent/signals.ts';
import { subjectOf } from '../../lambdas/domain/mail/subject-hash.ts';

const testAddressKey = 'an address key of the tests';

/** Keyed hash of addresses for tests. */
export const subjectHash = (tenant: string, address: string): string => subjectOf(testAddressKey, tenant, address);

export const aChange = (changes: Partial<NewConsentChange> = {}): ConsentChange =>
  changeOf(
    {
      tenant: 'acme',
      address: 'lea@example.org',
      signal: 'unsubscribe',
      at: '2026-11-20T09:00:00.000Z',
      receivedAt: '2026-11-20T09:00:01.000Z',
      source: 'mail',
      evidence: 'evt_1',
      ...changes,
    },
    subjectHash,
  );

/** Any change of one person's consent, at one of a few times, so that ties are frequent. */
export const anyChange: fc.Arbitrary<ConsentChange> = fc
  .record({
    signal: fc.constantFrom(...signals),
    day: fc.integer({ min: 1, max: 9 }),
    evidence: fc.constantFrom('a', 'b', 'c'),
    source: fc.constantFrom('mail' as const, 'crm' as const, 'one-click' as const, 'preferences' as const),
    purposes: fc.option(fc.constantFrom(['marketing' as const], ['sales' as const]), { nil: undefined }),
    rule: fc.constantFrom('any' as const, 'transactional' as const, 'never' as const),
    contactId: fc.option(fc.constantFrom('c1', 'c2'), { nil: undefined }),
  })
  .map(({ signal, day, evidence, source, purposes, rule, contactId }) =>
    aChange({
      signal,
      evidence,
      source,
      at: `2026-11-0${day}T00:00:00.000Z`,
      ...(purposes && { purposes: [...purposes] }),
      ...(signal === 'address-rule' && { rule }),
      ...(contactId !== undefined && { contactId }),
    }),
  );
