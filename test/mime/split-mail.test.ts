import type { Part } from '../../lambdas/mime/part.ts';
import { splitMail } from '../../lambdas/mime/split-mail.ts';
import { createSpool } from '../../lambdas/mime/spool.ts';

const limits = { maxBytes: 10_000, maxParts: 5, maxHeaderBytes: 2_000 };
const multipart = (subtype: string, parts: readonly string[]): string =>
  `Content-Type: multipart/${subtype}; boundary=b\r\n\r\n${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`;

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text, 'latin1');
}
async function split(text: string) {
  await using spool = createSpool();
  const mail = await splitMail(once(text), spool, limits);
  if ('limit' in mail) return mail.limit;
  return mail.leaves.map((part) => [part.contentType, contentOf(part)]);
}
function contentOf({ leaf }: Part): string {
  if (leaf?.kind === 'text') return leaf.text(undefined, 1000).text;
  return leaf?.spooled.head(1000).toString() ?? '';
}

describe('splitMail', () => {
  it.each<[string, string, Array<[string, string]>]>([
    ['a mail without parts', 'From: a\r\n\r\nHi.\r\n', [['text/plain', 'Hi.\n']]],
    [
      'alternatives',
      multipart('alternative', ['Content-Type: text/plain\r\n\r\nHi.', 'Content-Type: text/html\r\n\r\n<p>Hi.</p>']),
      [
        ['text/plain', 'Hi.'],
        ['text/html', '<p>Hi.</p>'],
      ],
    ],
    [
      'a file in base64',
      multipart('mixed', ['Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=']),
      [['a/b', 'Hello']],
    ],
    [
      'a mail within the mail as one part',
      multipart('mixed', ['Content-Type: message/rfc822\r\n\r\nFrom: b\r\n\r\nInner.']),
      [['message/rfc822', 'From: b\r\n\r\nInner.']],
    ],
    [
      'a multipart whose boundary is another than it says',
      'Content-Type: multipart/mixed; boundary=x\r\n\r\n--y\r\nContent-Type: text/plain\r\n\r\nHi.\r\n--y--\r\n',
      [['text/plain', 'Hi.']],
    ],
    [
      'a multipart of words alone',
      'Content-Type: multipart/mixed; boundary=x\r\n\r\nJust words.\r\n',
      [['text/plain', 'Just words.\n']],
    ],
  ])('splits %s', async (_name, mail, leaves) => {
    expect(await split(mail)).toEqual(leaves);
  });

  it.each<[string, string, string]>([
    ['no bytes', '', 'empty'],
    ['too many bytes', `From: a\r\n\r\n${'x'.repeat(10_000)}`, 'too-large'],
    [
      'too many parts',
      multipart(
        'mixed',
        Array.from({ length: 9 }, () => '\r\nHi.'),
      ),
      'too-many-parts',
    ],
    ['too long a header', `From: a\r\nX: ${'x'.repeat(3_000)}\r\n\r\nHi.`, 'too-many-headers'],
  ])('names the limit that %s break', async (_name, mail, limit) => {
    expect(await split(mail)).toBe(limit);
  });

  it('throws what its source throws, so that the caller tries again', async () => {
    await using spool = createSpool();
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('From: a\r\n');
      throw new Error('the store is away');
    }

    await expect(splitMail(broken(), spool, limits)).rejects.toThrow('the store is away');
  });
});
