import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { httpbis } from 'http-message-signatures';
import { signatureTag, signRequest } from '../../../lambdas/crm/webhook/sign-request.ts';
import { signingKeyOf, verifyingKeysOf } from '../../../lambdas/domain/configuration/webhook-key.ts';
import { checkHttpSignature } from '../../../lambdas/domain/consent/intake/http-signature.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
const timestampSeconds = 1_796_000_000;
const signed = { url: 'https://hooks.example/mail?token=1', id: 'msg_1', body: Buffer.from('{}'), timestampSeconds };

describe('signRequest', () => {
  it('covers method, host, path, query, digest and id, and names time, key, algorithm and tag', () => {
    const headers = signRequest([secret], signed);

    expect(headers['signature-input']).toBe(
      'sig1=("@method" "@authority" "@path" "@query" "content-digest" "webhook-id")' +
        `;created=${timestampSeconds};keyid="${signingKeyOf(secret).id}";alg="hmac-sha256";tag="${signatureTag}"`,
    );
    expect(headers.signature).toMatch(/^sig1=:[A-Za-z0-9+/]{43}=:$/);
  });

  it('signs with each secret under a label of its own', () => {
    const headers = signRequest([secret, other], signed);

    expect(headers['signature-input'].match(/sig\d=/g)).toEqual(['sig1=', 'sig2=']);
    expect(headers.signature.match(/sig\d=/g)).toEqual(['sig1=', 'sig2=']);
  });

  it('makes signatures that another implementation of the RFC verifies, for any address and body', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    const pair = `whsk_${seed.toString('base64')}`;
    const raw = privateKey.export({ format: 'jwk' }).x!;
    const publicHalf = `whpk_${Buffer.from(raw, 'base64url').toString('base64')}`;
    await fc.assert(
      fc.asyncProperty(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.uint8Array(),
        fc.constantFrom<readonly [string, string]>([secret, secret], [pair, publicHalf]),
        async (url, body, [signing, checking]) => {
          const headers = signRequest([signing], { ...signed, url, body });
          const [key] = verifyingKeysOf(checking);
          const verifyBy = (changes: object) =>
            httpbis.verifyMessage(
              {
                keyLookup: async ({ keyid }) => {
                  if (keyid !== key!.id) return null;
                  return { id: key!.id, algs: [key!.algorithm], verify: async (data, mac) => key!.verify(data, mac) };
                },
                requiredFields: ['@method', '@authority', '@path', '@query', 'content-digest', 'webhook-id'],
                requiredParams: ['created', 'keyid', 'alg', 'tag'],
                notAfter: timestampSeconds,
              },
              { method: 'POST', url, headers: { ...headers, 'webhook-id': signed.id }, ...changes },
            );
          expect(await verifyBy({})).toBe(true);
          expect(await verifyBy({ method: 'PUT' })).toBe(false);
          expect(await verifyBy({ headers: { ...headers, 'webhook-id': 'msg_2' } })).toBe(false);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ['another host', { url: 'https://other.example/mail?token=1' }],
    ['another path', { url: 'https://hooks.example/other?token=1' }],
    ['another query', { url: 'https://hooks.example/mail?token=2' }],
    ['another method', { method: 'PUT' }],
    ['another body', { body: '{ }' }],
    ['an id that was changed', { id: 'msg_2' }],
    ['another time', { at: timestampSeconds + 301 }],
    ['another key', { key: other }],
  ])('is not accepted for %s', async (_what, changes) => {
    const { method, url, body, id, at, key } = {
      method: 'POST',
      ...signed,
      body: '{}',
      at: timestampSeconds,
      key: secret,
      ...changes,
    };
    const headers = { ...signRequest([secret], signed), 'webhook-id': id };
    const original = { method: 'POST', url: signed.url, headers: { ...headers, 'webhook-id': 'msg_1' }, body: '{}' };

    const check = await checkHttpSignature({ method, url, headers, body }, key, new Date(at * 1000));

    expect(await checkHttpSignature(original, secret, new Date(timestampSeconds * 1000))).toMatchObject({ ok: true });
    expect(check.ok).toBe(false);
  });

  it('leaves the scheme out, so that a proxy may end TLS', async () => {
    const headers = { ...signRequest([secret], signed), 'webhook-id': 'msg_1' };
    const behindProxy = { method: 'POST', url: signed.url.replace('https:', 'http:'), headers, body: '{}' };

    expect(await checkHttpSignature(behindProxy, secret, new Date(timestampSeconds * 1000))).toMatchObject({
      ok: true,
    });
  });

  it('refuses a secret that is no key', () => {
    expect(() => signRequest(['whsec_'], signed)).toThrow(ConfigError);
    expect(() => signRequest([`whpk_${randomBytes(32).toString('base64')}`], signed)).toThrow(ConfigError);
  });
});
