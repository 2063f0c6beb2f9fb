import fc from 'fast-check';
import { decodeWords, escapeRawBytes } from '../../lambdas/mime/encoded-words.ts';

const base64 = (bytes: Buffer): string => bytes.toString('base64');

describe('decodeWords', () => {
  it.each<[string, string, string]>([
    ['a word among plain ones', 'Re: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= (neu)', 'Re: Grüße (neu)'],
    ['words glued to text', '(=?utf-8?q?=C3=BC?=)x', '(ü)x'],
    ['a character split over two words', '=?utf-8?B?8J+O?= =?utf-8?B?iQ==?=', '🎉'],
    ['base64 without its padding in each word', '=?utf-8?B?b2sg8J8?= =?utf-8?B?jok?=', 'ok 🎉'],
    ['base64 cut at any letter', '=?utf-8?B?44GT44KT44Gr44Gh44?= =?utf-8?B?Gv?=', 'こんにちは'],
    ['base64 of several pieces', `=?utf-8?B?${base64(Buffer.from('a'))}${base64(Buffer.from('b'))}?=`, 'ab'],
    ['a letter split over words of both kinds', '=?utf-8?Q?=C3?= =?utf-8?B?vA==?=', 'ü'],
    ['words of two charsets', '=?utf-8?Q?=C3=BC?=\t=?iso-8859-1?Q?=FC?=', 'üü'],
    ['a word whose last sign is lost', '=?utf-8?Q?Gr=C3=B6=C3=9Fe_neu?', 'Größe neu'],
    ['a word that was cut', '=?utf-8?B?R3LDvMOfZQ', 'Grüße'],
    ['a word that was cut, before another', '=?utf-8?Q?Gr=C3=BC =?utf-8?Q?=C3=9Fe?=', 'Grüße'],
    ['a question mark within a word', '=?utf-8?Q?Why?_now=3F?=', 'Why? now?'],
    ['a question mark before an escape', '=?utf-8?Q?Wie?=C3=BC?= x', 'Wie?ü x'],
    ['a charset in quotes', '=?"utf-8"?Q?=C3=BC?=', 'ü'],
    ['a wrong charset', '=?utf-8?Q?Gr=FC=DFe?=', 'Grüße'],
    ['UTF-8 under a single-byte charset', '=?iso-8859-1?Q?=C3=BC?=', 'ü'],
    ['something that only begins like a word', 'a =?b c =?x?Z?y?=', 'a =?b c =?x?Z?y?='],
  ])('reads %s', (_name, sent, text) => {
    expect(decodeWords(sent)).toBe(text);
  });

  it('gives back any text that a sender encodes, however it is split', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.nat(20), (text, at) => {
        const bytes = Buffer.from(text);
        const words = [bytes.subarray(0, at), bytes.subarray(at)].map((piece) => `=?UTF-8?B?${base64(piece)}?=`);

        expect(decodeWords(words.join(' '))).toBe(text.toWellFormed());
      }),
    );
  });

  it('leaves text without words as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('=?')),
        (text) => decodeWords(text) === text,
      ),
    );
  });

  it.each([
    ['opened words', '=?a?q?'.repeat(10_000)],
    ['signs of an end', `=?a?q?${'?=aa'.repeat(15_000)}`],
    ['openings of nothing', '=?'.repeat(30_000)],
  ])('reads 60 kB of %s in less than half a second', (_name, value) => {
    const started = performance.now();
    decodeWords(value);

    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('escapeRawBytes', () => {
  const utf8 = (bytes: Buffer): string => bytes.toString('utf8');

  it.each<[string, string, string]>([
    ['in a word, of the word’s charset', '=?iso-8859-1?Q?Gr\xfc\xdfe?=', 'Grüße'],
    ['beside a word', '=?iso-8859-1?Q?=FC?= Gr\xc3\xbc\xc3\x9fe', 'ü Grüße'],
    ['in a word and beside it', 'Gr\xc3\xbc\xc3\x9fe =?windows-1251?Q?\xcf\xf0?=', 'Grüße Пр'],
    ['in base64 that was never encoded', '=?utf-8?B?Gr\xc3\xbc\xc3\x9fe?=', 'Grüße'],
    ['nowhere', '=?utf-8?Q?=C3=BC?= a', 'ü a'],
  ])('reads raw bytes %s', (_name, sent, text) => {
    expect(decodeWords(escapeRawBytes(sent, utf8))).toBe(text);
  });
});
