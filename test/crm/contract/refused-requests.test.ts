import { readRefusal as close } from '../../../lambdas/crm/close/api.ts';
import { readRefusal as freshsales } from '../../../lambdas/crm/freshsales/api.ts';
import type { ReadRefusal } from '../../../lambdas/crm/http.ts';
import { readRefusal as pipedrive } from '../../../lambdas/crm/pipedrive/api.ts';
import { readRefusal as salesforce } from '../../../lambdas/crm/salesforce/api.ts';
import { readRefusal as zoho } from '../../../lambdas/crm/zoho/api.ts';

const now = new Date('2026-11-20T10:20:00Z');
const limited = (message: string) => [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message }];

describe('limits in the words of each vendor', () => {
  it.each<[string, ReadRefusal, number, unknown, Record<string, string>, string | undefined, string | undefined]>([
    ['the day of a Salesforce org', salesforce, 403, limited('TotalRequests Limit exceeded.'), {}, 'daily', '11:20:00'],
    [
      'too many long calls at once at Salesforce',
      salesforce,
      403,
      limited('ConcurrentRequests (Concurrent API Requests) Limit exceeded.'),
      {},
      'concurrency',
      '10:20:02',
    ],
    [
      'a scope that Salesforce refuses',
      salesforce,
      403,
      [{ errorCode: 'INSUFFICIENT_ACCESS' }],
      {},
      undefined,
      undefined,
    ],
    ["Pipedrive's burst", pipedrive, 429, {}, { 'x-ratelimit-reset': '2' }, 'burst', '10:20:02'],
    ["Pipedrive's token budget", pipedrive, 429, {}, { 'x-daily-requests-left': '0' }, 'daily', '11:20:00'],
    ['a Zoho account with too much at once', zoho, 429, { code: 'TOO_MANY_REQUESTS' }, {}, 'concurrency', '10:20:02'],
    ["a Zoho account's credits", zoho, 429, { code: 'CREDITS_EXHAUSTED' }, {}, 'daily', '11:20:00'],
    ['Close, by its body', close, 429, { error: { rate_reset: 1.5 } }, {}, 'burst', '10:20:01'],
    ['Close, by its header', close, 429, {}, { ratelimit: 'limit=20, remaining=0, reset=3' }, 'burst', '10:20:03'],
    ["Freshsales' hour", freshsales, 429, {}, {}, 'daily', '11:00:00'],
    [
      "Freshsales' hour, wrapped in a 400",
      freshsales,
      400,
      { errors: { code: 400, message: ['failed with 429, rate limit exceeded'] } },
      {},
      'daily',
      '11:00:00',
    ],
    ['a field that Freshsales refuses', freshsales, 400, { errors: { message: ['no'] } }, {}, undefined, undefined],
  ])('%s', (_what, read, status, json, headers, scope, at) => {
    const refusal = read({ status, json, headers: new Headers(headers) }, now);

    expect(refusal?.kind === 'throttled' ? refusal.scope : undefined).toBe(scope);
    expect(refusal?.kind === 'throttled' ? refusal.retryAt.toISOString().slice(11, 19) : undefined).toBe(at);
  });
});
