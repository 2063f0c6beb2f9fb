import { holdLines, readHolds } from '../../cli/holds.ts';
import type { Hold } from '../../lambdas/domain/consent/holds.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

const now = new Date('2026-11-20T12:00:00Z');
const aHold = (provider: string): Hold => ({ provider, reason: 'complaints', since: 'T', rate: 0.0021 });
const hour = { delivered: 990, hardBounces: 10, complaints: 2, deferrals: 0 };

function aBook(holds: readonly Hold[]) {
  const released: string[] = [];
  return {
    released,
    holds: async () => [...holds],
    release: async (_tenant: string, provider: string) => {
      released.push(provider);
    },
    lastDay: async () =>
      new Map([
        ['small', [{ ...hour, delivered: 1 }]],
        ['google', [hour, hour]],
      ]),
  };
}

describe('readHolds', () => {
  it('reads the holds, and the rates of the day with the largest provider first', async () => {
    const report = await readHolds(aBook([aHold('google')]), 'acme', undefined, now);

    expect(report).toMatchObject({ tenant: 'acme', holds: [aHold('google')] });
    expect(report.rates).toEqual([
      expect.objectContaining({ provider: 'google', sent: 2000, hardBounces: 0.01 }),
      expect.objectContaining({ provider: 'small', sent: 11 }),
    ]);
  });

  it('lifts a hold and leaves the others', async () => {
    const book = aBook([aHold('google'), aHold('yahoo')]);

    expect((await readHolds(book, 'acme', 'google', now)).holds).toEqual([aHold('yahoo')]);
    expect(book.released).toEqual(['google']);
  });

  it.each([
    [[aHold('google')], '--release: "yahoo" is not held; held are: google'],
    [[], '--release: "yahoo" is not held; held are: none'],
  ])('refuses to lift a hold that there is not', async (holds, message) => {
    const book = aBook(holds);
    const attempt = readHolds(book, 'acme', 'yahoo', now);

    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(message);
    expect(book.released).toEqual([]);
  });
});

describe('holdLines', () => {
  it('shows holds and rates in percent', () => {
    const rates = [{ provider: 'google', sent: 2000, complaints: 0.0021, hardBounces: 0.01, deferrals: 0 }];

    expect(holdLines({ tenant: 'acme', holds: [aHold('google')], rates })).toEqual([
      'HELD google: complaints 0.21 % since T',
      '  google: 2000 sent, complaints 0.21 %, hard bounces 1.00 %, deferred 0.00 %',
    ]);
  });

  it('says that no provider is held', () => {
    expect(holdLines({ tenant: 'acme', holds: [], rates: [] })).toEqual(['No provider is held.']);
  });
});
