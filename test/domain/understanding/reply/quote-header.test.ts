import {
  closesAddress,
  isBareBar,
  isEscapedFrom,
  isForwardMarker,
  isOriginalMarker,
  isQuoted,
  isRule,
  plain,
  quoteHeaderStart,
  withoutMarks,
  wordsBeforeHeader,
} from '../../../../lambdas/domain/understanding/reply/quote-header.ts';

describe('quoteHeaderStart', () => {
  it.each<[string, string, boolean, number | undefined]>([
    ['English', 'On Fri, Nov 20, 2026 at 9:00 AM Bob <bob@ours.example> wrote:', false, 0],
    ['German', 'Am 20.11.2026 um 09:00 schrieb Bob:', false, 0],
    ['French', 'Le 20 nov. 2026 à 09:00, Bob a écrit :', false, 0],
    ['Japanese', '2026年11月20日(金) 9:00 Bob <bob@ours.example>:', true, 0],
    ['a header over two lines', 'On Fri, Nov 20, 2026 at 9:00 AM\nBob <bob@ours.example> wrote:', false, 0],
    ['an author without a date, before a quote', 'Quoting Bob <bob@ours.example>:', true, 0],
    ['a verb alone, before a quote', 'Bob wrote:', true, 0],
    [
      'Yahoo, German',
      'Am Sonntag, 1. November 2026 um 09:00:12 MEZ hat Bob <bob@ours.example> Folgendes geschrieben:',
      false,
      0,
    ],
    ['Slovene', 'V V tor., 17. nov. 2026 ob 15:34 je Bob <bob@ours.example> napisal:', true, 0],
    ['a date alone, before a quote', '20.11.2026 09:00', true, 0],
    ['a date in words, before a quote', 'On Friday, November 20, 2026 at 9:00 AM', true, 0],
    ['a date alone', '20.11.2026 09:00', false, undefined],
    ['an hour in a sentence, before a quote', 'See you at 10:30 2026', true, undefined],
    ['a verb of old programs, before a quote', 'Quoth Bob Ray:', true, 0],
    ['a verb alone', 'As Bob wrote:', false, undefined],
    ['a sentence with a colon', 'We need these:', false, undefined],
  ])('finds %s', (_name, text, isBeforeQuote, start) => {
    const lines = text.split('\n');

    expect(quoteHeaderStart(lines, lines.length - 1, isBeforeQuote)).toBe(start);
  });
});

describe('closesAddress', () => {
  it.each<[string, string[], boolean]>([
    ['an address that a client broke', ['Am 1.11.2026 schrieb Bob <bob@ours.example', '>:'], true],
    ['its verb behind it', ['On 1 Nov 2026 Bob <bob@ours.example', '> wrote:'], true],
    ['a quote below an address', ['Write to <bob@ours.example>', '> wrote:'], false],
    ['a quote', ['Bob', '> Hello:'], false],
  ])('knows %s', (_name, lines, closes) => {
    expect(closesAddress(lines, 1)).toBe(closes);
  });
});

describe('wordsBeforeHeader', () => {
  it.each<[string, string, string | undefined]>([
    ['words', 'Yes please On Sun, Nov 1, 2026 at 9:00 AM, bob@ours.example wrote:', 'Yes please'],
    ['German words', 'Ja, gern. Am 01.11.2026 um 09:00 schrieb Bob <bob@ours.example>:', 'Ja, gern.'],
    ['nothing', 'On Sun, Nov 1, 2026 at 9:00 AM, bob@ours.example wrote:', undefined],
    ['an author', 'Bob <bob@ours.example> schrieb Am 01.11.2026 09:00:', undefined],
    ['a sentence', 'Please call On Monday at 9:00 and write to bob@ours.example.', undefined],
  ])('finds %s in front of a header', (_name, line, words) => {
    expect(wordsBeforeHeader(line)).toBe(words);
  });
});

describe('markers of quotes', () => {
  it.each<[string, (line: string) => boolean, string, boolean]>([
    ['a quoted line', isQuoted, '> a', true],
    ['a line quoted by initials', isQuoted, 'AL> a', true],
    ['a row of a table', isQuoted, '| a | b |', false],
    ['an escaped "From "', isEscapedFrom, '>From here', true],
    ['the divider of Outlook', isOriginalMarker, '-----Original Message-----', true],
    ['the same in German', isOriginalMarker, '-----Ursprüngliche Nachricht-----', true],
    ['the line of a help desk', isOriginalMarker, '## Please type your reply above this line ##', true],
    ['the line of Notes', isOriginalMarker, 'Bob Ray ---20/11/2026 09:00:00---Hello Ada, please', true],
    ['a French divider', isOriginalMarker, '----- Mail original -----', true],
    ['a divider of other dashes', isOriginalMarker, '‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐', true],
    ['a bar without words', isBareBar, '|', true],
    ['a line quoted by initials, indented', isQuoted, '    BR> a', true],
    ['a sentence about messages', isOriginalMarker, 'The original message was better.', false],
    ['the divider of a forward', isForwardMarker, '---------- Forwarded message ---------', true],
    ['the line of Apple Mail', isForwardMarker, 'Begin forwarded message:', true],
    ['a drawn line', isRule, '________________', true],
    ['a short dash', isRule, '---', false],
  ])('knows %s', (_name, test, line, holds) => {
    expect(test(line)).toBe(holds);
  });
});

describe('plain', () => {
  it('takes invisible marks and odd blanks off a line', () => {
    expect(plain('\u200e\u00a0a\u00a0b\ufeff ')).toBe('a b');
  });
});

describe('withoutMarks', () => {
  it('takes characters out that would pass for our marks', () => {
    expect(withoutMarks('a\ue000b\ue003')).toBe('ab');
  });
});
