import { repeatUnclear } from '../../../lambdas/crm/salesforce/repeat-unclear.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const unknown = { kind: 'unknown' } as const;
const request = { method: 'GET', path: '/x' } as const;

describe('repeatUnclear', () => {
  it.each([
    ['a request with an unclear end once', [unknown, reply({ ok: true })], { kind: 'answer' }, 2],
    ['no request a third time', [unknown, unknown, reply({})], unknown, 2],
    ['no request that was answered', [reply({}, 400)], { kind: 'answer' }, 1],
    [
      'no request that was throttled',
      [{ kind: 'throttled', scope: 'burst', retryAt: new Date(0) } as const],
      { kind: 'throttled' },
      1,
    ],
  ])('repeats %s', async (_what, answers, expected, count) => {
    const { http, calls } = scriptedHttp({ GET: answers });

    expect(await repeatUnclear(http, () => new Date())(request)).toMatchObject(expected);
    expect(calls()).toHaveLength(count);
  });

  it.each([
    [1_999, 2],
    [2_000, 1],
  ])('after %i ms sends it %i times in all: a slow server gets no more work', async (tookMs, count) => {
    const { http, calls } = scriptedHttp({ GET: unknown });
    const times = [0, tookMs];

    await repeatUnclear(http, () => new Date(times.shift() ?? 0))(request);

    expect(calls()).toHaveLength(count);
  });
});
