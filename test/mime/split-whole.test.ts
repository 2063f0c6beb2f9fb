import fc from 'fast-check';
import { type MailPiece, splitWhole } from '../../lambdas/mime/split-whole.ts';
import { MailSplitter } from '../../lambdas/mime/splitter.ts';

const options = { ignoreEmbedded: true, maxHeadSize: 2000, maxChildNodes: 8 };

/** The parts of a mail by its pieces, and the bytes of each. */
function summaryOf(pieces: readonly MailPiece[]): string[] {
  const nodes = new Map<object, number>();
  const summary: string[] = [];
  for (const piece of pieces)
    if (piece.type === 'node') {
      nodes.set(piece, nodes.size);
      summary.push(`part ${String(piece.contentType)}`);
    } else if (piece.type === 'body') {
      const last = `body ${nodes.get(piece.node)} `;
      const text = piece.value?.toString('latin1') ?? '';
      if (summary.at(-1)?.startsWith(last)) summary[summary.length - 1] += text;
      else summary.push(last + text);
    }
  return summary;
}

async function byStream(bytes: Buffer): Promise<string[]> {
  const splitter = new MailSplitter(options);
  const pieces: MailPiece[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  splitter.on('data', (piece) => pieces.push(piece));
  splitter.events.once('end', () => resolve()).once('error', () => resolve());
  splitter.end(bytes);
  await promise;
  return summaryOf(pieces);
}

const reused = new MailSplitter(options);
function atOnce(bytes: Buffer): string[] {
  const pieces: MailPiece[] = [];
  reused.splitWhole(bytes, (piece) => pieces.push(piece));
  return summaryOf(pieces);
}

const line = fc.constantFrom(
  'Content-Type: multipart/mixed; boundary=b',
  'Content-Type: multipart/alternative; boundary="c"',
  'Content-Type: text/html',
  'Content-Type: message/rfc822',
  'Content-Disposition: attachment; filename=a.txt',
  'Subject: x',
  ' folded',
  '--b',
  '--b--',
  '--c',
  '--c--',
  '',
  '',
  'words',
  '- no boundary',
  '-----',
  '\r--b',
  'words --b',
);
const ending = fc.constantFrom('\r\n', '\r\n', '\n', '\r');
const mail = fc
  .array(fc.tuple(line, ending), { maxLength: 30 })
  .map((lines) => Buffer.from(`From: a@b.example\r\n${lines.map(([text, end]) => text + end).join('')}`, 'latin1'));

describe('splitWhole', () => {
  it('gives the pieces of the stream, whatever was split before', async () => {
    await fc.assert(
      fc.asyncProperty(mail, fc.nat(3), async (bytes, cut) => {
        const sent = bytes.subarray(0, bytes.length - cut);

        expect(atOnce(sent)).toEqual(await byStream(sent));
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['a part of one line end', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b--\r\n'],
    ['an end without a line end', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi.\r\n--b--'],
    ['a boundary that does not come', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi.\r\n'],
    ['a header alone', 'Subject: x'],
    ['a boundary without an end in a header', 'Content-Type: multipart/mixed; boundary=b\r\n--b\r'],
    [
      'a boundary without an end in an epilogue',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n--b',
    ],
    ['nothing', ''],
  ])('gives the pieces of the stream for %s', async (_name, text) => {
    expect(atOnce(Buffer.from(text))).toEqual(await byStream(Buffer.from(text)));
  });

  it('returns the limit that a mail breaks, and reads the next mail anew', () => {
    const parts = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(20)}`;

    expect(reused.splitWhole(Buffer.from(parts), () => {})).toMatchObject({ code: 'EMAXLEN' });
    expect(reused.splitWhole(Buffer.from(`X: ${'y'.repeat(3000)}\r\n\r\n`), () => {})).toMatchObject({
      code: 'EMAXLEN',
    });
    expect(atOnce(Buffer.from('Subject: x\r\n\r\nHi.\r\n'))).toEqual(['part text/plain', 'body 0 Hi.\r\n']);
  });

  it('stops at the first line that fails', () => {
    let lines = 0;
    const failure = splitWhole(
      Buffer.from('a\nb\nc\n'),
      {
        isInHeader: () => false,
        header: () => null,
        line: (_line, next) => {
          lines += 1;
          next(new Error('full'));
        },
        rest: () => {
          lines += 1;
        },
      },
      () => {},
    );

    expect([failure?.message, lines]).toEqual(['full', 1]);
  });
});
