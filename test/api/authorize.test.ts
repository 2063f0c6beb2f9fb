import { createAuthorize } from '../../lambdas/api/authorize.ts';
import type { ApiCaller, Unidentified } from '../../lambdas/api/caller.ts';
import type { ApiRequest } from '../../lambdas/api/request.ts';
import type { RateLimits } from '../../lambdas/domain/configuration/api-key.ts';
import { scopes } from '../../lambdas/scopes.ts';

const everybody: ApiCaller = { id: 'all', name: 'all', scopes };
const aRequest = (changes: Partial<ApiRequest> = {}): ApiRequest => ({
  route: 'GET /v1/events/{id}/raw',
  path: { id: 'evt_1' },
  query: { secret: 'q' },
  headers: { authorization: 'Bearer s3cret' },
  body: 'words',
  requestId: 'r-1',
  ...changes,
});

function authorizer(
  identified: ApiCaller | Unidentified,
  stage: { allow?: string[]; limits?: RateLimits; certifiedAt?: string } = {},
) {
  const logged: object[] = [];
  const counts = { refused: 0, spent: [] as object[] };
  const authorize = createAuthorize({
    identify: async () => identified,
    limits: {},
    ...stage,
    spend: async (caller, limits) => {
      counts.spent.push({ caller, limits });
      return limits.perDay === 0 ? { refusal: { statusCode: 429 } } : { headers: { ratelimit: 'r' } };
    },
    refused: () => {
      counts.refused += 1;
    },
    log: { info() {}, error() {}, warn: (key, fields) => void logged.push({ key, ...fields }) },
  });
  return { authorize, logged, counts };
}

describe('createAuthorize', () => {
  it('lets a caller with the scope of the route pass, and logs nothing', async () => {
    const { authorize, logged, counts } = authorizer(everybody);

    expect(await authorize(aRequest())).toEqual({ caller: everybody, headers: { ratelimit: 'r' } });
    expect([logged, counts.refused]).toEqual([[], 0]);
  });

  it.each([
    [undefined, {}, {}],
    [undefined, { perDay: 9 }, { perDay: 9 }],
    [{ perMinute: 5 }, { perDay: 9 }, { perMinute: 5 }],
  ])('takes off limits of the key %j before those of the stage %j', async (own, limits, spent) => {
    const { authorize, counts } = authorizer({ ...everybody, ...(own && { limits: own }) }, { limits });
    await authorize(aRequest());

    expect(counts.spent).toEqual([{ caller: 'all', limits: spent }]);
  });

  it('counts no request that it refuses for another reason', async () => {
    const { authorize, counts } = authorizer({ ...everybody, scopes: [] }, { limits: { perDay: 9 } });
    await authorize(aRequest());

    expect(counts.spent).toEqual([]);
  });

  it('refuses a request over the quota with its answer', async () => {
    const { authorize, logged } = authorizer({ ...everybody, limits: { perDay: 0 } });

    expect(await authorize(aRequest())).toEqual({ refusal: { statusCode: 429 } });
    expect(logged).toMatchObject([{ reason: 'quota', keyId: 'all' }]);
  });

  it.each([
    ['partners.example.com', true],
    ['mail-api.example.com', false],
    [undefined, false],
  ])('takes a request with a certificate of %s where one is wanted: %s', async (certifiedAt, isTaken) => {
    const { authorize, logged } = authorizer(everybody, { certifiedAt: 'partners.example.com' });
    const answer = await authorize({ ...aRequest(), ...(certifiedAt && { certifiedAt }) });

    expect('caller' in answer).toBe(isTaken);
    if (!isTaken)
      expect([answer, logged]).toMatchObject([{ refusal: { statusCode: 403 } }, [{ reason: 'certificate' }]]);
  });

  it('says from outside of the addresses of the stage nothing about the key', async () => {
    const answers = await Promise.all(
      [everybody, { reason: 'expired', detail: 'd', id: 'k1' } as const].map((identified) =>
        authorizer(identified, { allow: ['10.0.0.0/8'] }).authorize({ ...aRequest(), ip: '203.0.113.9' }),
      ),
    );

    expect(answers[0]).toMatchObject({ refusal: { statusCode: 403 } });
    expect(answers[1]).toEqual(answers[0]);
  });

  it.each(['GET /v1/unlisted', 'POST /u/{token}', 'GET /v1/openapi.json'])(
    'lets no key pass to %s, which has no scope',
    async (route) => {
      const { authorize } = authorizer(everybody);

      expect(await authorize(aRequest({ route }))).toMatchObject({ refusal: { statusCode: 403 } });
    },
  );

  it.each([
    ['203.0.113.9', true],
    ['203.0.114.9', false],
    [undefined, false],
  ])('takes a key with a list of addresses from %s: %s', async (ip, isTaken) => {
    const { authorize } = authorizer({ ...everybody, allow: ['203.0.113.0/24'] });
    // Whoever sends the request writes its headers.
    const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9' };
    const answer = await authorize({ ...aRequest({ headers }), ...(ip && { ip }) });

    expect('caller' in answer).toBe(isTaken);
    if (!isTaken) expect(answer).toMatchObject({ refusal: { statusCode: 403 } });
  });

  it.each([
    [{ reason: 'missing', detail: 'd' }, 401, 'Bearer', undefined],
    [{ reason: 'unknown', detail: 'd' }, 401, 'Bearer error="invalid_token"', undefined],
    [{ reason: 'expired', detail: 'd', id: 'k1' }, 401, 'Bearer error="invalid_token"', 'k1'],
    [
      { id: 'k2', name: 'n', scopes: ['events:read'] },
      403,
      'Bearer error="insufficient_scope", scope="events:raw"',
      'k2',
    ],
  ] as ReadonlyArray<[ApiCaller | Unidentified, number, string, string | undefined]>)(
    'refuses %j with %i, counts it, and logs ids alone',
    async (identified, status, challenge, keyId) => {
      const { authorize, logged, counts } = authorizer(identified);

      expect(await authorize(aRequest())).toMatchObject({
        refusal: { statusCode: status, headers: { 'www-authenticate': challenge } },
      });
      expect(counts.refused).toBe(1);
      expect(logged).toEqual([
        expect.objectContaining({ key: 'api.refused', route: 'GET /v1/events/{id}/raw', requestId: 'r-1' }),
      ]);
      expect((logged[0] as { keyId?: string }).keyId).toBe(keyId);
      expect(JSON.stringify(logged)).not.toMatch(/s3cret|words|evt_1|"q"/);
    },
  );
});
