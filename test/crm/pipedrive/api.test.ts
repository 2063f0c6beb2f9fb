import * as z from 'zod/mini';
import { call, create, list, readRefusal } from '../../../lambdas/crm/pipedrive/api.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const now = new Date('2026-11-20T12:00:00.000Z');

describe('call and readRefusal', () => {
  it.each([
    [404, {}, { kind: 'absent' }],
    [410, {}, { kind: 'absent' }],
    [402, {}, { kind: 'misconfigured', code: 'HTTP 402' }],
    [
      400,
      { code: 'ERR', error: "unknown field 'region'" },
      { kind: 'misconfigured', code: 'ERR', message: 'field region' },
    ],
    [
      400,
      { error: 'stage_id is wrong' },
      { kind: 'misconfigured', code: 'HTTP 400', message: 'the request was refused' },
    ],
    [400, { error: 'Validation failed: pipeline_id: not found' }, { kind: 'misconfigured' }],
    [400, { error: 'Validation failed: type: unknown activity type' }, { kind: 'misconfigured' }],
    [400, { error: 'typewriter: too long' }, { kind: 'rejected' }],
    [400, { error: "Validation failed: name 'Ada required unknown field' is too long" }, { kind: 'rejected' }],
    [400, { error: 'email required@Ada.example is invalid' }, { kind: 'rejected' }],
    [
      400,
      { error: "field 'name': Ada is too long" },
      { kind: 'rejected', field: 'name', message: 'the request was refused' },
    ],
  ])('judge an answer by codes and fields, without its words: %i %j', async (status, json, expected) => {
    const { http } = scriptedHttp({ 'GET /x': reply(json, status) });

    const answer = await call(http, { method: 'GET', path: '/x' }, z.unknown());

    expect(answer).toMatchObject(expected);
    expect(JSON.stringify(answer)).not.toContain('Ada');
  });

  it('know no outcome under a 200 without success', async () => {
    const { http } = scriptedHttp({ 'GET /x': reply({ success: false, data: {} }) });

    expect(await call(http, { method: 'GET', path: '/x' }, z.unknown())).toEqual({ kind: 'unknown' });
  });

  it.each([
    [
      'the seconds of a burst',
      { 'x-ratelimit-reset': '3' },
      { scope: 'burst', retryAt: new Date('2026-11-20T12:00:03Z') },
    ],
    ['a second at least', { 'retry-after': '0' }, { scope: 'burst', retryAt: new Date('2026-11-20T12:00:01Z') }],
    ['the tokens of a day', { 'x-daily-ratelimit-token-remaining': '0' }, { scope: 'daily', isGuess: true }],
    ['the requests of a day', { 'x-daily-requests-left': '0' }, { retryAt: new Date('2026-11-20T13:00:00Z') }],
  ])('read a limit from %s', (_what, headers, expected) => {
    expect(readRefusal({ status: 429, json: {}, headers: new Headers(headers) }, now)).toMatchObject(expected);
  });

  it.each([
    [400, { 'x-ratelimit-reset': '3' }],
    [429, {}],
  ])('leave %i with %j to the status', (status, headers) => {
    expect(
      readRefusal({ status, json: {}, headers: new Headers(headers as Record<string, string>) }, now),
    ).toBeUndefined();
  });
});

describe('create and list', () => {
  it('create a record with a number as its id', async () => {
    const { http } = scriptedHttp({ 'POST /api/v2/persons': reply({ success: true, data: { id: 7 } }) });

    expect(await create(http, '/persons', {})).toMatchObject({ value: { id: '7' }, how: 'created' });
  });

  it('list records page by page, by cursor', async () => {
    const page = (data: number[], cursor?: string) =>
      reply({ success: true, data, additional_data: { next_cursor: cursor ?? null } });
    const { http, calls } = scriptedHttp({ 'GET /api/v2/deals': [page([1], 'a b'), page([2])] });

    expect(await list(http, '/deals?x=1', z.number(), () => false)).toMatchObject({ value: [] });
    expect(calls()).toEqual(['GET /api/v2/deals?x=1&limit=500', 'GET /api/v2/deals?x=1&limit=500&cursor=a%20b']);
  });
});
