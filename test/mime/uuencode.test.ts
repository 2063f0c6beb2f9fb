import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createUuDecoder, uuencodedFile } from '../../lambdas/mime/uuencode.ts';

const theirs = (name: string): Buffer => readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url));
const sheet = Buffer.concat([0, 1, 2].map(() => Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))));

/** Encodes as POSIX describes it, with a backtick or a blank for zero. */
function encoded(bytes: Buffer, zero: ' ' | '`' = '`', name = 'a.bin', mode = '644'): string {
  const letter = (sextet: number): string => (sextet === 0 ? zero : String.fromCharCode(sextet + 0x20));
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const line = bytes.subarray(at, at + 45);
    let text = letter(line.length);
    for (let from = 0; from < line.length; from += 3) {
      const bits = ((line[from] ?? 0) << 16) | ((line[from + 1] ?? 0) << 8) | (line[from + 2] ?? 0);
      text += [18, 12, 6, 0].map((shift) => letter((bits >> shift) & 0x3f)).join('');
    }
    lines.push(text);
  }
  return `begin ${mode} ${name}\n${[...lines, letter(0), 'end'].join('\n')}\n`;
}

function decodedInChunks(sent: string, size: number): Buffer {
  const decoder = createUuDecoder();
  const bytes = Buffer.from(sent, 'latin1');
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(...decoder.decode(bytes.subarray(at, at + size)));
  return Buffer.concat([...pieces, decoder.end()]);
}

describe('uuencodedFile', () => {
  it.each(['sheet.uu', 'sheet.uu64'])('decodes %s, which Python wrote', (name) => {
    const file = uuencodedFile(theirs(name), 0);

    expect(file?.name).toBe('sheet one.bin');
    expect(file?.bytes).toEqual(sheet);
    expect(file?.end).toBe(theirs(name).length);
  });

  it('decodes what it encoded, with any zero and any line end', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('`' as const, ' ' as const),
        fc.boolean(),
        fc.boolean(),
        (bytes, zero, hasReturns, isStripped) => {
          const text = encoded(Buffer.from(bytes), zero);
          const lines = isStripped ? text.replace(/[ \t]+$/gm, '') : text;
          const sent = Buffer.from(hasReturns ? lines.replaceAll('\n', '\r\n') : lines, 'latin1');

          expect(uuencodedFile(sent, 0)?.bytes).toEqual(Buffer.from(bytes));
        },
      ),
    );
  });

  it.each<[string, string]>([
    ['words behind such a line', 'begin 644 of them\nThat is all.\nend\n'],
    ['capitals without an end', 'begin 644 OF\nTHEM\nAND NOTHING ELSE\n'],
    ['no mode', 'begin with this\nMAAAA\nend\n'],
    ['no name', 'begin 644\n`\nend\n'],
  ])('takes no file from %s', (_, text) => {
    expect(uuencodedFile(Buffer.from(text), 0)).toBeUndefined();
  });

  it('reads a file that was cut off, as far as it goes', () => {
    const whole = encoded(sheet);
    const file = uuencodedFile(Buffer.from(whole.slice(0, 400)), 0);

    expect(file?.bytes.subarray(0, 225)).toEqual(sheet.subarray(0, 225));
  });

  it('gives no more than a mail can hold, however many blanks were taken off', () => {
    const bomb = Buffer.from(`begin 644 zeros\n${'M\n'.repeat(950_000)}end\n`);

    expect(uuencodedFile(bomb, 0)?.bytes.length).toBeLessThanOrEqual(40 * 1024 * 1024);
  });
});

describe('createUuDecoder', () => {
  it('decodes the same however the bytes are cut', () => {
    for (const size of [1, 7, 61, 100_000]) expect(decodedInChunks(encoded(sheet), size)).toEqual(sheet);
  });

  it('leaves out words around the file, and needs no first line', () => {
    const lines = encoded(sheet);
    const withoutBegin = lines.slice(lines.indexOf('\n') + 1);

    expect(decodedInChunks(`See the sheet:\n\n${lines}\nBye\n`, 50)).toEqual(sheet);
    expect(decodedInChunks(withoutBegin, 50)).toEqual(sheet);
  });

  it('holds neither long lines nor a bomb in memory', () => {
    const decoder = createUuDecoder();
    const line = Buffer.alloc(64 * 1024, 0x41);
    for (let nth = 0; nth < 200; nth += 1) expect(decoder.decode(line)).toEqual([]);
    expect(decoder.end().length).toBe(0);

    const bomb = createUuDecoder();
    let size = 0;
    bomb.decode(Buffer.from('begin 644 zeros\n'));
    const zeros = Buffer.from('M\n'.repeat(50_000));
    for (let nth = 0; nth < 40; nth += 1) for (const piece of bomb.decode(zeros)) size += piece.length;
    expect(size).toBeLessThanOrEqual(40 * 1024 * 1024);
  });
});
