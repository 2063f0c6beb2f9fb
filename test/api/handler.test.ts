import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createAuthorize } from '../../lambdas/api/authorize.ts';
import type { ApiCaller } from '../../lambdas/api/caller.ts';
import { createApiHandler } from '../../lambdas/api/handler.ts';
import { page } from '../../lambdas/api/request.ts';
import { createEligibility } from '../../lambdas/domain/consent/ask-eligibility.ts';
import { noMemberships } from '../../lambdas/domain/consent/membership.ts';
import { emptyConsent } from '../../lambdas/domain/consent/state.ts';
import { isManaged, scopedRoutes, scopes } from '../../lambdas/scopes.ts';
import { anIntegration, silentLog } from '../helpers/builders.ts';
import { subjectHash } from '../helpers/consent.ts';

const seen: string[] = [];
const shown = async () => page(200, '<h1>shown</h1>');
const posted = async ({ body }: { readonly body: string }) => {
  seen.push(body);
  return page(200, 'posted');
};
/** Whom the next requests come from. */
const everybody: ApiCaller = { id: 'all', name: 'all', scopes };
const caller: { now: ApiCaller | undefined } = { now: everybody };
const handler = createApiHandler({
  unsubscribe: { show: shown, post: posted, showConfirmation: shown, confirm: posted },
  view: { show: shown, attachment: shown },
  eligibility: createEligibility({
    consent: {
      readWithHold: async (tenant, subject) => ({
        record: { tenant, subject, version: 0, state: emptyConsent },
        memberships: noMemberships,
      }),
    },
    control: { integrations: async () => [anIntegration({ tenant: 'acme' })] },
    subjectHash: async () => subjectHash,
    askContact: async () => ({ kind: 'unknown', reason: 'unused' }),
  }),
  intake: posted,
  mintAddress: async () => ({ statusCode: 200 }),
  reconcile: { ack: async () => ({ statusCode: 200 }), list: async () => ({ statusCode: 200 }) },
  replays: { order: shown, show: shown },
  openApi: {},
  isPublic: () => true,
  listEvents: async () => ({ statusCode: 200 }),
  mails: { list: shown, counts: shown, show: shown, source: shown },
  events: { show: shown, trace: shown, explain: shown },
  content: { raw: shown, attachment: shown, html: shown },
  holds: async () => [],
  authorize: createAuthorize({
    identify: async () => caller.now ?? { reason: 'missing', detail: 'no key' },
    refused: () => {},
    limits: {},
    spend: async () => ({ headers: { ratelimit: '"minute";r=1;t=2' } }),
    log: silentLog,
  }),
  log: silentLog,
});

const ask = async (routeKey: string, { body = '', query = {}, base64 = false, type = 'application/json' } = {}) =>
  (await handler({
    routeKey,
    pathParameters: { token: 't', source: 's' },
    queryStringParameters: query,
    headers: { 'content-type': type },
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
  } as unknown as APIGatewayProxyEventV2)) as { statusCode: number; headers: Record<string, string>; body: string };

describe('createApiHandler', () => {
  it.each(['/u/{token}', '/c/{token}', '/m/{token}', '/m/{token}/{nth}'])(
    'answers HEAD of %s as GET, without the body',
    async (path) => {
      const [get, head] = [await ask(`GET ${path}`), await ask(`HEAD ${path}`)];

      expect(head).toEqual({ ...get, body: '' });
    },
  );

  it.each(['/u/{token}', '/c/{token}'])('lets nobody frame %s', async (path) => {
    const { headers } = await ask(`GET ${path}`);

    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it.each([
    ['POST /u/{token}', 10_240],
    ['POST /c/{token}', 10_240],
    ['POST /v1/eligibility', 10_240],
    ['POST /v1/intake/{source}', 1_048_576],
  ])('answers 413 to %s of more than %i bytes, unread', async (route, most) => {
    for (const base64 of [false, true]) {
      seen.length = 0;
      // Umlauts take two bytes each.
      for (const body of ['x'.repeat(most + 3), 'ü'.repeat(most / 2 + 2)])
        expect((await ask(route, { body, base64 })).statusCode).toBe(413);
      expect(seen).toEqual([]);
      expect((await ask(route, { body: 'x'.repeat(most), base64 })).statusCode).not.toBe(413);
    }
  });

  it.each(['constructor', '__proto__', 'toString', 'GET /constructor', 'HEAD constructor', 'hasOwnProperty'])(
    'has no route %s',
    async (route) => {
      expect((await ask(route)).statusCode).toBe(404);
    },
  );

  it.each([
    ['{"address":["x"]}', 'address'],
    ['{"address":5}', 'address'],
    ['{"address":null}', 'address'],
    ['{"address":{"toString":1}}', 'address'],
    ['{"address":"lea@example.org","tenant":["acme"]}', 'tenant'],
    ['{"address":"lea@example.org","purpose":7}', 'purpose'],
    ['{"address":"lea@example.org","channel":{}}', 'channel'],
    ['{"address":"lea@example.org","purpose":"toString"}', 'purpose'],
    ['{"address":"lea@example.org","purpose":"constructor"}', 'purpose'],
    ['{"address":"lea@example.org","channel":"__proto__"}', 'channel'],
    ['{"address":"lea@example.org","tenant":"constructor"}', 'tenant'],
    ['null', 'object'],
    ['[]', 'object'],
    ['"x"', 'object'],
    ['{', 'JSON'],
  ])('answers 400 to the question %s', async (body, word) => {
    const answer = await ask('POST /v1/eligibility', { body });

    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(word);
  });

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', ''])(
    'answers 400 to the purpose %j in a query',
    async (purpose) => {
      const answer = await ask('GET /v1/eligibility', { query: { address: 'lea@example.org', purpose } });

      expect(answer.statusCode).toBe(400);
    },
  );

  it('says of a question in a URL that it is deprecated, and what to ask instead', async () => {
    const query = { address: 'lea@example.org' };
    const { statusCode, headers } = await ask('GET /v1/eligibility', { query, type: 'text/plain' });

    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      // RFC 9745: a date as structured fields have it.
      deprecation: '@1796083200',
      link: expect.stringMatching(/^<\/v1\/eligibility>; rel="successor-version"/) as unknown,
    });
  });

  it('says nothing of the kind of a question in a body', async () => {
    const { headers } = await ask('POST /v1/eligibility', { body: '{"address":"lea@example.org"}' });

    expect(Object.keys(headers ?? {})).not.toContain('deprecation');
  });

  it('answers a question for a purpose', async () => {
    const { body } = await ask('POST /v1/eligibility', { body: '{"address":"lea@example.org","purpose":"sales"}' });

    expect(JSON.parse(body)).toMatchObject({ purpose: 'sales', answer: true });
  });

  const question = { body: '{"address":"lea@example.org"}', query: { address: 'lea@example.org' } };
  const askAs = async (who: ApiCaller | undefined, route: string) => {
    caller.now = who;
    return ask(route, question).finally(() => {
      caller.now = everybody;
    });
  };
  const withoutKey = [...scopedRoutes].filter(([, scope]) => scope === 'public').map(([route]) => route);
  const withKey = [...scopedRoutes].filter(([route, scope]) => scope !== 'public' && !isManaged(route));

  it.each(withoutKey)('answers %s without a key', async (route) => {
    expect([401, 403, 404, 500]).not.toContain((await askAs(undefined, route)).statusCode);
  });

  it.each(withKey)('answers 401 to %s without a key, and says how to send one', async (route) => {
    const { statusCode, headers } = await askAs(undefined, route);

    expect({ statusCode, challenge: headers['www-authenticate'] }).toEqual({ statusCode: 401, challenge: 'Bearer' });
  });

  it.each(withKey.filter(([, scope]) => scope !== 'any'))(
    'answers 403 to %s by a key with every scope but %s, and names it',
    async (route, scope) => {
      const most = { id: 'k', name: 'k', scopes: scopes.filter((each) => each !== scope) };
      const { statusCode, headers, body } = await askAs(most, route);

      expect(statusCode).toBe(403);
      expect(JSON.parse(body)).toMatchObject({ type: 'urn:postern:problem:missing-scope', scope });
      expect(headers['www-authenticate']).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
    },
  );

  it.each(withKey)('answers %s by a key with the scope %s alone', async (route, scope) => {
    const least = { id: 'k', name: 'k', scopes: scopes.filter((each) => each === scope) };

    expect([401, 403, 404, 500]).not.toContain((await askAs(least, route)).statusCode);
  });

  it('says with every answer to a key what is left of its quota', async () => {
    expect((await ask('GET /v1/holds')).headers.ratelimit).toBe('"minute";r=1;t=2');
  });
});
