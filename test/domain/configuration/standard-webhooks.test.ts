import { hmacKeyOf, secretsOf } from '../../../lambdas/domain/configuration/standard-webhooks.ts';

const key = Buffer.alloc(24, 7);

describe('secretsOf', () => {
  it.each([
    ['one secret', 'a', ['a']],
    ['secrets between blanks, newlines and commas', ' a, b\nc ', ['a', 'b', 'c']],
    ['none in an empty text', ' ', []],
  ])('reads %s', (_case, stored, secrets) => {
    expect(secretsOf(stored)).toEqual(secrets);
  });
});

describe('hmacKeyOf', () => {
  it('reads a secret with and without its prefix', () => {
    expect(hmacKeyOf(`whsec_${key.toString('base64')}`)).toEqual(key);
    expect(hmacKeyOf(key.toString('base64'))).toEqual(key);
  });

  it.each([
    ['an empty secret, which everybody knows', ''],
    ['a key of less than 24 bytes', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['a private key of the asymmetric scheme', `whsk_${Buffer.alloc(64).toString('base64')}`],
    ['a public key of the asymmetric scheme', `whpk_${Buffer.alloc(32).toString('base64')}`],
  ])('refuses %s', (_case, secret) => {
    expect(hmacKeyOf(secret)).toBeUndefined();
  });
});
