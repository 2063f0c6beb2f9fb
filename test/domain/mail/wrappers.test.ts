import { noticeOf, type Wrapper, wrapperFormats } from '../../../lambdas/domain/mail/wrappers.ts';

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
