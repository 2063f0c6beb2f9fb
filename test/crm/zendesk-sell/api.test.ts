import * as z from 'zod/mini';
import { call, create, list } from '../../../lambdas/crm/zendesk-sell/api.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const error = (code: string, field?: string) => ({ errors: [{ error: { code, field, message: 'Ada' } }] });

describe('call', () => {
  it.each([
    [404, {}, { kind: 'absent' }],
    [422, error('taken', 'email'), { kind: 'conflict' }],
    [422, error('required', 'name'), { kind: 'misconfigured', code: 'required', message: 'field name' }],
    [422, error('invalid', 'stage_id'), { kind: 'misconfigured', message: 'field stage_id' }],
    [422, error('too_long', 'name'), { kind: 'rejected', code: 'too_long', field: 'name', message: 'field name' }],
    [400, undefined, { kind: 'rejected', code: 'HTTP 400', message: 'the request was refused' }],
  ])('judges an answer by codes and fields, without its words: %i %j', async (status, json, expected) => {
    const { http } = scriptedHttp({ 'GET /x': reply(json, status) });

    const answer = await call(http, { method: 'GET', path: '/x' }, z.unknown());

    expect(answer).toMatchObject(expected);
    expect(JSON.stringify(answer)).not.toContain('Ada');
  });
});

describe('create and list', () => {
  it('create a record in an envelope with its type', async () => {
    const { http, requests } = scriptedHttp({ 'POST /v2/notes': reply({ data: { id: 7 } }) });

    expect(await create(http, 'notes', 'note', { content: 'x' })).toMatchObject({ value: { id: '7' }, how: 'created' });
    expect(requests[0]?.body).toEqual({ data: { content: 'x' }, meta: { type: 'note' } });
  });

  it('list records until a page is not full', async () => {
    const page = (count: number) => reply({ items: Array.from({ length: count }, (_, data) => ({ data })) });
    const { http, calls } = scriptedHttp({ 'GET /v2/notes': [page(100), page(3)] });

    expect(await list(http, '/notes?x=1', z.number(), () => false)).toEqual({ kind: 'ok', value: [] });
    expect(calls()).toEqual(['GET /v2/notes?x=1&per_page=100&page=1', 'GET /v2/notes?x=1&per_page=100&page=2']);
  });
});
