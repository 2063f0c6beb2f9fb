import { compact } from '../compact.ts';
import type { MailReader } from '../domain/mail/mail-reader.ts';
import type { LeftOut, ParsedMail, Unreadable } from '../domain/mail/parsed-mail.ts';
import { cleanText } from '../domain/mail/text.ts';
import type { Wrapper } from '../domain/mail/wrappers.ts';
import type { Tnef } from '../inspect/tnef.ts';
import { type ReadAttachment, readAttachments, withShown } from './attachments.ts';
import { type Body, readBody } from './body.ts';
import { bodyDigestOf } from './body-digest.ts';
import { isFieldName, isReceiversField, type RawHeader, readHeaders } from './headers.ts';
import { depthOf, maxPartDepth } from './inner-mail.ts';
import { createMarkupMemo, type MarkupMemo } from './markup.ts';
import { openWrappers } from './open-wrappers.ts';
import { createOpener } from './opener.ts';
import type { Part } from './part.ts';
import { recoverWords } from './recovery.ts';
import { safeTextOf } from './safe-text.ts';
import { createSanitizer, isAllowedElement } from './sanitize.ts';
import { splitMail } from './split-mail.ts';
import { createSpool, type Spool } from './spool.ts';
import { tnefBody } from './tnef-body.ts';

/** SES takes 40 MB with headers; the rest is room for the trace headers that a receiver adds. */
const maxMailBytes = 40 * 1024 * 1024 + 64 * 1024;
const maxParts = 1000;
const maxHeaderLines = 10_000;
const maxHeaderBytes = 4 * 1024 * 1024;
/** Bytes of a returned or forwarded mail that are read: its header, and some of its words. */
const maxEmbeddedBytes = 64 * 1024;

const limits = { maxBytes: maxMailBytes, maxParts, maxHeaderBytes };

const sanitize = createSanitizer();

/**
 * Reads one mail as it streams by. Attachments are hashed and spooled part by part, so that memory holds a
 * chunk of them and the body text, never the raw mail.
 *
 * Malformed MIME is read as far as it goes. Only bytes that are no mail, or a mail beyond the limits, are
 * unreadable, each with its reason.
 *
 * @param peels false reads large parts line by line like all others, for comparison
 * @param spoolFolder the folder of attachments meanwhile; the machine's own folder for that when absent
 * @throws any error of the source stream: the caller retries
 */
export const readMail = async (
  raw: AsyncIterable<Uint8Array>,
  peels = true,
  spoolFolder?: string,
): ReturnType<MailReader> => {
  await using unlessRead = new AsyncDisposableStack();
  const spool = unlessRead.use(createSpool(spoolFolder));
  const reading = await readInto(spool, raw, peels);
  if (reading.kind === 'mail') unlessRead.move();
  return reading;
};

async function readInto(spool: Spool, raw: AsyncIterable<Uint8Array>, peels: boolean): ReturnType<MailReader> {
  const split = await splitMail(raw, spool, limits, peels);
  if ('limit' in split) return unreadable(split.limit, limitMessages[split.limit]);
  const { root, leaves } = split;
  const lines = headerLinesOf(root);
  if (!lines.some(({ key }) => isFieldName(key) && !isReceiversField(key)))
    return unreadable('not-mail', 'no header field of its own');
  if (lines.length > maxHeaderLines) return unreadable('too-many-headers', `more than ${maxHeaderLines} header lines`);
  if (depthOf(root) > maxPartDepth) return unreadable('too-deep', `parts nested more than ${maxPartDepth} deep`);
  const recovering = recoverWords(root, leaves, spool, limits);
  // Most mails need no second reading, and no wait for one.
  const { wordsRoot, inner } = recovering instanceof Promise ? await recovering : recovering;
  // Over the parts as they were sent: an event keeps its name whatever is opened.
  const bodyDigest = bodyDigestOf(leaves);
  const opener = createOpener(spool, limits);
  for (const part of inner) opener.holders.set(part, root);
  const opening = openWrappers(inner.length === 0 ? leaves : [...leaves, ...inner], opener);
  const opened = opening instanceof Promise ? await opening : opening;
  const { attachments, tnef } = await readAttachments(opened, opener, root.contentType !== 'multipart/report');
  const { wrappers } = opener;
  return {
    kind: 'mail',
    mail: toParsedMail(compact({ root, wordsRoot, lines, attachments, bodyDigest, tnef, wrappers })),
    openAttachment: (index) => attachments[index]!.spooled.open(),
    macroFreeCopy: (index) => attachments[index]!.macroFree,
    [Symbol.asyncDispose]: () => spool[Symbol.asyncDispose](),
  };
}

/** The header lines of a part; it has none where the splitter found no header. */
const headerLinesOf = ({ node: { headers } }: Part): readonly RawHeader[] =>
  headers === false || headers.lines === false ? [] : headers.lines;

const limitMessages = {
  empty: 'the object has no bytes',
  'too-large': `more than ${maxMailBytes} bytes`,
  'too-many-parts': `more than ${maxParts} parts`,
  'too-many-headers': `more than ${maxHeaderBytes} bytes of headers`,
};

interface Readable {
  readonly root: Part;
  /** The part that holds the words, where it is another one. */
  readonly wordsRoot: Part;
  readonly lines: readonly RawHeader[];
  readonly attachments: readonly ReadAttachment[];
  readonly bodyDigest: string;
  readonly tnef?: Tnef;
  readonly wrappers: readonly Wrapper[];
}

function toParsedMail({ root, wordsRoot, lines, attachments, bodyDigest, tnef, wrappers }: Readable): ParsedMail {
  const headers = readHeaders(lines);
  const markup = createMarkupMemo(isAllowedElement);
  const body = wordsOf({ root: wordsRoot, headers, tnef, markup });
  const safe = body.html === undefined ? undefined : sanitize(body.html, markup);
  const leftOut: LeftOut[] = [...body.leftOut];
  if (safe?.refused) leftOut.push({ part: 'html', reason: safe.refused, bytes: Buffer.byteLength(body.html!) });
  const [messageId] = headers.messageIds('message-id');
  const [inReplyTo] = headers.messageIds('in-reply-to');
  const { from, fromName } = headers.author();
  const [sender] = headers.mailboxes('sender');
  return {
    headers: headers.all(),
    ...compact({ messageId, inReplyTo }),
    references: headers.messageIds('references'),
    ...compact({
      date: headers.date('date'),
      subject: headers.text('subject'),
      from,
      fromName,
      hasOneFrom: headers.hasOneMailbox('from') ? undefined : false,
      sender,
    }),
    replyTo: headers.mailboxes('reply-to'),
    to: headers.mailboxes('to'),
    cc: headers.mailboxes('cc'),
    bcc: headers.mailboxes('bcc'),
    bodyDigest,
    ...compact({
      text: cleanText(body.text),
      html: cleanText(safe?.html),
      trackingPixels: safe?.trackingPixels || undefined,
    }),
    ...safeTextOf(body, markup),
    isTextFromHtml: body.isTextFromHtml,
    ...compact({ markedText: body.marked?.marked, hasMarkedQuotes: body.marked?.hasQuotes }),
    ...compact({
      leftOut: leftOut.length > 0 ? leftOut : undefined,
      wrappers: wrappers.length > 0 ? wrappers : undefined,
    }),
    attachments: withShown(attachments, body.html),
    contentType: contentTypeOf(root, headers),
    partTypes: typesOf(root),
    ...embeddedTexts(attachments),
  };
}

type Headers = ReturnType<typeof readHeaders>;

interface WordsSource {
  readonly root: Part;
  readonly headers: Headers;
  readonly tnef: Tnef | undefined;
  readonly markup: MarkupMemo;
}

/** The words of the mail; where its parts hold none, those of its TNEF part. */
function wordsOf({ root, headers, tnef, markup }: WordsSource): Body {
  const sent = readBody(root, headers.charset(), markup);
  const isBlank = sent.html === undefined && (sent.text ?? '').trim() === '';
  return isBlank && tnef ? tnefBody(tnef) : sent;
}

/** The type of the root part, with the parameters that mark a report or an invitation. */
function contentTypeOf({ contentType }: Part, headers: Headers): ParsedMail['contentType'] {
  const hasParameters = contentType === 'multipart/report' || contentType === 'text/calendar';
  const parameters = hasParameters ? headers.structured('content-type').params : {};
  return compact({
    type: contentType,
    reportType: parameters['report-type']?.toLowerCase(),
    method: parameters.method?.toLowerCase(),
  });
}

const reportTypes = [
  'message/delivery-status',
  'message/global-delivery-status',
  'message/feedback-report',
  'message/disposition-notification',
];
const returnedTypes = [
  'message/rfc822',
  'text/rfc822-headers',
  'message/global',
  'message/global-headers',
  'message/rfc822-headers',
];
const calendarTypes = ['text/calendar', 'application/ics'];
/** Types that say nothing of a file, so that its name has to. */
const isUnspecific = (type: string): boolean => /^application\/(?:octet-stream|x-|unknown)/.test(type);

/** The texts of the parts that show the kind of a mail: the first of each kind. */
function embeddedTexts(
  attachments: readonly ReadAttachment[],
): Pick<ParsedMail, 'report' | 'returned' | 'returnedText' | 'calendar'> {
  const textOf = (types: readonly string[], ending = /^$/): string | undefined => {
    const attachment = attachments.find(
      ({ described: { contentType, filename = '' } }) =>
        types.includes(contentType) || (isUnspecific(contentType) && ending.test(filename)),
    );
    return attachment?.spooled.head(maxEmbeddedBytes).toString('utf8');
  };
  const returned = textOf(returnedTypes, /\.eml$/i);
  return compact({
    report: textOf(reportTypes),
    returned: returned === undefined ? undefined : headOf(returned),
    returnedText: returned === undefined ? undefined : daemonWordsOf(returned),
    calendar: textOf(calendarTypes, /\.ics$/i),
  });
}

/** The header block of an embedded mail. */
function headOf(mail: string): string {
  const text = mail.trimStart();
  const end = text.search(/\r?\n[ \t]*\r?\n/);
  return (end < 0 ? text : text.slice(0, end)).replace(/\r\n?/g, '\n');
}

/** A name or an address of a mail host that reports. */
const daemonName = /mailer-?daemon|postmaster|mail delivery|microsoftexchange[\da-f]{32}/i;

/** The raw body of an embedded mail that a mail host wrote. */
function daemonWordsOf(mail: string): string | undefined {
  const senders = headOf(mail)
    .split('\n')
    .filter((line) => /^from:/i.test(line));
  if (!senders.some((line) => daemonName.test(line.slice(0, 340)))) return undefined;
  const plain = mail.slice(0, maxReturnedWords).replace(/\r\n?/g, '\n').trimStart();
  const end = plain.search(/\n[ \t]*\n/);
  return end < 0 ? undefined : plain.slice(end);
}

/** Characters of an embedded report that are read, with its header. */
const maxReturnedWords = 24_000;

const unreadable = (code: Unreadable['code'], message: string) => ({ kind: 'unreadable', code, message }) as const;

function typesOf(root: Part): string[] {
  const types: string[] = [];
  for (let level: readonly Part[] = [root]; level.length > 0; level = level.flatMap(({ children }) => children))
    types.push(...level.flatMap(({ contentType }) => (contentType === '' ? [] : [contentType])));
  return types;
}
