import type { SubjectFindings, SubjectMail } from '../../../cli/data/find-subject.ts';
import { type ErasureRules, heldBy, planErasure, subjectMailsOf } from '../../../cli/data/plan-erasure.ts';
import type { LegalHold } from '../../../lambdas/domain/delivery/legal-hold.ts';
import { textAddress } from '../../../lambdas/domain/mail/text-address.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';

const ada = 'ada@customer.example';
const bob = { address: 'bob@other.example' };
const rules: ErasureRules = {
  address: ada,
  tenant: 'acme',
  sharedMail: 'pseudonymize',
  holds: [],
  integrations: [anIntegration({ trust: { ownDomains: ['acme.example'] } as never })],
};
const aHold = (changes: object): LegalHold =>
  ({ id: 'hold-1', reason: 'r', placedAt: '2026-11-01T00:00:00.000Z', state: 'placed', ...changes }) as LegalHold;
const aSubjectMail = (changes: Partial<SubjectMail> = {}, delivery = {}): SubjectMail => {
  const event = changes.event ?? anEvent();
  const deliveries = [{ ...aDelivery(event, delivery), attempts: 0, fence: 0, steps: {} }];
  return { event, role: 'author', mails: [], deliveries, ...changes };
};
const findings = (mails: SubjectMail[], unread: SubjectFindings['unread'] = []): SubjectFindings => ({
  keys: { text: textAddress(ada), hashes: new Set(), ids: new Set(), contacts: new Set() },
  mails,
  unread,
  names: [],
  rows: [],
  searched: { events: 0, rawMails: 0, rows: 0 },
});
const fateOf = (mail: SubjectMail, changes: Partial<ErasureRules> = {}) =>
  planErasure(findings([mail]), { ...rules, ...changes }).mails[0]!.fate;

describe('the plan of an erasure', () => {
  it.each<[string, SubjectMail, Partial<ErasureRules>, string]>([
    ['their own mail to us', aSubjectMail(), {}, 'erase'],
    [
      'our mail to them',
      aSubjectMail({
        role: 'recipient',
        event: anEvent({ from: { address: 'sales@acme.example' }, to: [{ address: ada }] }),
      }),
      {},
      'erase',
    ],
    ['their mail that others got', aSubjectMail({ event: anEvent({ cc: [bob] }) }), {}, 'pseudonymize'],
    ['mail of somebody else', aSubjectMail({ role: 'recipient', event: anEvent({ from: bob }) }), {}, 'pseudonymize'],
    ['mail that only names them', aSubjectMail({ role: 'mentioned' }), {}, 'pseudonymize'],
    ['such mail, by the other setting', aSubjectMail({ role: 'mentioned' }), { sharedMail: 'keep' }, 'keep'],
    ['their own mail, by the other setting', aSubjectMail(), { sharedMail: 'keep' }, 'erase'],
    ['mail that another tenant got, too', aSubjectMail({}, { tenant: 'globex' }), {}, 'keep'],
    ['mail under a hold', aSubjectMail(), { holds: [aHold({ kind: 'tenant', tenant: 'acme' })] }, 'keep'],
    [
      'mail under a hold that is being released',
      aSubjectMail(),
      { holds: [aHold({ kind: 'tenant', tenant: 'acme', state: 'releasing' })] },
      'erase',
    ],
  ])('for %s', (_what, mail, changes, fate) => {
    expect(fateOf(mail, changes).kind).toBe(fate);
  });

  it('names the holds that keep a mail, each once', () => {
    const holds = [
      aHold({ kind: 'address', address: ada }),
      aHold({ id: 'hold-2', kind: 'time', from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' }),
    ];

    expect(heldBy(aSubjectMail(), holds)).toBe('under legal hold hold-1, hold-2');
    expect(heldBy(aSubjectMail(), [])).toBeUndefined();
  });

  it('keeps a mail of which one receipt came in the time of a hold', () => {
    const record = {
      mailId: 'm',
      objectKey: 'inbound/m',
      receivedAt: '2026-10-01T00:00:00.000Z',
      state: 'parsed',
      recipients: [],
    } as const;
    const holds = [aHold({ kind: 'time', from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' })];

    expect(heldBy(aSubjectMail({ mails: [record] }), holds)).toBe('under legal hold hold-1');
  });

  it.each([
    ['on the person', { kind: 'address', address: ada }, true],
    ['on the tenant', { kind: 'tenant', tenant: 'acme' }, true],
    ['on another tenant', { kind: 'tenant', tenant: 'globex' }, false],
    ['on somebody else', { kind: 'address', address: bob.address }, false],
    ['on a time', { kind: 'time', from: '2026-01-01', to: '2027-01-01' }, false],
  ])('keeps the consent by a hold %s: %s', (_what, target, isKept) => {
    const { keepsConsent } = planErasure(findings([]), { ...rules, holds: [aHold(target)] });

    expect(keepsConsent !== undefined).toBe(isKept);
  });

  it('erases mail that could not be read, unless it is held', () => {
    const record = {
      mailId: 'm',
      objectKey: 'inbound/m',
      receivedAt: '2026-11-20T09:00:00.000Z',
      state: 'quarantined',
      recipients: [],
      receipt: { mailFrom: ada, authentication: {} },
    } as const;
    const unread = [
      { mailId: 'm', objectKey: 'inbound/m', record },
      { mailId: 'n', objectKey: 'inbound/n' },
    ];
    const holds = [aHold({ kind: 'address', address: ada })];
    const kinds = (given: Partial<ErasureRules>) =>
      planErasure(findings([], unread), { ...rules, ...given }).unread.map(({ fate }) => fate.kind);

    expect(kinds({})).toEqual(['erase', 'erase']);
    expect(kinds({ holds })).toEqual(['keep', 'erase']);
  });

  it('gives the ids of its mails by their fates, and the conversations of what stays', () => {
    const kept = aSubjectMail(
      { event: anEvent({ messageId: 'kept@x.example' }) },
      { tenant: 'globex', aliases: ['older'] },
    );
    const erased = aSubjectMail();
    const mails = subjectMailsOf(planErasure(findings([kept, erased]), rules), 'alias');

    expect(mails.erased).toContain(erased.event.eventId);
    expect(mails.kept).toContain(kept.event.eventId);
    expect([...mails.keptThreads]).toEqual(['thread-1', 'older']);
    expect([...mails.erased].filter((id) => mails.kept.has(id))).toEqual([]);
  });
});
