import type { Hold } from '../../lambdas/domain/consent/holds.ts';
import { readProviders, shownProviders } from '../../lambdas/operations/providers.ts';

const now = new Date('2026-11-20T12:00:00Z');
const hour = { delivered: 100, hardBounces: 0, complaints: 0, deferrals: 0 };
const hold: Hold = { provider: 'google', reason: 'complaints', since: '2026-11-20T09:00:00.000Z', rate: 0.002 };
const book = {
  holds: async () => [hold, { ...hold, provider: 'quiet' }],
  lastDay: async () =>
    new Map([
      ['yahoo', [hour]],
      ['google', [hour, { ...hour, complaints: 1 }]],
    ]),
};

describe('readProviders', () => {
  it('has the largest first', async () => {
    const { rates, holds } = await readProviders(book, 'acme', now);

    expect(rates.map(({ provider, sent }) => [provider, sent])).toEqual([
      ['google', 200],
      ['yahoo', 100],
    ]);
    expect(holds).toHaveLength(2);
  });
});

describe('shownProviders', () => {
  it('has those that are held first, also without a mail in the last day', async () => {
    const shown = shownProviders('acme', await readProviders(book, 'acme', now));

    expect(shown.map(({ provider, sent }) => [provider, sent])).toEqual([
      ['google', 200],
      ['quiet', 0],
      ['yahoo', 100],
    ]);
    expect(shown[0]).toEqual({
      tenant: 'acme',
      provider: 'google',
      sent: 200,
      complaintRate: 0.005,
      hardBounceRate: 0,
      deferralRate: 0,
      held: { since: hold.since, reason: 'complaints', rate: 0.002 },
    });
    expect(shown[2]).not.toHaveProperty('held');
  });
});
