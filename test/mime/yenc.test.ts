import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createYencDecoder, decodeYenc, yencFile } from '../../lambdas/mime/yenc.ts';

const theirs = readFileSync(new URL('wrapped-by-others/sheet.ync', import.meta.url));
const sheet = Buffer.concat([0, 1, 2].map(() => Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))));

/** Encodes lines of 128 characters; NUL, line ends and the escape are escaped (yEnc 1.3). */
function encoded(bytes: Uint8Array): Buffer {
  const line: number[] = [];
  let width = 0;
  for (const byte of bytes) {
    const shifted = (byte + 42) & 0xff;
    if ([0, 10, 13, 61].includes(shifted)) line.push(0x3d, (shifted + 64) & 0xff);
    else line.push(shifted);
    width += 1;
    if (width % 128 === 0) line.push(13, 10);
  }
  return Buffer.from([...line, 13, 10]);
}

const part = (bytes: Buffer, fields: string, second = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`=ybegin ${fields} name=a b.bin\r\n${second}`),
    encoded(bytes),
    Buffer.from(`=yend size=${bytes.length}\r\n`),
  ]);

describe('yencFile', () => {
  it('decodes what a program of others wrote', () => {
    const file = yencFile(theirs, 0);

    expect(file?.name).toBe('sheet one.bin');
    expect(file?.bytes).toEqual(sheet);
    expect(file?.end).toBe(theirs.length);
  });

  it('joins the parts of a file that follow each other', () => {
    const [first, second] = [sheet.subarray(0, 500), sheet.subarray(500)];
    const sent = Buffer.concat([
      part(first, 'part=1 total=2 line=128 size=768', '=ypart begin=1 end=500\r\n'),
      Buffer.from('\r\n'),
      part(second, 'part=2 total=2 line=128 size=768', '=ypart begin=501 end=768\r\n'),
    ]);

    expect(yencFile(sent, 0)).toMatchObject({ bytes: sheet, end: sent.length });
  });

  it('leaves another file for the next one', () => {
    const first = part(sheet, 'line=128 size=768');

    expect(yencFile(Buffer.concat([first, first]), 0)?.end).toBe(first.length);
  });

  it.each(['=ybegin is a word\n', '=ybegin line=128 size=7\nabc\n', '=ybegin line=128 name=a\nabc\n'])(
    'takes no file from %j',
    (text) => {
      expect(yencFile(Buffer.from(text), 0)).toBeUndefined();
    },
  );

  it('reads a file without an end as far as it goes', () => {
    const cut = part(sheet, 'line=128 size=768').subarray(0, 300);

    expect(yencFile(cut, 0)?.bytes.subarray(0, 200)).toEqual(sheet.subarray(0, 200));
  });
});

describe('createYencDecoder', () => {
  it('decodes the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.integer({ min: 1, max: 300 }), (bytes, size) => {
        const sent = part(Buffer.from(bytes), `line=128 size=${bytes.length}`);
        const decoder = createYencDecoder();
        const pieces: Buffer[] = [];
        for (let at = 0; at < sent.length; at += size) pieces.push(...decoder.decode(sent.subarray(at, at + size)));

        expect(Buffer.concat([...pieces, decoder.end()])).toEqual(Buffer.from(bytes));
        expect(decodeYenc(sent)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('holds no long line in memory', () => {
    const decoder = createYencDecoder();
    let size = 0;
    for (let nth = 0; nth < 100; nth += 1)
      for (const piece of decoder.decode(Buffer.alloc(32 * 1024, 0x61))) size += piece.length;

    expect(size).toBeGreaterThan(99 * 32 * 1024 - 64 * 1024);
  });
});
