import { createBase64Decoder } from '../../lambdas/mime/base64.ts';

function decoded(chunks: readonly string[]): string {
  const decoder = createBase64Decoder();
  const pieces = chunks.flatMap((chunk) => decoder.decode(Buffer.from(chunk, 'latin1')));
  return Buffer.concat([...pieces, decoder.end()]).toString('latin1');
}

const long = 'The engine that we saw last week was quite good. '.repeat(20);
const lines = Buffer.from(long)
  .toString('base64')
  .replace(/.{76}/g, (line) => `${line}\r\n`);

describe('createBase64Decoder', () => {
  it.each<[string, string[], string]>([
    ['regular lines', [lines], long],
    ['lines that end in LF alone', [lines.replaceAll('\r', '')], long],
    ['a letter at a time', [...lines], long],
    ['chunks of 100 letters, across line ends', lines.match(/[\s\S]{1,100}/g)!, long],
    ['blanks and marks that do not belong', [lines.replaceAll('V', 'V *')], long],
    ['one line without an end', ['SGVsbG8='], 'Hello'],
    ['a value without its padding', ['SGVsbG8'], 'Hello'],
    ['two values that were glued together', ['SGk=SGk='], 'HiHi'],
    ['nothing', [''], ''],
  ])('decodes %s', (_name, chunks, text) => {
    expect(decoded(chunks)).toBe(text);
  });
});
