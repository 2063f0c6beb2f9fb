import { withAuthorization } from '../../lambdas/crm/authorization.ts';
import type { CrmRequest, HttpResult } from '../../lambdas/crm/http.ts';
import { type Outcome, ok } from '../../lambdas/domain/crm/outcome.ts';
import { reply } from './scripted-http.ts';

const refused: HttpResult = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' };
const forbidden: HttpResult = { kind: 'misconfigured', code: 'HTTP 403', message: 'no' };

/** The result of one request, and the credentials of each attempt. */
async function request(results: readonly HttpResult[], renewed: Outcome<Record<string, string>> = ok({ key: 'new' })) {
  const sent: CrmRequest[] = [];
  const http = withAuthorization(
    async (attempt) => {
      sent.push(attempt);
      return results[sent.length - 1]!;
    },
    { headers: async (renew) => (renew ? renewed : ok({ key: 'old' })) },
  );
  const result = await http({ method: 'GET', path: '/', headers: { own: '1' } });
  return { result, keys: sent.map(({ headers }) => headers?.key), own: sent.map(({ headers }) => headers?.own) };
}

describe('withAuthorization', () => {
  it.each([
    ['sends one request with the current credentials', [reply(1)], reply(1), ['old']],
    ['renews credentials that the vendor refuses, once', [refused, reply(1)], reply(1), ['old', 'new']],
    ['passes a second refusal on', [refused, refused], refused, ['old', 'new']],
    ['takes a missing right for no matter of credentials', [forbidden], forbidden, ['old']],
  ])('%s', async (_name, results, expected, keys) => {
    const attempt = await request(results);

    expect(attempt.result).toEqual(expected);
    expect(attempt.keys).toEqual(keys);
    expect(new Set(attempt.own)).toEqual(new Set(['1']));
  });

  it('sends nothing where new credentials cannot be had', async () => {
    const { result, keys } = await request([refused], { kind: 'unknown' });

    expect([result, keys]).toEqual([{ kind: 'unknown' }, ['old']]);
  });
});
