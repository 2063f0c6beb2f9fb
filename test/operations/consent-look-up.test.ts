import { type Purpose, purposes } from '../../lambdas/domain/mail/purposes.ts';
import { createConsentLookUp } from '../../lambdas/operations/consent-look-up.ts';

const lookUpWith = (open: readonly Purpose[]) =>
  createConsentLookUp({
    ask: async () => ({
      address: 'lea@example.org',
      tenant: 'acme',
      eligible: Object.fromEntries(purposes.map((purpose) => [purpose, open.includes(purpose)])) as never,
      reasons: [],
    }),
    consent: {
      history: async (tenant, subject) => [{ signal: 'unsubscribe', evidence: `${tenant} ${subject}` } as never],
      progress: async () => [{ target: 'main', receivedAt: 'T' } as never],
    },
    subjectHash: async () => (tenant, address) => `hash of ${tenant} ${address}`,
  });

describe('createConsentLookUp', () => {
  it('has the answer, the history and the targets of the hashed address', async () => {
    expect(await lookUpWith([])({ address: 'Lea@Example.org' })).toMatchObject({
      tenant: 'acme',
      subject: 'hash of acme lea@example.org',
      history: [{ evidence: 'acme hash of acme lea@example.org' }],
      targets: [{ target: 'main', state: 'waiting' }],
    });
  });

  it.each([
    [[], 'closed'],
    [purposes.slice(0, 1), 'partly'],
    [purposes, 'open'],
  ] as const)('with %j open is %s', async (open, status) => {
    expect((await lookUpWith(open)({})).status).toBe(status);
  });
});
