import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { createTokenVerifier } from '../../lambdas/aws/oidc-tokens.ts';
import { TransientError } from '../../lambdas/domain/errors.ts';

const issuer = 'https://login.example.com/realm';
const now = new Date('2026-12-01T12:00:00.000Z');
const seconds = now.getTime() / 1000;
const [pair, stranger, next] = await Promise.all([1, 2, 3].map(() => generateKeyPair('ES256', { extractable: true })));
const publicKeyOf = async (which: typeof pair, kid: string) => ({
  ...(await exportJWK(which!.publicKey)),
  kid,
  use: 'sig',
});

const sign = (
  claims: Record<string, unknown> = {},
  { key = pair!.privateKey, kid = 'k1', alg = 'ES256' } = {},
): Promise<string> =>
  new SignJWT({ sub: 'crm', iss: issuer, exp: seconds + 300, ...claims }).setProtectedHeader({ alg, kid }).sign(key);

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (header: object, claims: object = { iss: issuer, exp: seconds + 300 }): string =>
  `${encoded(header)}.${encoded(claims)}.`;

/** An issuer whose answers are by path, and whose requests are counted. */
async function anIssuer({
  keysAt = `${issuer}/keys`,
  named = issuer,
  jwksUri,
}: Record<string, string | undefined> = {}) {
  const asked: string[] = [];
  const keys = [await publicKeyOf(pair, 'k1')];
  const state: { answers: Record<string, () => Response>; at: Date } = {
    answers: {
      [`${issuer}/.well-known/openid-configuration`]: () => Response.json({ issuer: named, jwks_uri: keysAt }),
      [`${issuer}/keys`]: () => Response.json({ keys }),
    },
    at: now,
  };
  const request = (async (input: string | URL) => {
    asked.push(String(input));
    const answer = state.answers[String(input)];
    if (answer === undefined) throw new TypeError('fetch failed');
    return answer();
  }) as typeof fetch;
  const verify = createTokenVerifier({ issuer, jwksUri }, () => state.at, request);
  return { verify, asked, state, keys };
}

describe('createTokenVerifier', () => {
  it('gives the claims of a token of the issuer, and reads the keys once', async () => {
    const { verify, asked } = await anIssuer();
    const tokens = await Promise.all([sign({ scope: 'events:read' }), sign(), sign()]);
    const checks = await Promise.all(tokens.map(verify));

    expect(checks[0]).toMatchObject({ claims: { sub: 'crm', scope: 'events:read' } });
    expect(checks.every((check) => 'claims' in check)).toBe(true);
    expect(asked).toEqual([`${issuer}/.well-known/openid-configuration`, `${issuer}/keys`]);
  });

  it('asks for keys at the address of the setting, without a discovery', async () => {
    const { verify, asked } = await anIssuer({ jwksUri: `${issuer}/keys` });

    expect(await verify(await sign())).toHaveProperty('claims');
    expect(asked).toEqual([`${issuer}/keys`]);
  });

  it.each([
    ['a second before the tolerance ends', { exp: seconds - 59 }, 'claims'],
    ['at the end of the tolerance', { exp: seconds - 60 }, 'expired'],
    ['long ago', { exp: 1 }, 'expired'],
    ['never', { exp: undefined }, 'unknown'],
    ['at no number', { exp: 'tomorrow' }, 'unknown'],
  ])('takes a token that expires %s as %j', async (_case, claims, expected) => {
    const { verify } = await anIssuer();
    const check = await verify(await sign(claims));

    expect('claims' in check ? 'claims' : check.fault).toBe(expected);
  });

  it.each([
    ['within the tolerance', { nbf: seconds + 59 }, true],
    ['beyond it', { nbf: seconds + 61 }, false],
  ])('takes a token of an issuer whose clock is ahead %s: %j', async (_case, claims, isTaken) => {
    const { verify } = await anIssuer();

    expect('claims' in (await verify(await sign(claims)))).toBe(isTaken);
  });

  it.each([
    ['of another issuer', () => sign({ iss: 'https://evil.example' })],
    ['of an issuer with a slash more', () => sign({ iss: `${issuer}/` })],
    ['without an issuer', () => sign({ iss: undefined })],
    ['with a key of somebody else under a known name', () => sign({}, { key: stranger!.privateKey })],
    ['with an unknown key', () => sign({}, { kid: 'k9', key: stranger!.privateKey })],
    ['with the algorithm none', async () => unsigned({ alg: 'none', kid: 'k1' })],
    ['with the algorithm None', async () => unsigned({ alg: 'None', kid: 'k1' })],
    ['without an algorithm', async () => unsigned({ kid: 'k1' })],
    ['signed by the public key as a secret', async () => signedByPublicKey()],
    [
      'with a changed claim',
      async () => (await sign()).replace(/\.[^.]+\./, `.${encoded({ iss: issuer, exp: 9e9 })}.`),
    ],
    ['with an unknown critical header', async () => unsigned({ alg: 'ES256', kid: 'k1', crit: ['x'], x: 1 })],
    ['of claims that are no JSON', async () => `${encoded({ alg: 'ES256', kid: 'k1' })}.eA.eA`],
    ['of one part', async () => 'eyJ'],
  ])('knows no token %s', async (_case, make) => {
    const { verify } = await anIssuer();

    expect(await verify(await make())).toEqual({ fault: 'unknown' });
  });

  async function signedByPublicKey(): Promise<string> {
    const text = unsigned({ alg: 'HS256', kid: 'k1' }).slice(0, -1);
    const mac = createHmac('sha256', await exportSPKI(pair!.publicKey))
      .update(text)
      .digest('base64url');
    return `${text}.${mac}`;
  }

  it('does not turn tokens with made-up keys into requests to the issuer', async () => {
    const { verify, asked } = await anIssuer();
    await verify(await sign());
    for (let nth = 0; nth < 20; nth += 1) await verify(await sign({}, { kid: `made-up-${nth}` }));

    expect(asked).toHaveLength(2);
  });

  it('takes a key that the issuer adds', async () => {
    const { verify, keys } = await anIssuer();
    keys.push(await publicKeyOf(next, 'k2'));

    expect(await verify(await sign({}, { kid: 'k2', key: next!.privateKey }))).toHaveProperty('claims');
  });

  const notFound = (): never => {
    throw new TypeError('fetch failed');
  };
  it.each([
    ['does not answer', '/keys', notFound],
    ['has no discovery', '/.well-known/openid-configuration', notFound],
    ['answers 500', '/keys', () => new Response('x', { status: 500 })],
    ['answers with something else', '/keys', () => Response.json([])],
    ['answers with no JSON', '/keys', () => new Response('<html>')],
  ])('fails for a token while the issuer %s, and takes it afterwards', async (_case, path, broken) => {
    const { verify, state } = await anIssuer();
    const working = state.answers;
    state.answers = { ...working, [`${issuer}${path}`]: broken };
    await expect(verify(await sign())).rejects.toThrow(TransientError);
    state.answers = working;

    expect(await verify(await sign())).toHaveProperty('claims');
  });

  it('believes no discovery document of another issuer', async () => {
    const { verify, asked } = await anIssuer({ named: 'https://evil.example', keysAt: 'https://evil.example/keys' });

    await expect(verify(await sign())).rejects.toThrow(TransientError);
    expect(asked).toEqual([`${issuer}/.well-known/openid-configuration`]);
  });
});
