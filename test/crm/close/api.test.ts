import * as z from 'zod/mini';
import { call, contactOf, create, dealId, leadOf, list, readRefusal } from '../../../lambdas/crm/close/api.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const now = new Date('2026-11-20T12:00:00.000Z');

describe('call and readRefusal', () => {
  it.each([
    [404, {}, { kind: 'absent' }],
    [402, {}, { kind: 'misconfigured', code: 'HTTP 402', message: 'the plan does not allow it' }],
    [
      400,
      { 'field-errors': { 'custom.cf_1': 'Ada is no choice' } },
      { kind: 'misconfigured', code: 'HTTP 400', message: 'field custom.cf_1' },
    ],
    [
      400,
      { 'field-errors': { status_id: 'x' } },
      { kind: 'misconfigured', code: 'HTTP 400', message: 'field status_id' },
    ],
    [
      400,
      { 'field-errors': { name: 'Ada is too long' } },
      { kind: 'rejected', code: 'HTTP 400', field: 'name', message: 'field name' },
    ],
    [400, 'no JSON', { kind: 'rejected', code: 'HTTP 400', message: 'the request was refused' }],
  ])('judge an answer by status and field, never by words: %i %j', async (status, json, expected) => {
    const { http } = scriptedHttp({ 'GET /x': reply(json, status) });

    expect(await call(http, { method: 'GET', path: '/x' }, z.unknown())).toStrictEqual(expected);
  });

  it.each([
    ['the seconds of the body, rounded up', 429, { error: { rate_reset: 1.2 } }, {}, 1200],
    ['the seconds of the header', 429, {}, { ratelimit: 'limit=100, remaining=0, reset=3' }, 3000],
    ['the standard meaning without either', 429, {}, {}, undefined],
    ['the standard meaning of other refusals', 400, { error: { rate_reset: 1 } }, {}, undefined],
  ])('read a limit from %s', (_what, status, json, headers, waitMs) => {
    const refusal = readRefusal({ status, json, headers: new Headers(headers) }, now);

    expect(refusal).toEqual(
      waitMs === undefined
        ? undefined
        : { kind: 'throttled', scope: 'burst', retryAt: new Date(now.getTime() + waitMs) },
    );
  });
});

describe('create, list and the ids of records', () => {
  it('create a record under the path of the version', async () => {
    const { http, requests } = scriptedHttp({ 'POST /api/v1/lead/': reply({ id: 'lead_1' }) });

    expect(await create(http, '/lead/', { name: 'Acme' })).toMatchObject({ value: { id: 'lead_1' }, how: 'created' });
    expect(requests[0]?.body).toEqual({ name: 'Acme' });
  });

  it('list records page by page, by the number of records before', async () => {
    const pages = [reply({ data: [1, 2], has_more: true }), reply({ data: [3], has_more: false })];
    const { http, calls } = scriptedHttp({ 'GET /api/v1/task/': pages });

    expect(await list(http, '/task/?x=1', z.number(), (item) => item === 3)).toMatchObject({ value: [3] });
    expect(calls()).toEqual(['GET /api/v1/task/?x=1&_limit=100&_skip=0', 'GET /api/v1/task/?x=1&_limit=100&_skip=2']);
  });

  it('read the contact and the lead from an id, and the lead alone from a company', () => {
    const [contact, company] = [{ id: 'lead_1/cont_2' }, { id: 'lead_3' }];

    expect([leadOf({ contact, company }), leadOf({ company }), leadOf({})]).toEqual(['lead_1', 'lead_3', undefined]);
    expect([contactOf({ contact }), contactOf({ company })]).toEqual(['cont_2', undefined]);
  });

  it.each([
    ['oppo_1aZ', true],
    ['oppo_', false],
    ['lead_1', false],
    ['oppo_1/../x', false],
  ])('judge %s as the id of a deal: %j', (id, isDeal) => {
    expect(dealId.test(id)).toBe(isDeal);
  });
});
