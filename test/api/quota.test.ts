import fc from 'fast-check';
import { createSpendQuota, type QuotaWindow, windowsOf } from '../../lambdas/api/quota.ts';

const at = (time: string): Date => new Date(time);
const now = at('2026-12-01T12:34:56.700Z');

describe('windowsOf', () => {
  it('begins minutes and days where UTC does', () => {
    expect(windowsOf({ perMinute: 5, perDay: 9 }, now)).toEqual([
      {
        name: 'minute',
        seconds: 60,
        limit: 5,
        startsAt: '2026-12-01T12:34:00.000Z',
        endsAt: at('2026-12-01T12:35:00Z'),
      },
      {
        name: 'day',
        seconds: 86_400,
        limit: 9,
        startsAt: '2026-12-01T00:00:00.000Z',
        endsAt: at('2026-12-02T00:00:00Z'),
      },
    ]);
  });

  it('holds every moment in exactly one window', () => {
    fc.assert(
      fc.property(fc.date({ min: at('2000-01-01'), max: at('2100-01-01'), noInvalidDate: true }), (moment) => {
        for (const { startsAt, endsAt, seconds } of windowsOf({ perMinute: 1, perDay: 1 }, moment)) {
          expect(Date.parse(startsAt)).toBeLessThanOrEqual(moment.getTime());
          expect(endsAt.getTime()).toBeGreaterThan(moment.getTime());
          expect(endsAt.getTime() - Date.parse(startsAt)).toBe(seconds * 1000);
        }
      }),
    );
  });

  it('is none without limits', () => {
    expect(windowsOf({}, now)).toEqual([]);
  });
});

function spender(count: (window: QuotaWindow) => Promise<number | undefined>) {
  const counted: string[] = [];
  const failures = { count: 0 };
  const logged: object[] = [];
  const spend = createSpendQuota({
    count: (_caller, window) => {
      counted.push(window.name);
      return count(window);
    },
    failed: () => {
      failures.count += 1;
    },
    log: { info() {}, warn() {}, error: (key, fields) => void logged.push({ key, ...fields }) },
    now: () => now,
  });
  return { spend, counted, failures, logged };
}

describe('createSpendQuota', () => {
  const limits = { perMinute: 5, perDay: 9 };

  it('says what is left, and until when', async () => {
    const { spend } = spender(async ({ name }) => (name === 'minute' ? 2 : 9));

    expect(await spend('k', limits)).toEqual({
      headers: {
        'ratelimit-policy': '"minute";q=5;w=60, "day";q=9;w=86400',
        ratelimit: '"minute";r=3;t=4, "day";r=0;t=41104',
      },
    });
  });

  it('refuses one request too many, and says when to come again', async () => {
    const { spend, counted } = spender(async () => undefined);
    const answer = await spend('k', limits);

    expect(answer).toMatchObject({
      refusal: {
        statusCode: 429,
        headers: { 'retry-after': '4', ratelimit: '"minute";r=0;t=4', 'content-type': 'application/problem+json' },
      },
    });
    expect(JSON.parse('refusal' in answer ? (answer.refusal.body ?? '') : '')).toMatchObject({
      type: 'urn:postern:problem:quota-exceeded',
      window: 'minute',
      limit: 5,
    });
    expect(counted).toEqual(['minute']);
  });

  it('lets nothing pass by a limit of 0, and writes nothing for it', async () => {
    const { spend, counted } = spender(async () => 1);

    expect(await spend('k', { perDay: 0 })).toMatchObject({ refusal: { statusCode: 429 } });
    expect(counted).toEqual([]);
  });

  it('counts nothing where no limit is set', async () => {
    const { spend, counted } = spender(async () => 1);

    expect(await spend('k', {})).toEqual({ headers: {} });
    expect(counted).toEqual([]);
  });

  it('lets requests pass that cannot be counted, measures that, and holds the other limit', async () => {
    const { spend, failures, logged } = spender(async ({ name }) => {
      if (name === 'minute')
        throw Object.assign(new Error('secret detail'), { name: 'ProvisionedThroughputExceededException' });
      return undefined;
    });

    expect(await spend('k', { perMinute: 5 })).toEqual({ headers: {} });
    expect(await spend('k', limits)).toMatchObject({ refusal: { statusCode: 429 } });
    expect(failures.count).toBe(2);
    expect(logged[0]).toEqual({
      key: 'api.quota-unknown',
      keyId: 'k',
      error: 'ProvisionedThroughputExceededException',
    });
  });
});
