import { createFirstLine } from '../../lambdas/mime/first-line.ts';

function begun(chunks: readonly string[]): string {
  const begin = createFirstLine();
  return [...chunks, '']
    .map((chunk) => begin(Buffer.from(chunk, 'latin1')))
    .filter((bytes) => bytes !== undefined)
    .map((bytes) => bytes.toString('latin1'))
    .join('');
}

describe('createFirstLine', () => {
  it.each<[string, string[], string]>([
    ['an ordinary mail', ['From: a\r\n', 'To: b\r\n\r\nHi'], 'From: a\r\nTo: b\r\n\r\nHi'],
    ['a byte order mark', ['\xef\xbb\xbfFrom: a\r\n'], 'From: a\r\n'],
    ['blank lines before the header', ['\r\n\n', '\r\nFrom: a\n'], 'From: a\n'],
    ['a first line in pieces', ['Fr', 'om', ': a\r\n', 'To: b'], 'From: a\r\nTo: b'],
    ['lines that end in CR alone', ['From: a\rTo: b\r\rHi\r'], 'From: a\nTo: b\n\nHi\n'],
    ['lines that end in CR CR LF', ['From: a\r\r\nTo: b\r\r\n\r\r\nHi\r\r\n'], 'From: a\r\nTo: b\r\n\r\nHi\r\n'],
    ['such lines in pieces', ['From: a\r\r\nTo: b\r', '\r', '\n\r\r\nHi\r\r', '\n'], 'From: a\r\nTo: b\r\n\r\nHi\r\n'],
    ['a CR at the end of such a mail', ['a\r\r\nb\r'], 'a\r\nb\r'],
    ['a mail of one line without an end', ['From: a'], 'From: a'],
  ])('gives %s as it is to be read', (_name, chunks, text) => {
    expect(begun(chunks)).toBe(text);
  });

  it('holds no more back than a line may have', () => {
    const begin = createFirstLine();

    expect(begin(Buffer.alloc(10_000, 'a'))?.length).toBe(10_000);
  });
});
