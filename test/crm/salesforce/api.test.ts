import {
  composite,
  judge,
  partsOf,
  query,
  quoted,
  readRefusal,
  resultOf,
  upsertedRef,
} from '../../../lambdas/crm/salesforce/api.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const headers = new Headers();
const part = (referenceId: string, httpStatusCode: number, body: unknown) => ({ referenceId, httpStatusCode, body });

describe('judge', () => {
  it('asks a person where an upsert matches several records', () => {
    const json = ['/services/data/v68.0/sobjects/Contact/003A', '/services/data/v68.0/sobjects/Contact/003B'];

    expect(judge({ status: 300, headers, json })).toEqual({
      kind: 'ambiguous',
      candidates: [{ id: '003A' }, { id: '003B' }],
    });
  });

  it('takes the first error of a list', () => {
    const json = [{ errorCode: 'STRING_TOO_LONG' }, { errorCode: 'INVALID_FIELD' }];

    expect(judge({ status: 400, headers, json })).toMatchObject({ kind: 'rejected', code: 'STRING_TOO_LONG' });
  });
});

describe('readRefusal', () => {
  it.each([
    [
      'the daily limit',
      403,
      { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests' },
      { scope: 'daily', retryAt: new Date('2026-11-20T13:00:00Z') },
    ],
    [
      'long calls at once',
      403,
      { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentRequests' },
      { scope: 'concurrency', retryAt: new Date('2026-11-20T12:00:02Z') },
    ],
    ['a locked row', 400, { errorCode: 'UNABLE_TO_LOCK_ROW' }, { scope: 'concurrency' }],
    ['an overloaded server', 503, { errorCode: 'SERVER_UNAVAILABLE' }, { scope: 'concurrency' }],
    ['a record that is locked', 403, { errorCode: 'ENTITY_IS_LOCKED' }, { kind: 'rejected', code: 'ENTITY_IS_LOCKED' }],
    ['a missing right', 403, { errorCode: 'INSUFFICIENT_ACCESS' }, undefined],
    ['another refusal', 400, { errorCode: 'STRING_TOO_LONG' }, undefined],
  ])('reads %s', (_what, status, error, expected) => {
    const refusal = readRefusal({ status, headers, json: [error] }, now);

    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatchObject(expected);
  });

  it('leaves a 403 without an error to the client', () => {
    expect(readRefusal({ status: 403, headers, json: {} }, now)).toBeUndefined();
  });
});

describe('composite', () => {
  it('carries the header of duplicate rules in every part that writes', () => {
    const parts = partsOf('v68.0', [
      { method: 'GET', path: '/query', referenceId: 'a' },
      { method: 'POST', path: '/sobjects/Task', referenceId: 'b', body: {} },
    ]);

    expect(parts).toEqual([
      { method: 'GET', url: '/services/data/v68.0/query', referenceId: 'a' },
      {
        method: 'POST',
        url: '/services/data/v68.0/sobjects/Task',
        referenceId: 'b',
        body: {},
        httpHeaders: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' },
      },
    ]);
  });

  it('names the cause of a failure, not the part that was halted with it', () => {
    const halted = part('a', 400, [{ errorCode: 'PROCESSING_HALTED' }]);
    const cause = part('b', 400, [{ errorCode: 'STRING_TOO_LONG', fields: ['Subject'] }]);

    expect(resultOf({ compositeResponse: [halted, cause] })).toMatchObject({ kind: 'rejected', field: 'Subject' });
    expect(resultOf({ compositeResponse: [halted] })).toMatchObject({ kind: 'rejected', code: 'PROCESSING_HALTED' });
    expect(resultOf({ compositeResponse: [part('a', 201, { id: '1' })] })).toEqual({
      kind: 'ok',
      value: new Map([['a', { id: '1' }]]),
    });
  });

  it('runs its parts together or not at all', async () => {
    const { http, requests } = scriptedHttp({ POST: reply({ compositeResponse: [] }) });

    await composite(http, 'v68.0', []);

    expect(requests[0]).toEqual({
      method: 'POST',
      path: '/services/data/v68.0/composite',
      body: { allOrNone: true, compositeRequest: [] },
    });
  });
});

describe('query', () => {
  it.each([
    ['decodes rows', { records: [{ Id: '1', Name: 'x' }] }, { kind: 'ok', value: [{ Id: '1', Name: 'x' }] }],
    ['is unclear in another shape', {}, { kind: 'unknown' }],
  ])('%s', async (_name, body, expected) => {
    const { http, requests } = scriptedHttp({ POST: reply({ compositeResponse: [part('rows', 200, body)] }) });

    expect(await query(http, 'v68.0', 'SELECT Id FROM Contact')).toEqual(expected);
    expect(requests[0]?.path).not.toContain('SELECT');
  });

  it('lets no value end the text that it stands in', () => {
    expect(quoted("o'brien\\")).toBe("'o\\'brien\\\\'");
  });
});

describe('upsertedRef', () => {
  it.each([
    [
      { id: '1', created: true },
      { value: { id: '1' }, how: 'created' },
    ],
    [
      { id: '1', created: false },
      { value: { id: '1' }, how: 'existing' },
    ],
    [{}, { kind: 'unknown' }],
  ])('reads %j', (body, expected) => {
    expect(upsertedRef(body)).toMatchObject(expected);
  });
});
