import { constants, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import {
  createSignatureSync,
  type MessageDescriptor,
  SignatureErrorCode,
  type Verifier,
  verifySignature,
} from 'http-message-sig';
import { signingKeyOf, verifyingKeysOf } from '../../../lambdas/domain/configuration/webhook-key.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';
import { ed25519PrivateKey, keys, request, response, sharedSecret, vectors } from '../../helpers/rfc9421.ts';

const rawPublic = (pem: string): string =>
  createPublicKey(pem).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const seed = Buffer.from(ed25519PrivateKey, 'base64').subarray(-32);
const [hmacSecret, privateSecret] = [`whsec_${sharedSecret}`, `whsk_${seed.toString('base64')}`];
const publicSecret = `whpk_${rawPublic(keys['test-key-ed25519'])}`;

/** Keys of algorithms that we do not offer, so that the way to a signature base is checked by all vectors. */
const otherVerifiers: Partial<Record<string, Verifier>> = {
  'rsa-pss-sha512': {
    algorithm: 'rsa-pss-sha512',
    verify: (data, signature) =>
      verify(
        'sha512',
        data,
        { key: keys['test-key-rsa-pss'], padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
        signature,
      ),
  },
  'ecdsa-p256-sha256': {
    algorithm: 'ecdsa-p256-sha256',
    verify: (data, signature) =>
      verify('sha256', data, { key: keys['test-key-ecc-p256'], dsaEncoding: 'ieee-p1363' }, signature),
  },
};

const verifierOf = (algorithm: string): Verifier =>
  otherVerifiers[algorithm] ??
  verifyingKeysOf(`${hmacSecret} ${publicSecret}`).find((key) => key.algorithm === algorithm)!;

function messageOf({ of, input, signature }: (typeof vectors)[number]): MessageDescriptor {
  const headers = {
    ...(of === 'request' ? request.headers : response.headers),
    'signature-input': `sig=${input}`,
    signature: `sig=:${signature}:`,
  };
  const fields = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return of === 'request'
    ? { kind: 'request', method: request.method, targetUri: request.url, fields }
    : { kind: 'response', status: response.status, fields };
}

const check = (vector: (typeof vectors)[number]) =>
  verifySignature(messageOf(vector), {
    policy: { algorithms: [vector.algorithm], requiredComponents: [], requiredParameters: ['created'] },
    resolveVerifier: () => verifierOf(vector.algorithm),
  });

describe('the vectors of RFC 9421, appendix B.2', () => {
  it.each(vectors.filter(({ section }) => section !== 'B.2.2'))('verifies $section, $algorithm', async (vector) => {
    await expect(check(vector)).resolves.toMatchObject({ algorithm: vector.algorithm });
    const wrong = { ...vector, signature: vector.signature.replace(/[A-M]/, 'z') };
    await expect(check(wrong)).rejects.toMatchObject({ code: SignatureErrorCode.VerificationFailed });
  });

  it('refuses B.2.2, because a single parameter of the query is a part that the library does not know', async () => {
    const vector = vectors.find(({ section }) => section === 'B.2.2')!;

    await expect(check(vector)).rejects.toMatchObject({ code: SignatureErrorCode.UnsupportedFeature });
  });

  it.each([
    ['B.2.5', hmacSecret],
    ['B.2.6', privateSecret],
  ])('makes the very signature of %s by its key', (section, secret) => {
    const { input, signature, key: keyid } = vectors.find((vector) => vector.section === section)!;
    const { algorithm, sign } = signingKeyOf(secret);
    const components = [...input.matchAll(/"([@\w-]+)"[ )]/g)].map(([, name]) => name!);

    const signed = createSignatureSync(
      {
        kind: 'request',
        method: request.method,
        targetUri: request.url,
        fields: Object.entries(request.headers).map(([name, value]) => ({ name, value })),
      },
      { label: 'sig', components, parameters: { created: 1_618_884_473, keyid }, signer: { algorithm, sign } },
    );

    expect(signed).toEqual({ signatureInput: `sig=${input}`, signature: `sig=:${signature}:` });
  });
});

describe('signingKeyOf', () => {
  const data = Buffer.from('some bytes');

  it.each([hmacSecret, privateSecret])('has the id of the key that checks its signatures', (secret) => {
    const key = signingKeyOf(secret);
    const [checking] = verifyingKeysOf(secret === privateSecret ? publicSecret : secret);

    expect(checking).toMatchObject({ id: key.id, algorithm: key.algorithm });
    expect(checking!.verify(data, key.sign(data))).toBe(true);
    expect(checking!.verify(Buffer.from('other bytes'), key.sign(data))).toBe(false);
    expect(key.id).toMatch(/^[0-9a-f]{16}$/);
  });

  it('takes a private key with its public half behind it, as libsodium writes it', () => {
    const long = `whsk_${Buffer.concat([seed, Buffer.from(publicSecret.slice(5), 'base64')]).toString('base64')}`;

    expect(signingKeyOf(long).id).toBe(signingKeyOf(privateSecret).id);
    expect(signingKeyOf(long).sign(data)).toEqual(signingKeyOf(privateSecret).sign(data));
  });

  it.each(['', 'whsec_', publicSecret, 'whsk_c2hvcnQ='])('refuses a secret that cannot sign: %j', (secret) => {
    expect(() => signingKeyOf(secret)).toThrow(ConfigError);
  });
});

describe('verifyingKeysOf', () => {
  it('reads several keys, so that a sender can rotate without a gap', () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const stored = `${hmacSecret}, ${publicSecret}\nwhpk_${other.toString('base64')}`;

    expect(verifyingKeysOf(stored).map(({ algorithm }) => algorithm)).toEqual(['hmac-sha256', 'ed25519', 'ed25519']);
  });

  it.each([
    ['nothing', ''],
    ['a short HMAC key', 'whsec_bmV3'],
    ['a private key, which a receiver has no use for', privateSecret],
    ['a public key of another length', `whpk_${Buffer.alloc(31, 1).toString('base64')}`],
    ['the public key of zeros, for which signatures can be made up', `whpk_${Buffer.alloc(32).toString('base64')}`],
  ])('leaves out %s', (_what, stored) => {
    expect(verifyingKeysOf(stored)).toEqual([]);
  });
});
