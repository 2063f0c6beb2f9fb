import * as z from 'zod/mini';
import { call, create, readRefusal } from '../../../lambdas/crm/template/api.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

describe('call, create and readRefusal', () => {
  it.each([
    [404, {}, { kind: 'absent' }],
    [422, { code: 'unknown_field', field: 'region' }, { kind: 'misconfigured', message: 'field region' }],
    [422, { code: 'missing_field' }, { kind: 'misconfigured', message: 'the request was refused' }],
    [422, { code: 'invalid', field: 'name' }, { kind: 'rejected', code: 'invalid', field: 'name' }],
    [400, undefined, { kind: 'rejected', code: 'HTTP 400' }],
  ])('judge an answer by code and field: %i %j', async (status, json, expected) => {
    const { http } = scriptedHttp({ GET: reply(json, status) });

    expect(await call(http, { method: 'GET', path: '/x' }, z.unknown())).toMatchObject(expected);
  });

  it.each([
    [429, { 'x-retry-in': '3' }, new Date('2026-11-20T12:00:03Z')],
    [429, {}, undefined],
    [400, { 'x-retry-in': '3' }, undefined],
  ])('read a limit from %i %j', (status, headers, retryAt) => {
    const answer = { status, json: {}, headers: new Headers(headers as Record<string, string>) };

    expect(readRefusal(answer, new Date('2026-11-20T12:00:00Z'))).toEqual(
      retryAt && { kind: 'throttled', scope: 'burst', retryAt },
    );
  });

  it('name the record of a create', async () => {
    const { http } = scriptedHttp({ 'POST /v1/notes': reply({ id: '1' }, 201) });

    expect(await create(http, 'notes', {})).toMatchObject({ value: { id: '1' }, how: 'created' });
  });
});
