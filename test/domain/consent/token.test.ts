import fc from 'fast-check';
import { mintToken, readToken } from '../../../lambdas/domain/consent/token.ts';
import { purposes } from '../../../lambdas/domain/mail/purposes.ts';
import { readTokenKeys } from '../../../lambdas/domain/mail/signed-text.ts';
import { subjectHash } from '../../helpers/consent.ts';

const keys = readTokenKeys('{"current":"k2","k1":"an old key","k2":"a new key"}');
const token = {
  kind: 'unsubscribe',
  tenant: 'acme',
  subject: subjectHash('acme', 'lea@example.org'),
  purposes: ['marketing'],
  list: 'newsletter',
  campaign: 'autumn-2026',
} as const;

describe('mintToken and readToken', () => {
  it('read back the token that was minted', () => {
    const anyToken = fc.record({
      kind: fc.constantFrom('unsubscribe' as const, 'confirm' as const),
      tenant: fc.string({ minLength: 1 }),
      subject: fc.string({ minLength: 1 }),
      purposes: fc
        .shuffledSubarray([...purposes], { minLength: 1 })
        .map((some) => purposes.filter((p) => some.includes(p))),
    });
    fc.assert(fc.property(anyToken, (token) => expect(readToken(mintToken(token, keys), keys)).toEqual(token)));
  });

  it('make a token that holds no address and needs no escaping in a URL', () => {
    const minted = mintToken(token, keys);
    const payload = Buffer.from(minted.split('.')[1]!, 'base64url').toString();

    expect(minted).toMatch(/^[\w.-]+$/);
    expect(payload).not.toContain('@');
    expect(payload).not.toContain('lea');
  });

  it('refuse a token when one character is changed, added or cut', () => {
    const minted = mintToken(token, keys);
    fc.assert(
      fc.property(fc.nat(minted.length - 1), fc.constantFrom('A', '.', '_', 'é', ''), (at, other) => {
        fc.pre(minted[at] !== other);
        expect(readToken(minted.slice(0, at) + other + minted.slice(at + 1), keys)).toBeUndefined();
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => expect(readToken(text, keys)).toBeUndefined()));
  });

  it('accept a token under an old key until that key is removed', () => {
    const old = mintToken(token, { ...keys, current: 'k1' });

    expect(readToken(old, keys)).toEqual(token);
    expect(readToken(old, { current: 'k2', keys: { k2: 'a new key' } })).toBeUndefined();
  });

  it.each(['{}', '{"current":"k1"}', '{"current":1}'])('refuse the keys %s', (secret) => {
    expect(() => readTokenKeys(secret)).toThrow(TypeError);
  });
});
