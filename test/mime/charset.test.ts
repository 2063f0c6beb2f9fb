import { decodeText } from '../../lambdas/mime/charset.ts';

describe('charset of a text', () => {
  it.each<[string, Buffer, string | undefined, string | undefined, string]>([
    ['UTF-8 without a name', Buffer.from('Grüße'), undefined, undefined, 'Grüße'],
    ['Latin-1 without a name', Buffer.from('Grüße', 'latin1'), undefined, undefined, 'Grüße'],
    ['Latin-1 that is called UTF-8', Buffer.from('Grüße', 'latin1'), 'utf-8', undefined, 'Grüße'],
    ['UTF-8 that is called Latin-1', Buffer.from('Grüße'), 'iso-8859-1', undefined, 'Grüße'],
    ['UTF-8 that is called Windows-1251', Buffer.from('Привет'), 'windows-1251', undefined, 'Привет'],
    ['Windows-1251', Buffer.from([0xcf, 0xf0, 0xe8]), 'windows-1251', undefined, 'При'],
    [
      'UTF-8 with one broken byte',
      Buffer.concat([Buffer.from('Grüße an alle Münchner für '), Buffer.from([0xff])]),
      'utf-8',
      undefined,
      'Grüße an alle Münchner für \ufffd',
    ],
    ['KOI8-R by a hint', Buffer.from([0xf0, 0xd2, 0xc9]), undefined, 'koi8-r', 'При'],
    ['ISO-2022-JP by its escapes', Buffer.from('\u001b$B$3$s\u001b(B'), undefined, undefined, 'こん'],
    ['Shift_JIS', Buffer.from([0x82, 0xb1]), 'Shift_JIS', undefined, 'こ'],
    ['GB18030', Buffer.from([0xc4, 0xe3]), 'gb2312', undefined, '你'],
    ['UTF-7', Buffer.from('Gr+APwA3w-e'), 'utf-7', undefined, 'Grüße'],
    ['HZ', Buffer.from('a ~{Dc~} b'), 'hz-gb-2312', undefined, 'a 你 b'],
    ['ISO-2022-KR', Buffer.from('\u001b$)Ca \u000e0!\u000f b'), 'iso-2022-kr', undefined, 'a 가 b'],
    ['UTF-16 with its mark', Buffer.from([0xfe, 0xff, 0, 0x41]), 'utf-16', undefined, 'A'],
    ['Macintosh Cyrillic', Buffer.from([0x8f]), 'x-mac-cyrillic', undefined, 'П'],
    ['Windows Hebrew', Buffer.from([0xf9]), 'iso-8859-8-i', undefined, 'ש'],
    ['a misspelled name', Buffer.from('Grüße', 'latin1'), 'win-1252', undefined, 'Grüße'],
    ['a name that nobody knows', Buffer.from('Hello'), 'x-klingon', undefined, 'Hello'],
  ])('%s', (_name, bytes, declared, hint, text) => {
    expect(decodeText(bytes, declared, hint)).toBe(text);
  });
});
