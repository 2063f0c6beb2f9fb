import { withAuthorization } from '../../lambdas/crm/authorization.ts';
import type { CrmHttp, CrmRequest, HttpResult } from '../../lambdas/crm/http.ts';
import { createOAuth } from '../../lambdas/crm/oauth.ts';
import { salesforceGrant } from '../../lambdas/crm/salesforce/grant.ts';
import { memoryTokens } from './contract/subjects.ts';

let time = Date.parse('2026-11-20T10:00:00Z');
const now = () => new Date(time);
beforeEach(() => {
  time = Date.parse('2026-11-20T10:00:00Z');
});

const answer = (status: number, json: unknown = {}): HttpResult => ({
  kind: 'answer',
  answer: { status, headers: new Headers(), json },
});
const grant = salesforceGrant({ clientId: 'id', clientSecret: 'hunter2' });

/** A server that hands out numbered tokens, each good until it is revoked. */
function world(tokens = memoryTokens()) {
  const state = { given: 0, revoked: new Set<string>(), asked: [] as CrmRequest[] };
  const tokenHttp: CrmHttp = async (request) => {
    state.asked.push(request);
    state.given += 1;
    return answer(200, { access_token: `token-${state.given}` });
  };
  const api: CrmHttp = async ({ headers }) => {
    const token = headers?.authorization?.replace('Bearer ', '') ?? '';
    return state.revoked.has(token) ? { kind: 'misconfigured', code: 'HTTP 401', message: '' } : answer(200, token);
  };
  const pause = async (ms: number): Promise<void> => {
    time += ms;
  };
  const worker = () => withAuthorization(api, createOAuth(tokenHttp, grant, { key: 'k', tokens, now, pause }));
  return { state, worker, tokens, tokenHttp, pause };
}
const get: CrmRequest = { method: 'GET', path: '/' };
const tokenIn = (result: HttpResult): unknown => (result.kind === 'answer' ? result.answer.json : result.kind);

describe('createOAuth', () => {
  it('asks for one token, however many workers there are', async () => {
    const { worker, state } = world();
    const [first, second] = [worker(), worker()];

    const seen = [await first(get), await second(get), await first(get)].map(tokenIn);

    expect(seen).toEqual(['token-1', 'token-1', 'token-1']);
    expect(state.given).toBe(1);
  });

  it('asks for a new token when the vendor refuses one before its time, and shares it with all workers', async () => {
    const { worker, state } = world();
    const [first, second] = [worker(), worker()];
    await Promise.all([first(get), second(get)]);

    state.revoked.add('token-1');

    expect(tokenIn(await first(get))).toBe('token-2');
    expect(tokenIn(await second(get))).toBe('token-2');
    expect(state.given).toBe(2);
  });

  it('gives up after a second refusal, for then the token is not the cause', async () => {
    const { worker, state } = world();
    for (const nth of [1, 2, 3]) state.revoked.add(`token-${nth}`);

    expect(await worker()(get)).toMatchObject({ kind: 'misconfigured', code: 'HTTP 401' });
  });

  it('asks for a new token when the current one is about to end', async () => {
    const { worker, state } = world();
    const firstWorker = worker();
    await firstWorker(get);

    time += 15 * 60_000 - 30_000;
    await firstWorker(get);

    expect(state.given).toBe(2);
  });

  it('waits for the worker that asks, and is throttled when that worker does not come back', async () => {
    const { worker, tokens } = world();
    await tokens.claim('k', now(), 15_000);

    expect(await worker()(get)).toMatchObject({ kind: 'throttled', scope: 'concurrency' });
    time += 15_000;
    expect(tokenIn(await worker()(get))).toBe('token-1');
  });

  it('takes a refused grant for a matter of configuration, and quotes nothing of it', async () => {
    const { tokens, pause } = world();
    const refusing: CrmHttp = async () => answer(400, { error: 'invalid_client', error_description: 'hunter2' });

    const { headers } = createOAuth(refusing, grant, { key: 'k', tokens, now, pause });

    expect(await headers(false)).toEqual({
      kind: 'misconfigured',
      code: 'OAUTH',
      message: 'no token was given, HTTP 400',
    });
  });
});
