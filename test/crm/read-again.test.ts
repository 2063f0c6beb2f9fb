import type { CrmRequest, HttpResult } from '../../lambdas/crm/http.ts';
import { readAgain } from '../../lambdas/crm/read-again.ts';
import { reply } from './scripted-http.ts';

/** A client that answers in order, each time after so many ms. */
function clientOf(answers: readonly HttpResult[], tookMs = 10) {
  let clock = 0;
  let count = 0;
  const http = async () => {
    clock += tookMs;
    count += 1;
    return answers[count - 1]!;
  };
  return { http: readAgain(http, () => new Date(clock)), count: () => count };
}

const unknown: HttpResult = { kind: 'unknown' };
const ok = reply({});
const get: CrmRequest = { method: 'GET', path: '/api/v2/persons/1' };

describe('readAgain', () => {
  it.each<[string, CrmRequest]>([
    ['a read', get],
    ['a query at Zoho', { method: 'POST', path: '/crm/v8/coql' }],
    ['a search at Close', { method: 'POST', path: '/api/v1/data/search/' }],
    ['a search at Freshsales', { method: 'POST', path: '/filtered_search/sales_account' }],
    ['a search at Sell', { method: 'POST', path: '/v3/contacts/search' }],
  ])('repeats %s without a clear answer, once', async (_what, request) => {
    const { http, count } = clientOf([unknown, ok]);

    expect(await http(request)).toBe(ok);
    expect(count()).toBe(2);
  });

  it.each<[string, CrmRequest, readonly HttpResult[], number]>([
    ['a write', { method: 'POST', path: '/api/v2/persons' }, [unknown], 10],
    ['an update', { method: 'PUT', path: '/crm/v8/coql' }, [unknown], 10],
    ['an upsert whose path ends otherwise', { method: 'POST', path: '/crm/v8/Contacts/upsert' }, [unknown], 10],
    ['a read that ran into its timeout', get, [unknown], 15_000],
    ['an answer', get, [ok], 10],
    ['a limit', get, [{ kind: 'throttled', scope: 'burst', retryAt: new Date() }], 10],
  ])('does not repeat %s', async (_what, request, answers, tookMs) => {
    const { http, count } = clientOf(answers, tookMs);

    expect(await http(request)).toBe(answers[0]);
    expect(count()).toBe(1);
  });

  it('gives up after the second time', async () => {
    const { http, count } = clientOf([unknown, unknown, ok]);

    expect(await http(get)).toBe(unknown);
    expect(count()).toBe(2);
  });
});
