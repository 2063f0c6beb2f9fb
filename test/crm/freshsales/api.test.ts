import * as z from 'zod/mini';
import { call, create, list, readRefusal } from '../../../lambdas/crm/freshsales/api.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const now = new Date('2026-11-20T12:20:00.000Z');
const words = (message: string | string[]) => ({ errors: { code: 400, message } });

describe('call and readRefusal', () => {
  it.each([
    [404, {}, { kind: 'absent' }],
    [400, words('email is not unique'), { kind: 'conflict' }],
    [400, words(['name has already been taken']), { kind: 'conflict' }],
    [400, words("Stage can't be blank"), { kind: 'misconfigured', code: 'HTTP 400' }],
    [400, words('deal_pipeline is gone'), { kind: 'misconfigured', code: 'HTTP 400' }],
    [400, words('Ada is too long'), { kind: 'rejected', code: 'HTTP 400', message: 'the request was refused' }],
    [422, {}, { kind: 'rejected', code: 'HTTP 422' }],
  ])('judge an answer without its words: %i %j', async (status, json, expected) => {
    const { http } = scriptedHttp({ 'GET /x': reply(json, status) });

    const answer = await call(http, { method: 'GET', path: '/x' }, z.unknown());

    expect(answer).toMatchObject(expected);
    expect(JSON.stringify(answer)).not.toContain('Ada');
  });

  it.each([
    ['a short wait', 429, {}, { 'retry-after': '30' }, { scope: 'burst', retryAt: new Date('2026-11-20T12:20:30Z') }],
    ['a long wait', 429, {}, { 'retry-after': '301' }, { scope: 'daily', retryAt: new Date('2026-11-20T12:25:01Z') }],
    ['no wait', 429, {}, {}, { scope: 'daily', retryAt: new Date('2026-11-20T13:00:00Z'), isGuess: true }],
    ['a 429 in a 400', 400, words('got a 429'), {}, { scope: 'daily', isGuess: true }],
  ])('read the limit of the hour from %s', (_what, status, json, headers, expected) => {
    expect(readRefusal({ status, json, headers: new Headers(headers) }, now)).toMatchObject(expected);
  });

  it('leave other refusals to the status', () => {
    expect(readRefusal({ status: 400, json: words('no'), headers: new Headers() }, now)).toBeUndefined();
  });
});

describe('create and list', () => {
  it('create a record under its name, with parts beside it', async () => {
    const { http, requests } = scriptedHttp({ 'POST /deals': reply({ deal: { id: 7 } }) });

    expect(await create(http, '/deals', 'deal', { name: 'x' }, { beside: 1 })).toMatchObject({ value: { id: '7' } });
    expect(requests[0]?.body).toEqual({ beside: 1, deal: { name: 'x' } });
  });

  it('list records by the number of pages that the answer counts', async () => {
    const page = (items: number[]) => reply({ deals: items, meta: { total_pages: 2 } });
    const { http, calls } = scriptedHttp({ 'GET /deals': [page([1]), page([2])] });

    expect(await list(http, '/deals', ['deals'], z.number(), (item) => item === 2)).toMatchObject({ value: [2] });
    expect(calls()).toEqual(['GET /deals?page=1&per_page=100', 'GET /deals?page=2&per_page=100']);
  });

  it('list one page where the answer counts none', async () => {
    const { http, calls } = scriptedHttp({ 'GET /deals': reply({ deals: [1] }) });

    expect(await list(http, '/deals', ['deals'], z.number(), () => false)).toMatchObject({ value: [] });
    expect(calls()).toHaveLength(1);
  });

  it.each([
    [{ activities: [1] }, { kind: 'ok', value: [1] }],
    [
      { deals: [1], activities: [2] },
      { kind: 'ok', value: [1] },
    ],
    [{ others: [1] }, { kind: 'unknown' }],
    [{ deals: ['1'] }, { kind: 'unknown' }],
  ])('take the first list that the answer has by one of its names: %j', async (json, expected) => {
    const { http } = scriptedHttp({ GET: reply(json) });

    expect(await list(http, '/deals', ['deals', 'activities'], z.number(), () => true)).toEqual(expected);
  });
});
