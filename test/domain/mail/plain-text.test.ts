import { isText, markupOf, wordsOf } from '../../../lambdas/domain/mail/plain-text.ts';

describe('isText', () => {
  it.each<[string, Buffer, boolean]>([
    ['words', Buffer.from('Grüße,\r\n\tAda\n'), true],
    ['ISO-2022-JP, with its escapes', Buffer.from('\u001b$B$3\u001b(B'), true],
    ['UTF-16 with its mark', Buffer.from('\ufeffHi', 'utf16le'), true],
    ['bytes with nulls', Buffer.from([0x41, 0, 0x42]), false],
    ['control characters', Buffer.from([0x41, 0x01]), false],
    ['half a surrogate in UTF-16', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), false],
  ])('judges %s', (_name, bytes, text) => {
    expect(isText(bytes)).toBe(text);
  });
});

describe('markupOf', () => {
  it.each<[string, Buffer, string]>([
    ['UTF-8 without its mark', Buffer.from('\ufeff<p>'), '<p>'],
    ['UTF-16 of either order', Buffer.from('\ufeff<p>', 'utf16le').swap16(), '<p>'],
    ['a tag around an escape of ISO 2022', Buffer.from('<scr\u001b$Bipt>'), '<script>'],
  ])('reads %s', (_, bytes, text) => {
    expect(markupOf(bytes)).toBe(text);
  });
});

describe('wordsOf', () => {
  it('reads UTF-8, and any other bytes as Latin-1', () => {
    expect([Buffer.from('Grüße'), Buffer.from('Grüße', 'latin1')].map(wordsOf)).toEqual(['Grüße', 'Grüße']);
  });
});
