import { decideHold, noCounts, type ProviderCounts, ratesOf } from '../../../lambdas/domain/consent/holds.ts';
import { providerOf } from '../../../lambdas/domain/consent/provider.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const decide = (counts: Partial<ProviderCounts>, before?: { reason: 'complaints'; since: string }) =>
  decideHold(
    'google',
    ratesOf([{ ...noCounts, ...counts }]),
    before && { provider: 'google', rate: 0.002, ...before },
    now,
  );

describe('decideHold', () => {
  it.each<[string, Partial<ProviderCounts>, string | undefined]>([
    ['0.14 % complaints', { delivered: 10_000, complaints: 14 }, undefined],
    ['0.15 % complaints', { delivered: 10_000, complaints: 15 }, 'complaints'],
    ['one complaint of a hundred mails, which says nothing', { delivered: 100, complaints: 1 }, undefined],
    ['2.9 % hard bounces', { delivered: 971, hardBounces: 29 }, undefined],
    ['3 % hard bounces', { delivered: 970, hardBounces: 30 }, 'hard-bounces'],
    ['every fourth mail deferred', { delivered: 750, deferrals: 250 }, 'deferrals'],
    ['a quiet day', {}, undefined],
  ])('%s', (_name, counts, reason) => {
    expect(decide(counts)?.reason).toBe(reason);
  });

  it('releases a provider only when the rate is clearly better, and keeps the time at which the hold began', () => {
    const before = { reason: 'complaints' as const, since: '2026-11-20T06:00:00.000Z' };

    expect(decide({ delivered: 10_000, complaints: 12 }, before)).toMatchObject({ since: before.since, rate: 0.0012 });
    expect(decide({ delivered: 10_000, complaints: 9 }, before)).toBeUndefined();
  });

  it.each([
    ['somebody@gmail.com', 'google'],
    ['somebody@GoogleMail.com', 'google'],
    ['somebody@web.de', 'united-internet'],
    ['somebody@acme.example', 'acme.example'],
  ])('counts %s as %s', (address, provider) => {
    expect(providerOf(address)).toBe(provider);
  });
});
