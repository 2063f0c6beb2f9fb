import { createIdentify, findCaller, identifyByIam } from '../../lambdas/api/caller.ts';
import { apiKeyText, newApiKey, rotatedApiKey, type StoredApiKey } from '../../lambdas/domain/configuration/api-key.ts';
import { scopes } from '../../lambdas/scopes.ts';
import { anApiKey } from '../helpers/api-keys.ts';

describe('findCaller', () => {
  it.each(['k3y', 'k3y\n', ' k3y\r\n', '\tk3y '])('finds the caller of a key that is stored as %j', (stored) => {
    const secret = `${JSON.stringify({ all: 'another', 'acme/cron': stored })}\n`;

    expect(findCaller(secret, 'k3y')).toEqual({ id: 'acme/cron', name: 'acme/cron', tenant: 'acme', scopes });
    expect(findCaller(secret, 'another')).toEqual({ id: 'all', name: 'all', scopes });
    expect(findCaller(secret, 'k3')).toBeUndefined();
  });

  it.each(['', ' ', '\n'])('finds nobody by an empty key that is stored as %j', (stored) => {
    const secret = JSON.stringify({ all: stored });

    for (const presented of ['', ' ', '\n', 'x']) expect(findCaller(secret, presented)).toBeUndefined();
  });
});

describe('createIdentify', () => {
  const id = '0123456789ab';
  const text = apiKeyText(id, Buffer.alloc(32, 1));
  const other = apiKeyText(id, Buffer.alloc(32, 2));
  const now = new Date('2026-12-01T12:00:00.000Z');
  const identify = (authorization: string | undefined, ...stored: StoredApiKey[]) =>
    createIdentify({
      secretKeys: async () => JSON.stringify({ all: 'old' }),
      apiKey: async (wanted) => stored.find(({ key }) => key.id === wanted),
      tokenCaller: async (token) => ({ id: 'jwt:1', name: token.slice(0, 3), scopes: [] }),
      now: () => now,
    })({ route: 'GET /v1/events', path: {}, query: {}, body: '', headers: authorization ? { authorization } : {} });

  it('identifies the caller of a stored key, with its tenant, rights, addresses and limits', async () => {
    const key = anApiKey({ id, tenant: 'acme', allow: ['10.0.0.0/8'], limits: { perDay: 5 } });

    expect(await identify(`Bearer ${text}`, newApiKey(key, text))).toEqual({
      id,
      name: `billing (${id})`,
      tenant: 'acme',
      scopes: key.scopes,
      allow: ['10.0.0.0/8'],
      limits: { perDay: 5 },
    });
  });

  it('identifies the caller of a key in the secret', async () => {
    expect(await identify('Bearer old')).toMatchObject({ id: 'all' });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer a b', 'Basic dTpw', `bearer ${text}`, text])(
    'finds no key in %j',
    async (authorization) => {
      expect(await identify(authorization, newApiKey(anApiKey({ id }), text))).toMatchObject({ reason: 'missing' });
    },
  );

  it.each([
    ['an unknown id', `Bearer ${apiKeyText('ffffffffffff', Buffer.alloc(32, 1))}`],
    ['another secret of a known id', `Bearer ${other}`],
    ['a secret with one more character', `Bearer ${text}A`],
    ['an id in capitals', `Bearer ${text.replace('ab_', 'AB_')}`],
  ])('knows nobody by %s, and says nothing of the key', async (_case, authorization) => {
    const expired = newApiKey(anApiKey({ id, expiresAt: '2020-01-01T00:00:00.000Z' }), text);

    expect(await identify(authorization, expired)).toEqual({ reason: 'unknown', detail: 'the key is unknown' });
  });

  it.each([
    ['expired', newApiKey(anApiKey({ id, expiresAt: now.toISOString() }), text)],
    ['revoked', newApiKey(anApiKey({ id, revokedAt: '2026-11-01T00:00:00.000Z' }), text)],
    ['replaced', rotatedApiKey(newApiKey(anApiKey({ id }), text), other, '2026-11-01', '2026-11-02')],
  ])('tells the holder of a key that it is %s', async (reason, stored) => {
    expect(await identify(`Bearer ${text}`, stored)).toMatchObject({ reason, id });
  });

  it.each([
    ['eyJhbGciOiJub25lIn0.eyJ9.', 'jwt:1'],
    ['eyJhbGciOiJub25lIn0.eyJ9.c2ln', 'jwt:1'],
    [`eyJ${'a'.repeat(9000)}.e.e`, undefined],
    ['eyJ.e', undefined],
    ['xyz.e.e', undefined],
  ])('takes %s for a token: %s', async (presented, id) => {
    const caller = await identify(`Bearer ${presented}`);

    expect('reason' in caller ? undefined : caller.id).toBe(id);
  });

  it('takes a token for a key where the stage takes no tokens', async () => {
    const withoutTokens = createIdentify({
      secretKeys: async () => JSON.stringify({ all: 'old' }),
      apiKey: async () => undefined,
      now: () => now,
    });
    const headers = { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJ9.' };

    expect(await withoutTokens({ route: '', path: {}, query: {}, body: '', headers })).toMatchObject({
      reason: 'unknown',
    });
  });
});

describe('identifyByIam', () => {
  const ask = (iam?: { userArn?: string }) =>
    identifyByIam({
      route: '',
      path: {},
      query: {},
      body: '',
      headers: { authorization: 'Bearer old' },
      ...(iam && { iam }),
    });
  const userArn = 'arn:aws:sts::111122223333:assumed-role/operators/ada@customer.example';

  it('identifies a caller by the identity that API Gateway verified, with every scope', async () => {
    expect(await ask({ userArn })).toEqual({ id: expect.stringMatching(/^iam:[0-9a-f]{16}$/), name: userArn, scopes });
  });

  it('keeps the name of a session out of the id, which logs have', async () => {
    expect(JSON.stringify({ ...(await ask({ userArn })), name: '' })).not.toContain('ada');
  });

  it.each([undefined, {}])('identifies nobody by %j, whatever key the request has', async (iam) => {
    expect(await ask(iam)).toMatchObject({ reason: 'missing' });
  });
});
