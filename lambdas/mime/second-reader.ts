import type { ParsedMail as TheirReading } from 'mailparser';
import { compact } from '../compact.ts';
import { sha256Of } from '../domain/mail/identity.ts';
import type { MailReader } from '../domain/mail/mail-reader.ts';
import type { ParsedMail } from '../domain/mail/parsed-mail.ts';
import { cleanLine } from '../domain/mail/text.ts';
import { readMail } from './read-mail.ts';

/** Fields that describe the parts as they were sent; the rebuilt mail has its own. */
const partFields = /^(?:content-.*|mime-version)$/;
/** A type that stands in a header as it is (RFC 2045 §5.1). */
const plainType = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;

/**
 * Reads a mail by mailparser: a second opinion on its parts, charsets and encodings, by other authors. The reading is
 * written as a plain mail and read from there, so that limits, inspection and sanitizing are the same for both readers.
 *
 * The whole mail is held in memory, several times over, and mailparser has no bound on its time: the caller limits both.
 *
 * @param spoolFolder the folder of attachments meanwhile; the machine's own folder for that when absent
 * @throws any error of the source stream, and those of mailparser
 */
export async function readSecond(raw: AsyncIterable<Uint8Array>, spoolFolder?: string): ReturnType<MailReader> {
  // Loaded here, for most functions never need it. A bundle has its exports under `default` only.
  const { simpleParser } = (await import('mailparser')).default;
  const sent = Buffer.concat(await Array.fromAsync(raw));
  const theirs = await simpleParser(sent, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  const reading = await readMail(once(rebuilt(theirs, `=_second_${sha256Of(sent)}`)), true, spoolFolder);
  return reading.kind === 'unreadable' ? reading : { ...reading, mail: withTheirs(reading.mail, theirs) };
}

/** Their subject, sender and root type beside the parts. */
function withTheirs({ subject, from, hasOneFrom, ...ours }: ParsedMail, theirs: TheirReading): ParsedMail {
  const sender = theirs.from?.value[0]?.address;
  const isSame = sender?.toLowerCase() === from?.address.toLowerCase();
  const root = theirs.headers.get('content-type');
  return {
    ...ours,
    ...compact({
      subject: cleanLine(theirs.subject),
      from: isSame || !sender ? from : { address: sender },
      // Where two readers find two senders, neither is proven.
      hasOneFrom: isSame ? hasOneFrom : false,
    }),
    contentType: rootTypeOf(root) ?? ours.contentType,
    reader: 'second',
  };
}

function rootTypeOf(root: ReturnType<TheirReading['headers']['get']>): ParsedMail['contentType'] | undefined {
  if (typeof root !== 'object' || !('params' in root)) return undefined;
  const { value, params } = root;
  const type = value.toLowerCase();
  return compact({
    type,
    reportType: type === 'multipart/report' ? params['report-type']?.toLowerCase() : undefined,
    method: type === 'text/calendar' ? params.method?.toLowerCase() : undefined,
  });
}

/** A plain mail of one multipart, with the words and the files of a reading. */
function rebuilt({ headerLines, text, html, attachments }: TheirReading, boundary: string): Buffer {
  const header = headerLines.filter(({ key }) => !partFields.test(key)).map(({ line }) => line);
  const words = [
    ...(text ? [partOf(['Content-Type: text/plain; charset=utf-8'], text)] : []),
    ...(html ? [partOf(['Content-Type: text/html; charset=utf-8'], html)] : []),
  ];
  const parts = [
    partOf([`Content-Type: multipart/alternative; boundary="${boundary}_words"`], undefined),
    ...words.map((part) => `--${boundary}_words\r\n${part}`),
    `--${boundary}_words--\r\n`,
  ];
  const files = attachments.map((file) => `--${boundary}\r\n${partOf(fileFields(file), file.content)}`);
  const root = ['MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="${boundary}"`];
  return Buffer.from(
    `${[...header, ...root].join('\r\n')}\r\n\r\n--${boundary}\r\n${parts.join('')}${files.join('')}--${boundary}--\r\n`,
    'latin1',
  );
}

function partOf(fields: readonly string[], content: string | Buffer | undefined): string {
  if (content === undefined) return `${fields.join('\r\n')}\r\n\r\n`;
  const lines = Buffer.from(content as string)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return `${[...fields, 'Content-Transfer-Encoding: base64'].join('\r\n')}\r\n\r\n${lines}\r\n`;
}

function fileFields({ contentType, contentDisposition, filename, cid }: TheirReading['attachments'][number]): string[] {
  const disposition = contentDisposition === 'inline' ? 'inline' : 'attachment';
  // RFC 2231 §4, so that any name stands in a header.
  const name = filename === undefined ? '' : `; filename*=utf-8''${encoded(filename)}`;
  return [
    `Content-Type: ${plainType.test(contentType) ? contentType : 'application/octet-stream'}`,
    `Content-Disposition: ${disposition}${name}`,
    ...(cid ? [`Content-ID: <${cleanLine(cid) ?? ''}>`] : []),
  ];
}

const encoded = (name: string): string => encodeURIComponent(name.toWellFormed()).replace(/['()*!]/g, escape);

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
