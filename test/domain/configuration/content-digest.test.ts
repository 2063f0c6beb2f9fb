import fc from 'fast-check';
import { contentDigestOf, isDigestOf } from '../../../lambdas/domain/configuration/content-digest.ts';
import { request, response } from '../../helpers/rfc9421.ts';

const hello = Buffer.from('{"hello": "world"}');
const sha256 = contentDigestOf(hello);
const sha512 = request.headers['content-digest'];

describe('contentDigestOf', () => {
  it('is the digest of RFC 9530, appendix B', () => {
    expect(contentDigestOf(Buffer.from('{"hello": "world"}\n'))).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    );
  });

  it('is a digest of the body it was made of, and of no other', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (body, other) => {
        expect(isDigestOf(contentDigestOf(body), body)).toBe(true);
        expect(isDigestOf(contentDigestOf(body), other)).toBe(Buffer.from(body).equals(Buffer.from(other)));
      }),
    );
  });
});

describe('isDigestOf', () => {
  it.each([
    ['the digests of the test messages of RFC 9421', sha512, hello],
    ['a response, too', response.headers['content-digest'], Buffer.from(response.body)],
    ['two digests', `${sha256}, ${sha512}`, hello],
    ['a digest beside one by another algorithm', `md5=:AAAA:, ${sha256}`, hello],
  ])('accepts %s', (_what, field, body) => {
    expect(isDigestOf(field, body)).toBe(true);
  });

  it.each([
    ['an empty field', ''],
    ['an algorithm that proves nothing', 'md5=:Sd/dVLAcvNLSq16eXua5uQ==:'],
    ['two digests of which one is wrong', `${sha256}, sha-512=:AAAA:`],
    ['a text in the place of bytes', `sha-256="${sha256.slice(9, -1)}"`],
    ['no dictionary', 'sha-256=:'],
    ['a list in the place of bytes', 'sha-256=(1 2)'],
  ])('refuses %s', (_what, field) => {
    expect(isDigestOf(field, hello)).toBe(false);
  });
});
