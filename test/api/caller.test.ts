import { createIdentify, findCaller } from '../../lambdas/api/caller.ts';
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
});
