import { answered, createApiClient, mayPass, troubleOf } from '../../../cli/api/api-client.ts';
import { ConfigError, TransientError } from '../../../lambdas/domain/errors.ts';
import { useHttpStandIn } from '../../helpers/http-stand-in.ts';

const server = useHttpStandIn();
const problem = (status: number, name: string, more: object = {}, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: JSON.stringify({
    type: `urn:postern:problem:${name}`,
    title: 'T',
    status,
    detail: `detail of ${name}`,
    ...more,
  }),
});

describe('createApiClient', () => {
  it('sends the key as a bearer token, and a query of what is given', async () => {
    server.answer({ status: 200, body: '{"events":[]}' });

    const result = await createApiClient(server.endpoint(), 'the-key').ask('/v1/events', {
      kind: 'human',
      cursor: undefined,
    });

    expect(result).toEqual({ kind: 'answer', json: { events: [] } });
    expect(server.requests[0]).toMatchObject({
      url: '/v1/events?kind=human',
      headers: { authorization: 'Bearer the-key', accept: 'application/json' },
    });
  });

  it('sends no authorization without a key, and no question mark without a query', async () => {
    server.answer({ status: 200, body: '{}' });

    await createApiClient(server.endpoint(), undefined).ask('/v1/holds');

    expect(server.requests[0]!.url).toBe('/v1/holds');
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization');
  });

  it.each([
    [
      'a problem',
      problem(410, 'cursor-gone', { oldest: 'k1.a' }),
      { status: 410, name: 'cursor-gone', oldest: 'k1.a' },
    ],
    ['a wait', problem(503, 'busy', {}, { 'retry-after': '7' }), { status: 503, retryAfterMs: 7000 }],
    ['no problem detail', { status: 502, body: '<html>' }, { status: 502, detail: 'HTTP 502' }],
    ['a problem of others', { status: 400, body: '{"type":"about:blank","title":"Bad"}' }, { detail: 'Bad' }],
    ['an answer that is no JSON', { status: 200, body: 'hello' }, { status: 200, detail: 'HTTP 200' }],
    ['a wait without a number', problem(429, 'limit', {}, { 'retry-after': 'soon' }), { status: 429 }],
  ])('reads %s', async (_what, answer, expected) => {
    server.answer(answer);

    const result = await createApiClient(server.endpoint(), undefined).ask('/v1/events');

    expect(result).toMatchObject({ kind: 'problem', ...expected });
  });

  it('follows no redirect, because the key would go along', async () => {
    server.answer({ status: 302, headers: { location: `${server.endpoint()}/elsewhere` } });

    const result = await createApiClient(server.endpoint(), 'the-key').ask('/v1/events');

    expect(result.kind).toBe('unreachable');
    expect(server.requests).toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain('the-key');
  });

  it('posts a question whose words stay out of the address', async () => {
    server.answer({ status: 200, body: '{"eligible":{}}' });

    const result = await createApiClient(server.endpoint(), 'the-key').post('/v1/eligibility', {
      address: 'lea@example.org',
    });

    expect(result.kind).toBe('answer');
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      url: '/v1/eligibility',
      body: '{"address":"lea@example.org"}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer the-key' },
    });
  });

  it('says why nobody answers', async () => {
    const result = await createApiClient('http://127.0.0.1:9', 'the-key').ask('/v1/events');

    expect(result).toMatchObject({ kind: 'unreachable', reason: expect.stringMatching(/ECONNREFUSED|bad port/) });
  });

  it('throws when the caller ends it', async () => {
    const ended = AbortSignal.abort();

    await expect(createApiClient(server.endpoint(), undefined).ask('/v1/events', {}, ended)).rejects.toThrow();
  });
});

describe('mayPass and answered', () => {
  const refusal = (status: number) => ({ kind: 'problem', status, detail: 'why' }) as const;

  it.each([
    [408, true],
    [429, true],
    [500, true],
    [503, true],
    [400, false],
    [401, false],
    [404, false],
    [410, false],
  ])('ask again after a status of %i: %p', (status, expected) => {
    expect(mayPass(refusal(status))).toBe(expected);
    expect(() => answered(refusal(status))).toThrow(expected ? TransientError : ConfigError);
  });

  it('ask again when nobody answers', () => {
    const result = { kind: 'unreachable', reason: 'ECONNRESET' } as const;

    expect(mayPass(result)).toBe(true);
    expect(troubleOf(result)).toBe('ECONNRESET');
    expect(() => answered(result)).toThrow('ECONNRESET');
  });

  it('name the next step of a caller without a key', () => {
    expect(() => answered(refusal(401))).toThrow('POSTERN_API_KEY');
    expect(() => answered(refusal(403))).toThrow('docs/api.md#keys');
    expect(answered({ kind: 'answer', json: 1 })).toBe(1);
  });
});
