import { deflateRawSync } from 'node:zlib';

/** A mail that is built to be slow or large to read. */
interface WorstMail {
  readonly name: string;
  readonly raw: () => Buffer;
}

const mebibyte = 2 ** 20;
/** Largest mail that SES accepts, less room for headers. */
const largest = 39 * mebibyte;

const fields = [
  'From: Ada <ada@customer.example>',
  'To: sales@inbound.localhost',
  'Subject: Hello',
  'MIME-Version: 1.0',
];
const mail = (type: string, body: Buffer | string, ...more: string[]): Buffer =>
  Buffer.concat([
    Buffer.from([...fields, ...more, `Content-Type: ${type}`, '', ''].join('\r\n')),
    typeof body === 'string' ? Buffer.from(body) : body,
  ]);
const filled = (unit: string, bytes: number): Buffer => Buffer.alloc(bytes, unit);
const html = (unit: string, bytes = 4 * mebibyte - 64): Buffer => mail('text/html; charset=utf-8', filled(unit, bytes));
const text = (unit: string, charset = 'utf-8', ...more: string[]): Buffer =>
  mail(`text/plain; charset=${charset}`, filled(unit, largest), ...more);
const encoded = (type: string, content: Buffer, ...more: string[]): Buffer => {
  const lines = content.toString('base64').match(/.{1,76}/g) ?? [];
  return mail(type, lines.join('\r\n'), 'Content-Transfer-Encoding: base64', ...more);
};
const decodedBytes = Math.floor((largest * 3 * 76) / (4 * 78));

/** Builds a mail with the largest permitted number of parts of one kind. */
function manyParts(head: string, body: string): Buffer {
  const part = Buffer.from(`--b\r\n${head}\r\n\r\n${body}\r\n`);
  return mail(
    'multipart/mixed; boundary=b',
    Buffer.concat([...Array.from({ length: 990 }, () => part), Buffer.from('--b--\r\n')]),
  );
}
const partBytes = Math.floor(largest / 990) - 200;
const wide = (character: string, length: number): string => character.repeat(length);

function attached(type: string, filename: string, content: Buffer): Buffer {
  const lines = content.toString('base64').match(/.{1,76}/g) ?? [];
  const head = `--b\r\nContent-Type: ${type}; name="${filename}"\r\nContent-Disposition: attachment; filename="${filename}"\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  return mail('multipart/mixed; boundary=b', `${head}${lines.join('\r\n')}\r\n--b--\r\n`);
}

function nestedParts(levels: number): Buffer {
  const open = Array.from(
    { length: levels },
    (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
  );
  return mail('multipart/mixed; boundary=b0', `${open.join('')}--b${levels}\r\n\r\n${'a '.repeat(largest / 4)}\r\n`);
}

/** Builds a zip of one entry that unpacks to many times its size (PKWARE APPNOTE §4.3). */
function zipBomb(name: string, unpacked: number): Buffer {
  const data = deflateRawSync(Buffer.alloc(unpacked), { level: 9 });
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(unpacked, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(unpacked, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]);
}

/** Builds a TNEF part (MS-OXTNEF §2.1.3) with one property: the body in HTML. */
function tnefOf(page: Buffer): Buffer {
  const padded = Buffer.concat([page, Buffer.alloc((4 - (page.length % 4)) % 4)]);
  const properties = Buffer.alloc(16);
  properties.writeUInt32LE(1, 0);
  properties.writeUInt16LE(0x0102, 4);
  properties.writeUInt16LE(0x1013, 6);
  properties.writeUInt32LE(1, 8);
  properties.writeUInt32LE(page.length, 12);
  const head = Buffer.alloc(15);
  head.writeUInt32LE(0x223e9f78, 0);
  head[6] = 1;
  head.writeUInt32LE(0x00069003, 7);
  head.writeUInt32LE(properties.length + padded.length, 11);
  return Buffer.concat([head, properties, padded, Buffer.alloc(2)]);
}

/** HTML below 4 MB, which is parsed; larger HTML is left out. */
const htmlMails: readonly WorstMail[] = [
  { name: '4 MB HTML, nested tables', raw: () => html('<table><tr><td>') },
  { name: '4 MB HTML, nested div', raw: () => html('<div>') },
  { name: '4 MB HTML, nested blockquote', raw: () => html('<blockquote type=cite>a') },
  { name: '4 MB HTML, 490 levels, again and again', raw: () => html(`${'<div>'.repeat(490)}a${'</div>'.repeat(490)}`) },
  {
    name: '4 MB HTML, 490 quotes, again and again',
    raw: () => html(`${'<blockquote type=cite>'.repeat(490)}a<br>b${'</blockquote>'.repeat(490)}`),
  },
  {
    name: '4 MB HTML, 490 levels, end tags of none of them',
    raw: () => html('</b>').fill('<div>', 200, 200 + 5 * 490),
  },
  { name: '4 MB HTML, p without an end', raw: () => html('<p>a') },
  { name: '4 MB HTML, links in one line', raw: () => html('<a href="https://x.example/">x</a>') },
  { name: '4 MB HTML, links that grow', raw: () => html('<a href=http:>') },
  {
    name: '4 MB HTML, tracking pixels between words',
    raw: () => html('some words <img src=http://a width=1 height=1>'),
  },
  { name: '4 MB HTML, ampersands', raw: () => html('&') },
  {
    name: '4 MB HTML, one tag of many attributes',
    raw: () => mail('text/html', `<p ${Array.from({ length: 400_000 }, (_, at) => `a${at}=b`).join(' ')}>`),
  },
  { name: '4 MB HTML, style attributes', raw: () => html('<p style="color:red;margin:0 0 0 0;font:12px/1.5 Arial">a') },
  { name: '4 MB HTML, noscript', raw: () => html('<noscript>a</noscript>') },
  { name: '4 MB HTML, iframes', raw: () => html('<iframe>') },
  { name: '4 MB HTML, comments', raw: () => html('<!--a-->') },
  {
    name: '4 MB HTML in pre',
    raw: () => mail('text/html', Buffer.concat([Buffer.from('<pre>'), filled('a\n', 4 * mebibyte - 99)])),
  },
  { name: '0.9 MB HTML, nested div, read in place', raw: () => html('<div>', 0.9 * mebibyte) },
  { name: '0.9 MB HTML, p without an end, read in place', raw: () => html('<p>a', 0.9 * mebibyte) },
  { name: '39 MB HTML', raw: () => html('<p>some words</p>\n', largest) },
];

const textMails: readonly WorstMail[] = [
  { name: '39 MB text, iso-2022-jp', raw: () => text('\u001b$B$3$s\u001b(B abc\r\n', 'iso-2022-jp') },
  { name: '39 MB text, iso-2022-jp in one line', raw: () => text('$3$s', 'iso-2022-jp') },
  {
    name: '39 MB text, euc-jp',
    raw: () => mail('text/plain; charset=euc-jp', Buffer.alloc(largest, Buffer.from([0xa4, 0xb3, 0xa4, 0xf3, 0x0a]))),
  },
  { name: '39 MB text, iso-2022-kr', raw: () => text('\u000e0!\u000fa', 'iso-2022-kr') },
  { name: '39 MB text, hz-gb-2312', raw: () => text('~{Dc~}', 'hz-gb-2312') },
  { name: '39 MB text, utf-7', raw: () => text('+APwA3w-', 'utf-7') },
  {
    name: '39 MB text, gb18030',
    raw: () => mail('text/plain; charset=gb18030', Buffer.alloc(largest, Buffer.from([0xc4, 0xe3, 0xff]))),
  },
  {
    name: '39 MB text, windows-1252',
    raw: () => mail('text/plain; charset=windows-1252', Buffer.alloc(largest, 0xfc)),
  },
  {
    name: '39 MB text, lines of one letter, one euro sign',
    raw: () => mail('text/plain; charset=utf-8', Buffer.concat([Buffer.from('€'), filled('a\r\n', largest)])),
  },
  {
    name: '39 MB text, lines that nearly are boundaries',
    raw: () =>
      mail('multipart/mixed; boundary=b', Buffer.concat([Buffer.from('--b\r\n\r\n'), filled('--bx\r\n', largest)])),
  },
  { name: '39 MB text, marked lines', raw: () => text('> > > > a\r\n') },
  { name: '39 MB text, blank lines', raw: () => text('\r\n') },
  { name: '39 MB text, blanks', raw: () => text(' ') },
  {
    name: '39 MB text, header blocks',
    raw: () => text('From: a@b.example\r\nSent: today\r\nTo: c@d.example\r\nSubject: x\r\n\r\n'),
  },
  { name: '39 MB text, cards and IBANs', raw: () => text('4111 1111 1111 1111 DE89 3704 0044 0532 0130 00\r\n') },
  { name: '39 MB text, plain', raw: () => text('These are some words of a letter that somebody wrote.\r\n') },
  { name: '39 MB text, one line', raw: () => text('a') },
  { name: '39 MB text, quotation marks', raw: () => text('"') },
  {
    name: '39 MB text, flowed',
    raw: () => mail('text/plain; charset=utf-8; format=flowed; delsp=yes', filled('> a \r\n', largest)),
  },
  {
    name: '39 MB text in base64',
    raw: () => encoded('text/plain; charset=utf-8', filled('Some words.\n', decodedBytes)),
  },
  {
    name: '39 MB text in quoted-printable',
    raw: () => text('=C3=BC=\r\n', 'utf-8', 'Content-Transfer-Encoding: quoted-printable'),
  },
  {
    name: '39 MB text, UTF-16 in base64',
    raw: () => encoded('text/plain; charset=utf-16le', Buffer.from(wide('€', decodedBytes / 2), 'utf16le')),
  },
  { name: '39 MB text that names boundaries', raw: () => text('boundary=a1234567; boundary=b1234567\r\n') },
  { name: '39 MB text, quotes in one line', raw: () => text('> ') },
  { name: '990 text parts', raw: () => manyParts('Content-Type: text/plain', 'a\r\n'.repeat(partBytes / 3)) },
  { name: '990 HTML parts', raw: () => manyParts('Content-Type: text/html', '<p>a</p>'.repeat(partBytes / 8)) },
  { name: '990 small HTML parts of 490 levels', raw: () => manyParts('Content-Type: text/html', '<div>'.repeat(490)) },
  {
    name: 'a multipart whose boundary never comes',
    raw: () => mail('multipart/mixed; boundary=never', filled('a\r\n', largest)),
  },
  { name: '95 levels of parts', raw: () => nestedParts(95) },
];

const otherMails: readonly WorstMail[] = [
  {
    name: '990 files',
    raw: () => manyParts('Content-Type: application/octet-stream; name=a.bin', 'a'.repeat(partBytes)),
  },
  { name: 'an attached page of 28 MB', raw: () => attached('text/html', 'a.html', filled('<div>a', decodedBytes)) },
  {
    name: 'an attached PDF of 28 MB',
    raw: () =>
      attached(
        'application/pdf',
        'a.pdf',
        Buffer.concat([Buffer.from('%PDF-1.7\n'), filled('1 0 obj << /A [ ', decodedBytes - 9)]),
      ),
  },
  {
    name: 'an attached zip that unpacks to 8 GB',
    raw: () =>
      attached(
        'application/zip',
        'a.zip',
        Buffer.concat(Array.from({ length: 20 }, () => zipBomb('a.zip', 64 * mebibyte))),
      ),
  },
  {
    name: 'a TNEF part with 20 MB of nested HTML',
    raw: () => attached('application/ms-tnef', 'winmail.dat', tnefOf(filled('<div>a', 20 * mebibyte))),
  },
  {
    name: 'a calendar of 28 MB',
    raw: () => encoded('text/calendar; method=REQUEST', filled('BEGIN:VEVENT\r\nSUMMARY:a\r\n', decodedBytes)),
  },
  {
    name: 'a delivery report with 200,000 recipients',
    raw: () =>
      mail(
        'multipart/report; report-type=delivery-status; boundary=b',
        `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; b.example\r\n\r\n${'Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'.repeat(200_000)}--b--\r\n`,
        'Auto-Submitted: auto-replied',
      ),
  },
  {
    name: 'a To field with 200,000 addresses',
    raw: () =>
      mail('text/plain', 'Hi.', `Cc: ${Array.from({ length: 200_000 }, (_, at) => `a${at}@b.example`).join(',\r\n ')}`),
  },
  {
    name: '9,000 references',
    raw: () =>
      mail(
        'text/plain',
        'Hi.',
        `References: ${Array.from({ length: 9_000 }, (_, at) => `<${at}@b.example>`).join('\r\n ')}`,
      ),
  },
  {
    name: '9,980 header fields',
    raw: () => mail('text/plain', 'Hi.', ...Array.from({ length: 9_980 }, (_, at) => `X-${at}: ${'"'.repeat(380)}`)),
  },
  {
    name: '4 MB of encoded words in headers',
    raw: () =>
      mail('text/plain', 'Hi.', ...Array.from({ length: 9_000 }, () => `X-A: ${'=?utf-8?q?=22?= '.repeat(25)}`)),
  },
];

/** Mails that cost a reader most for their size: results of attack tests, and similar mails. */
export const worstMails: readonly WorstMail[] = [...htmlMails, ...textMails, ...otherMails];

/** Three of the worst mails, followed by an opt-out, in the order of sending. */
export function optOutBehind(): { readonly mails: readonly Buffer[]; readonly from: string; readonly to: string } {
  const from = 'lea@leaving.example';
  const to = 'sales@inbound.localhost';
  const names = ['4 MB HTML, nested tables', '4 MB HTML, iframes', '39 MB text, lines of one letter, one euro sign'];
  const worst = names.map((name) => worstMails.find((mail) => mail.name === name)!.raw());
  const optOut = Buffer.from(
    `From: Lea <${from}>\r\nTo: ${to}\r\nSubject: unsubscribe\r\nMessage-ID: <opt-out@leaving.example>\r\n\r\nunsubscribe\r\n`,
  );
  return { mails: [...worst, optOut], from, to };
}
