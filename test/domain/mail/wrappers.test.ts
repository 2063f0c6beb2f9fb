import { isWrapperFile, noticeOf, type Wrapper, wrapperFormats } from '../../../lambdas/domain/mail/wrappers.ts';

describe('noticeOf', () => {
  it.each<[string, readonly Wrapper[], boolean, RegExp]>([
    ['S/MIME', [{ format: 'smime-encrypted', opened: false }], false, /^This mail is encrypted with S\/MIME: /],
    [
      'PGP beside other words',
      [{ format: 'pgp-encrypted', opened: false }],
      true,
      /^This mail is encrypted with PGP: /,
    ],
    [
      'a signed mail that holds an encrypted one',
      [
        { format: 'smime-signed', opened: true, signature: 'unverified' },
        { format: 'smime-encrypted', opened: false },
      ],
      false,
      /encrypted/,
    ],
    ['a broken wrapper', [{ format: 'tnef', opened: false }], false, /TNEF \(winmail\.dat\) and could not be read\.$/],
  ])('says so of %s', (_, wrappers, hasWords, sentence) => {
    expect(noticeOf(wrappers, hasWords)).toMatch(sentence);
  });

  it('says nothing of what was opened, or of a broken wrapper beside words', () => {
    for (const format of wrapperFormats) {
      expect(noticeOf([{ format, opened: true }], false)).toBeUndefined();
      if (!format.endsWith('-encrypted')) expect(noticeOf([{ format, opened: false }], true)).toBeUndefined();
    }
  });
});

describe('isWrapperFile', () => {
  it.each<[string | undefined, string, boolean]>([
    ['smime.p7s', 'application/pkcs7-signature', true],
    ['smime.p7m', 'application/octet-stream', true],
    [undefined, 'application/pgp-signature', true],
    ['signature.asc', 'application/pgp-signature', true],
    ['WINMAIL.DAT', 'application/ms-tnef', true],
    ['invoice.xml.p7m', 'application/pkcs7-mime', false],
    ['offer.pdf', 'application/pdf', false],
    [undefined, 'application/pdf', false],
  ])('says of %s, %s: %s', (filename, contentType, expected) => {
    expect(isWrapperFile(filename === undefined ? { contentType } : { filename, contentType })).toBe(expected);
  });
});
