import { emailReceivedSchema } from '../../lambdas/domain/mail/event.ts';
import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { createSanitizer } from '../../lambdas/mime/sanitize.ts';
import { maxTextBytes } from '../../lambdas/mime/text-limits.ts';
import { aReceipt } from '../helpers/builders.ts';

const mebibyte = 1024 * 1024;
const head = 'From: Ada <ada@customer.example>\r\nMessage-ID: <limits@customer.example>\r\n';
const page = (html: string): string => `${head}Content-Type: text/html; charset=utf-8\r\n\r\n${html}`;
const both = (text: string, html: string): string =>
  `${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n--b--\r\n`;
const nested = (tag: string, levels: number): string =>
  `${`<${tag}>`.repeat(levels)}words${`</${tag}>`.repeat(levels)}`;

async function bodyOf(raw: string | Buffer, chunkBytes = 64 * 1024) {
  const bytes = Buffer.from(raw as string);
  const reading = await readMail(
    (async function* () {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    })(),
  );
  if (reading.kind === 'unreadable') throw new Error(reading.code);
  try {
    return emailReceivedSchema.parse(buildEvent(reading.mail, aReceipt())).body;
  } finally {
    await reading[Symbol.asyncDispose]();
  }
}

describe('HTML beyond the limits', () => {
  it.each([
    ['div', nested('div', 501)],
    ['tables', '<table><tr><td>'.repeat(200)],
    ['quotes that are never closed', '<blockquote type=cite>'.repeat(600)],
    ['fonts that are never closed', '<font color=red>a'.repeat(600)],
    [
      'elements below comments and styles that look like end tags',
      `<!--</div>--><style></div></style><div title="</div>">`.repeat(600),
    ],
    ['upper case', nested('DIV', 501)],
    ['100,000 levels', '<div>'.repeat(100_000)],
  ])('leaves HTML out with the reason where elements are nested more than 500 deep: %s', async (_name, html) => {
    expect(await bodyOf(both('The words.', html))).toEqual(
      expect.objectContaining({
        text: 'The words.',
        leftOut: [{ part: 'html', reason: 'too-deep', bytes: Buffer.byteLength(html) }],
      }),
    );
    expect(await bodyOf(both('The words.', html))).not.toHaveProperty('html');
  });

  it.each([
    ['500 levels', nested('div', 500)],
    ['paragraphs without an end', '<p>a'.repeat(5000)],
    ['breaks', 'a<br>'.repeat(5000)],
    ['images and rules', '<img src="cid:a"><hr>'.repeat(5000)],
    ['list items without an end', `<ul>${'<li>a'.repeat(5000)}</ul>`],
    ['cells and rows without an end', `<table>${'<tr><td>a<td>b'.repeat(5000)}</table>`],
    ['end tags of nothing', '</div></p></br>'.repeat(5000)],
    ['tags within comments', `<!--${'<div>'.repeat(5000)}-->a`],
    ['tags within a style', `<style>${'<div>'.repeat(5000)}</style>a`],
    ['tags within attributes', `<p title="${'<div>'.repeat(5000)}">a`],
    ['elements beside each other', '<div><b>a</b></div>'.repeat(5000)],
    ['fonts that their cells close', `<table>${'<tr><td><font>a</td></tr>'.repeat(5000)}</table>`],
  ])('keeps HTML that is only long: %s', async (_name, html) => {
    const body = await bodyOf(page(`<p>words</p>${html}`));

    expect(body).not.toHaveProperty('leftOut');
    expect(body.html).toContain('words');
    expect(body.text).toContain('words');
  });

  it('says nothing at all in the place of text when there is only HTML that is left out', async () => {
    expect(await bodyOf(page('<div>'.repeat(600)))).toEqual({
      leftOut: [{ part: 'html', reason: 'too-deep', bytes: 3000 }],
    });
  });

  it('leaves HTML out beyond 4 MB, in one part or in several', async () => {
    const large = '<p>words</p>'.repeat(400_000);
    const several = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${`--b\r\nContent-Type: text/html\r\n\r\n${large.slice(0, 2 * mebibyte)}\r\n`.repeat(3)}--b\r\n\r\nThe words.\r\n--b--\r\n`;

    expect((await bodyOf(both('The words.', large))).leftOut).toEqual([
      { part: 'html', reason: 'too-large', bytes: large.length },
    ]);
    expect(await bodyOf(several)).toMatchObject({
      text: 'The words.',
      leftOut: [{ part: 'html', reason: 'too-large' }],
    });
  });

  it('leaves HTML out that has more than 4 MB once it is safe', () => {
    const { html, refused } = createSanitizer()('&'.repeat(2 * mebibyte));

    expect({ html, refused }).toEqual({ html: undefined, refused: 'too-large' });
  });

  it('counts the levels of each mail anew', () => {
    const sanitize = createSanitizer();

    expect(sanitize('<div>'.repeat(600)).refused).toBe('too-deep');
    expect(sanitize(nested('div', 400)).refused).toBeUndefined();
  });
});

describe('text beyond 5 MB', () => {
  const long = 7 * mebibyte;
  const sizes = { text: maxTextBytes, rest: long - maxTextBytes };
  const plainMail = (charset: string, bytes: Buffer, ...more: string[]): Buffer =>
    Buffer.concat([
      Buffer.from(`${[head.trimEnd(), ...more, `Content-Type: text/plain; charset=${charset}`].join('\r\n')}\r\n\r\n`),
      bytes,
    ]);

  it('cuts text beyond 5 MB, and the event says how much is left out', async () => {
    const { text, leftOut } = await bodyOf(plainMail('utf-8', Buffer.alloc(long, 'words of one line ')));

    expect(text).toHaveLength(sizes.text);
    expect(leftOut).toEqual([{ part: 'text', reason: 'too-large', bytes: sizes.rest }]);
  });

  it.each<[string, Buffer, string]>([
    ['utf-8', Buffer.alloc(long, 'a€'), 'a€'],
    ['utf-8', Buffer.concat([Buffer.from('a'), Buffer.alloc(long, '🎉')]), '🎉'],
    ['iso-8859-1', Buffer.alloc(long, 0xfc), 'ü'],
    ['utf-16le', Buffer.alloc(2 * long, Buffer.from('a€', 'utf16le')), 'a€'],
    ['gb18030', Buffer.alloc(long, Buffer.from([0xc4, 0xe3, 0x0a])), '你\n'],
    ['iso-2022-jp', Buffer.alloc(long, '\u001b$B$3$s\u001b(B\n'), 'こん\n'],
    ['us-ascii', Buffer.alloc(long, '\u001b$B$3$s\u001b(B\n'), 'こん\n'],
    ['euc-jp', Buffer.alloc(long, Buffer.from([0xa4, 0xb3, 0x0a])), 'こ\n'],
  ])('cuts text between characters in %s', async (charset, bytes, repeated) => {
    const { text = '', leftOut } = await bodyOf(plainMail(charset, bytes));

    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxTextBytes);
    expect(text.length).toBeGreaterThan(500_000);
    expect(text.replace(/^a(?=🎉)/, '').replaceAll(repeated, '')).toMatch(/^.{0,1}$/);
    expect(leftOut).toMatchObject([{ part: 'text', reason: 'too-large' }]);
  });

  it('counts text over all parts', async () => {
    const part = `--b\r\n\r\n${'words\r\n'.repeat(400_000)}`;
    const raw = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(4)}--b--\r\n`;

    const { text = '', leftOut } = await bodyOf(raw);

    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxTextBytes + 10);
    expect(leftOut).toMatchObject([{ part: 'text', reason: 'too-large' }]);
  });

  it('cuts base64 and quoted-printable like plain bytes', async () => {
    const bytes = Buffer.alloc(long, 'some words\n');
    const base64 = Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\r\n'));

    const plain = await bodyOf(plainMail('utf-8', bytes));

    expect(await bodyOf(plainMail('utf-8', base64, 'Content-Transfer-Encoding: base64'))).toEqual(plain);
    expect(await bodyOf(plainMail('utf-8', bytes, 'Content-Transfer-Encoding: quoted-printable'))).toEqual(plain);
  });
});
