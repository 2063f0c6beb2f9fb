import * as z from 'zod/mini';
import { call, query, quoted, readRefusal, writeRecord, writtenRef } from '../../../lambdas/crm/zoho/api.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const item = (code: string, details: object = {}, status = 'error') => ({ data: [{ status, code, details }] });

describe('call and readRefusal', () => {
  it.each([
    [404, {}, { kind: 'absent' }],
    [400, item('INVALID_DATA', { api_name: 'id' }), { kind: 'absent' }],
    [400, { code: 'INVALID_QUERY' }, { kind: 'misconfigured', code: 'INVALID_QUERY' }],
    [400, item('MANDATORY_NOT_FOUND', { api_name: 'Region' }), { kind: 'misconfigured', message: 'field Region' }],
    [400, item('INVALID_DATA', { api_name: 'Stage' }), { kind: 'misconfigured', message: 'field Stage' }],
    [400, item('INVALID_DATA', { api_name: 'Lead_Source' }), { kind: 'misconfigured', message: 'field Lead_Source' }],
    [400, item('INVALID_DATA', { api_name: 'Email' }), { kind: 'rejected', field: 'Email' }],
    [400, item('DUPLICATE_DATA', { duplicate_record: { id: '7' } }), { kind: 'conflict', holder: '7' }],
    [400, item('DUPLICATE_DATA', { id: '8' }), { kind: 'conflict', holder: '8' }],
    [400, item('DUPLICATE_DATA'), { kind: 'conflict' }],
    [500, undefined, { kind: 'rejected', code: 'HTTP 500' }],
  ])('judge an answer by its code: %i %j', async (status, json, expected) => {
    const { http } = scriptedHttp({ 'GET /x': reply(json, status) });

    expect(await call(http, { method: 'GET', path: '/x' }, z.unknown())).toMatchObject(expected);
  });

  it.each([
    ['too many at once', 429, 'TOO_MANY_REQUESTS', { scope: 'concurrency', retryAt: new Date('2026-11-20T12:00:02Z') }],
    ['no credits', 429, 'API_CREDIT_EXCEEDED', { scope: 'daily', retryAt: new Date('2026-11-20T13:00:00Z') }],
    ['another refusal', 400, 'API_CREDIT_EXCEEDED', undefined],
  ])('read a limit from its code: %s', (_what, status, code, expected) => {
    const refusal = readRefusal({ status, json: { code }, headers: new Headers() }, now);

    expect(refusal).toEqual(expected && { kind: 'throttled', isGuess: true, ...expected });
  });
});

describe('writeRecord', () => {
  it.each([
    [200, item('SUCCESS', { id: '7' }, 'success'), { kind: 'ok', value: { id: '7' } }],
    [200, item('SUCCESS', {}, 'success'), { kind: 'unknown' }],
    [200, item('DUPLICATE_DATA', { id: '8' }), { kind: 'conflict', holder: '8' }],
    [200, item('INVALID_DATA', { api_name: 'Email' }), { kind: 'rejected', field: 'Email' }],
    [404, {}, { kind: 'rejected', code: 'OBJECT_NOT_FOUND' }],
  ])('reads the answer for the record, also under a 200: %i %j', async (status, json, expected) => {
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/Deals': reply(json, status) });

    expect(await writeRecord(http, 'POST', '/Deals', { data: [] })).toMatchObject(expected);
    // No workflow of the account runs.
    expect(requests[0]?.body).toEqual({ data: [], trigger: [] });
  });
});

describe('writtenRef', () => {
  it.each([
    [{ kind: 'ok', value: { id: '1' } } as const, { value: { id: '1' }, how: 'created' }],
    [{ kind: 'conflict', holder: '1', field: 'Email' } as const, { value: { id: '1' }, how: 'existing' }],
    [{ kind: 'conflict', field: 'Email' } as const, { kind: 'rejected', code: 'DUPLICATE_DATA' }],
    [{ kind: 'conflict', holder: '1' } as const, { kind: 'rejected', code: 'DUPLICATE_DATA' }],
    [{ kind: 'conflict', holder: '1', field: 'Phone' } as const, { kind: 'rejected', field: 'Phone' }],
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('names the record of %j', (answer, expected) => {
    expect(writtenRef(answer, 'Email')).toMatchObject(expected);
  });
});

describe('query', () => {
  it.each([
    ['has no rows under a 204', reply(undefined, 204), { kind: 'ok', value: [] }],
    ['decodes rows', reply({ data: [{ id: '1' }] }), { kind: 'ok', value: [{ id: '1' }] }],
    ['is unclear in another shape', reply({ data: [{ id: 1 }] }), { kind: 'unknown' }],
    ['judges a refusal', reply({ code: 'INVALID_QUERY' }, 400), { kind: 'misconfigured' }],
    ['passes an outcome on', { kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('%s', async (_name, answer, expected) => {
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/coql': answer });

    expect(await query(http, 'select id from Deals', z.object({ id: z.string() }))).toMatchObject(expected);
    expect(requests[0]?.body).toEqual({ select_query: 'select id from Deals' });
  });

  it('lets no value end the text that it stands in', () => {
    expect(quoted("o'brien\\")).toBe("'o\\'brien\\\\'");
  });
});
