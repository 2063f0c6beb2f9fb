import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { createSigner, httpbis } from 'http-message-signatures';
import { contentDigestOf } from '../../../../lambdas/domain/configuration/content-digest.ts';
import { verifyingKeysOf } from '../../../../lambdas/domain/configuration/webhook-key.ts';
import { checkHttpSignature, hasHttpSignature } from '../../../../lambdas/domain/consent/intake/http-signature.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const seconds = now.getTime() / 1000;
const hmacBytes = Buffer.alloc(24, 7);
const secret = `whsec_${hmacBytes.toString('base64')}`;
const pair = generateKeyPairSync('ed25519');
const publicKey = `whpk_${Buffer.from(pair.publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')}`;
const body = '{"type":"unsubscribe"}';
const url = 'https://api.example/v1/intake/newsletter';
const everything = ['@method', '@target-uri', 'content-digest'];

interface Signing {
  readonly fields?: readonly string[];
  readonly created?: number | null;
  readonly expires?: number;
  readonly by?: 'hmac-sha256' | 'ed25519';
  readonly params?: readonly string[];
  readonly text?: string;
  readonly name?: string;
  readonly headers?: Record<string, string>;
}

/** A request that an implementation of somebody else has signed. */
async function signedRequest(signing: Signing = {}) {
  const { fields = everything, created = seconds, expires, by = 'hmac-sha256', text = body, name = 'sig' } = signing;
  const { params = ['created', 'keyid', 'alg', ...(expires === undefined ? [] : ['expires'])] } = signing;
  const key = createSigner(by === 'ed25519' ? pair.privateKey : hmacBytes, by, "the sender's own name of its key");
  const { headers } = await httpbis.signMessage(
    {
      key,
      name,
      fields: [...fields],
      params: [...params],
      paramValues: {
        created: created === null ? null : new Date(created * 1000),
        ...(expires !== undefined && { expires: new Date(expires * 1000) }),
      },
    },
    {
      method: 'POST',
      url,
      headers: { host: 'api.example', 'content-digest': contentDigestOf(Buffer.from(text)), ...signing.headers },
    },
  );
  const lower = Object.entries(headers).map(([field, value]) => [field.toLowerCase(), [value].flat().join(', ')]);
  return { method: 'POST', url, headers: Object.fromEntries(lower) as Record<string, string>, body: text };
}

describe('checkHttpSignature', () => {
  it.each([
    ['hmac-sha256', secret],
    ['ed25519', publicKey],
  ] as const)('accepts a request that another implementation signed by %s, and no altered body', async (by, stored) => {
    const request = await signedRequest({ by });

    const check = await checkHttpSignature(request, stored, now);

    expect(check).toEqual({ ok: true, signature: 'rfc9421', keyId: verifyingKeysOf(stored)[0]!.id });
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), async (at) => {
        const changed = body.slice(0, at) + String.fromCharCode(body.charCodeAt(at) ^ 1) + body.slice(at + 1);
        expect((await checkHttpSignature({ ...request, body: changed }, stored, now)).ok).toBe(false);
      }),
    );
  });

  it('accepts host and path in the place of the whole address, and a signature that covers more', async () => {
    const fields = ['@method', '@authority', '@path', '@query', 'content-digest', 'host'];

    expect(await checkHttpSignature(await signedRequest({ fields }), secret, now)).toMatchObject({ ok: true });
  });

  it('accepts the old and the new key during a rotation, and says which it was', async () => {
    const stored = `${publicKey} ${secret}`;

    const checks = await Promise.all(
      (['ed25519', 'hmac-sha256'] as const).map(async (by) =>
        checkHttpSignature(await signedRequest({ by }), stored, now),
      ),
    );

    expect(checks).toMatchObject(verifyingKeysOf(stored).map(({ id }) => ({ ok: true, keyId: id })));
  });

  it('finds the signature by our key beside that of an intermediary', async () => {
    const foreign = await signedRequest({ by: 'ed25519', name: 'proxy' });
    const own = await signedRequest({ name: 'own' });
    const headers = {
      ...own.headers,
      'signature-input': `${foreign.headers['signature-input']}, ${own.headers['signature-input']}`,
      signature: `${foreign.headers.signature}, ${own.headers.signature}`,
    };

    expect(await checkHttpSignature({ ...own, headers }, secret, now)).toMatchObject({ ok: true });
  });

  it.each([
    ['without the method', { fields: ['@target-uri', 'content-digest'] }, 'wrong'],
    ['without the digest', { fields: ['@method', '@target-uri'] }, 'wrong'],
    ['without the address', { fields: ['@method', 'content-digest'] }, 'wrong'],
    ['with the path, and without the host', { fields: ['@method', '@path', 'content-digest'] }, 'wrong'],
    ['with the host, and without the path', { fields: ['@method', '@authority', 'content-digest'] }, 'wrong'],
    ['without a time', { created: null, params: ['keyid', 'alg'] }, 'wrong'],
    ['301 seconds ago', { created: seconds - 301 }, 'stale'],
    ['301 seconds from now', { created: seconds + 301 }, 'stale'],
    ['until a second ago', { created: seconds - 60, expires: seconds - 1 }, 'stale'],
    ['by a key that is not ours', { by: 'ed25519' }, 'wrong'],
  ] as const)('refuses a request that is signed %s', async (_how, signing, reason) => {
    expect(await checkHttpSignature(await signedRequest(signing), secret, now)).toEqual({ ok: false, reason });
  });

  it.each([-300, 300])('accepts a request that was signed %i seconds from now', async (age) => {
    const request = await signedRequest({ created: seconds + age });

    expect(await checkHttpSignature(request, secret, now)).toMatchObject({ ok: true });
  });

  it('accepts a signature that names no algorithm: the key does', async () => {
    const request = await signedRequest({ params: ['created', 'keyid'] });

    expect(await checkHttpSignature(request, secret, now)).toMatchObject({ ok: true });
  });

  it('does not take the public key of a pair for a secret that everybody knows', async () => {
    const bytes = Buffer.from(publicKey.slice(5), 'base64');
    const { headers } = await httpbis.signMessage(
      { key: createSigner(bytes, 'hmac-sha256', 'k'), fields: everything, params: ['created', 'keyid', 'alg'] },
      { method: 'POST', url, headers: { 'content-digest': contentDigestOf(Buffer.from(body)) } },
    );
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), `${value}`]));

    expect((await checkHttpSignature({ method: 'POST', url, headers: lower, body }, publicKey, new Date())).ok).toBe(
      false,
    );
  });

  it.each([
    ['signature', ''],
    ['signature', 'sig=:AAAA:'],
    ['signature', 'other=:AAAA:'],
    ['signature', 'sig="text"'],
    ['signature-input', ''],
    ['signature-input', 'sig'],
    ['signature-input', '((('],
    ['signature-input', 'sig=("@method" "@target-uri" "content-digest");created="now"'],
    ['signature-input', 'sig=("@method" "@method" "@target-uri" "content-digest");created=1'],
    ['content-digest', 'sha-256=:AAAA:'],
  ])('refuses a %s of %j without an error', async (name, value) => {
    const request = await signedRequest();

    const check = await checkHttpSignature({ ...request, headers: { ...request.headers, [name]: value } }, secret, now);

    expect(check.ok).toBe(false);
  });

  it('never throws and never accepts, whatever the fields hold', async () => {
    const field = fc.oneof(fc.string(), fc.constantFrom('sig=()', 'sig=:AAAA:', 'sig=("@path");created=1;keyid="a"'));
    await fc.assert(
      fc.asyncProperty(field, field, field, async (input, signature, digest) => {
        const headers = { 'signature-input': input, signature, 'content-digest': digest };
        expect((await checkHttpSignature({ method: 'POST', url, headers, body }, secret, now)).ok).toBe(false);
      }),
    );
  });

  it.each(['signature', 'signature-input', 'content-digest'])('says that a %s is missing', async (name) => {
    const { [name]: _, ...headers } = (await signedRequest()).headers;
    const request = { method: 'POST', url, headers, body };

    expect(await checkHttpSignature(request, secret, now)).toEqual({ ok: false, reason: 'missing' });
  });

  it.each(['', 'whsec_bmV3', 'whsk_AAAA'])('finds stored credentials without a key unusable: %j', async (stored) => {
    expect(await checkHttpSignature(await signedRequest(), stored, now)).toEqual({ ok: false, reason: 'unusable-key' });
  });
});

describe('hasHttpSignature', () => {
  it.each([
    [{ 'signature-input': 'sig=()' }, true],
    [{ 'signature-input': 'sig=()', 'webhook-signature': 'v1,AAAA' }, false],
    [{ 'webhook-signature': 'v1,AAAA' }, false],
    [{}, false],
  ])('looks for the fields of RFC 9421 where those of Standard Webhooks are absent: %j', (headers, expected) => {
    expect(hasHttpSignature(headers)).toBe(expected);
  });
});
