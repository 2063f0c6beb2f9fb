import { compact } from '../compact.ts';
import type { MailReader } from '../domain/mail/mail-reader.ts';
import type { LeftOut, ParsedMail, Unreadable } from '../domain/mail/parsed-mail.ts';
import { cleanText } from '../domain/mail/text.ts';
import type { Tnef } from '../inspect/tnef.ts';
import { type ReadAttachment, readAttachments } from './attachments.ts';
import { type Body, limited, readBody } from './body.ts';
import { bodyDigestOf } from './body-digest.ts';
import { isFieldName, isReceiversField, type RawHeader, readHeaders } from './headers.ts';
import { isHtmlTooLarge, unlessTooDeep } from './html-limits.ts';
import { htmlToText } from './html-text.ts';
import type { Part } from './part.ts';
import { createSanitizer } from './sanitize.ts';
import { splitMail } from './split-mail.ts';
import { createSpool, type Spool } from './spool.ts';

/** SES takes 40 MB with headers; the rest is room for the trace headers that a receiver adds. */
export const maxMailBytes = 40 * 1024 * 1024 + 64 * 1024;
const maxParts = 1000;
const maxDepth = 100;
const maxHeaderLines = 10_000;
const maxHeaderBytes = 4 * 1024 * 1024;
/** So much of a returned or forwarded mail is read: its header, and some of its words. */
const maxEmbeddedBytes = 64 * 1024;

const sanitize = createSanitizer();

/**
 * Reads one mail as it streams by. Attachments are hashed and spooled part by part, so that memory holds a
 * chunk of them and the body text, never the raw mail.
 *
 * Malformed MIME is read as far as it goes. Only bytes that are no mail, or a mail beyond the limits, are
 * unreadable, each with its reason.
 *
 * @param peels false reads large parts line by line like all others, for comparison
 * @param spoolFolder where attachments are kept meanwhile; the machine's own folder for that when absent
 * @throws whatever the source stream throws: the caller retries
 */
export const readMail = async (
  raw: AsyncIterable<Uint8Array>,
  peels = true,
  spoolFolder?: string,
): ReturnType<MailReader> => {
  const spool = createSpool(spoolFolder);
  try {
    const reading = await readInto(spool, raw, peels);
    if (reading.kind === 'unreadable') await spool.dispose();
    return reading;
  } catch (error) {
    await spool.dispose();
    throw error;
  }
};

async function readInto(spool: Spool, raw: AsyncIterable<Uint8Array>, peels: boolean): ReturnType<MailReader> {
  const split = await splitMail(raw, spool, { maxBytes: maxMailBytes, maxParts, maxHeaderBytes }, peels);
  if ('limit' in split) return unreadable(split.limit, limitMessages[split.limit]);
  const { root, leaves } = split;
  const lines: readonly RawHeader[] =
    root.node.headers === false ? [] : (root.node.headers.lines as readonly RawHeader[]);
  if (!lines.some(({ key }) => isFieldName(key) && !isReceiversField(key)))
    return unreadable('not-mail', 'no header field of its own');
  if (lines.length > maxHeaderLines) return unreadable('too-many-headers', `more than ${maxHeaderLines} header lines`);
  if (depthOf(root) > maxDepth) return unreadable('too-deep', `parts nested more than ${maxDepth} deep`);
  const { attachments, tnef } = await readAttachments(leaves, spool);
  return {
    kind: 'mail',
    mail: toParsedMail(
      compact({
        root,
        lines,
        attachments,
        bodyDigest: bodyDigestOf(leaves),
        tnef: tnef,
      }),
    ),
    openAttachment: (index) => attachments[index]!.spooled.open(),
    macroFreeCopy: (index) => attachments[index]!.macroFree,
    dispose: () => spool.dispose(),
  };
}

const limitMessages = {
  empty: 'the object has no bytes',
  'too-large': `more than ${maxMailBytes} bytes`,
  'too-many-parts': `more than ${maxParts} parts`,
  'too-many-headers': `more than ${maxHeaderBytes} bytes of headers`,
};

interface Readable {
  readonly root: Part;
  readonly lines: readonly RawHeader[];
  readonly attachments: readonly ReadAttachment[];
  readonly bodyDigest: string;
  readonly tnef?: Tnef;
}

function toParsedMail({ root, lines, attachments, bodyDigest, tnef }: Readable): ParsedMail {
  const headers = readHeaders(lines);
  const [messageId] = headers.messageIds('message-id');
  const [inReplyTo] = headers.messageIds('in-reply-to');
  const date = headers.date('date');
  const subject = headers.text('subject');
  const [from] = headers.mailboxes('from');
  const hasOneFrom = headers.hasOneMailbox('from');
  const [sender] = headers.mailboxes('sender');
  const sent = readBody(root, headers.charset());
  const body = sent.text === undefined && tnef ? bodyOf(tnef) : sent;
  const text = cleanText(body.text);
  const safe = body.html === undefined ? undefined : sanitize(body.html);
  const html = cleanText(safe?.html);
  const leftOut: LeftOut[] = [...body.leftOut];
  if (safe?.refused) leftOut.push({ part: 'html', reason: safe.refused, bytes: Buffer.byteLength(body.html!) });
  const hasParameters = root.contentType === 'multipart/report' || root.contentType === 'text/calendar';
  const parameters = hasParameters ? headers.structured('content-type').params : {};
  const reportType = parameters['report-type']?.toLowerCase();
  const method = parameters.method?.toLowerCase();
  const textOf = (...types: string[]): string | undefined => {
    const found = attachments.find(({ described }) => types.includes(described.contentType));
    return found?.spooled.head(maxEmbeddedBytes).toString('utf8');
  };
  const report = textOf('message/delivery-status', 'message/global-delivery-status', 'message/feedback-report');
  const returned = textOf(
    'message/rfc822',
    'text/rfc822-headers',
    'message/global',
    'message/global-headers',
    'message/rfc822-headers',
  );
  const calendar = textOf('text/calendar', 'application/ics');
  return {
    headers: headers.all(),
    ...compact({ messageId, inReplyTo }),
    references: headers.messageIds('references'),
    ...compact({
      date: date,
      subject,
      from: from,
      hasOneFrom: !hasOneFrom ? hasOneFrom : undefined,
      sender: sender,
    }),
    replyTo: headers.mailboxes('reply-to'),
    to: headers.mailboxes('to'),
    cc: headers.mailboxes('cc'),
    bcc: headers.mailboxes('bcc'),
    bodyDigest,
    ...compact({
      text,
      html,
      trackingPixels: safe !== undefined && safe.trackingPixels > 0 ? safe.trackingPixels : undefined,
    }),
    isTextFromHtml: body.isTextFromHtml,
    ...(body.marked && { markedText: body.marked.marked, hasMarkedQuotes: body.marked.hasQuotes }),
    ...compact({ leftOut: leftOut.length > 0 ? leftOut : undefined }),
    attachments: attachments.map(({ described }) => described),
    contentType: compact({
      type: root.contentType,
      reportType,
      method,
    }),
    partTypes: typesOf(root),
    ...compact({ report, returned: returned === undefined ? undefined : headOf(returned), calendar }),
  };
}

/** Outlook may send the words of a rich mail only within its TNEF part. */
function bodyOf({ text, html }: Tnef): Body {
  const isLarge = html !== undefined && isHtmlTooLarge(html);
  const made = html === undefined || isLarge || text !== undefined ? undefined : unlessTooDeep(() => htmlToText(html));
  const isDeep = text === undefined && html !== undefined && !isLarge && made === undefined;
  const words = text ?? made?.text;
  return limited(
    compact({
      text: words,
      html: html !== undefined && !isLarge && !isDeep ? html : undefined,
      isTextFromHtml: text === undefined && html !== undefined,
      marked: made,
    }),
    isLarge || isDeep
      ? [{ part: 'html', reason: isLarge ? 'too-large' : 'too-deep', bytes: Buffer.byteLength(html!) }]
      : [],
  );
}

/** The header block of an embedded mail. */
const headOf = (mail: string): string =>
  /^\s*([\s\S]*?)(?:\r?\n[ \t]*\r?\n|$)/.exec(mail)?.[1]?.replace(/\r\n?/g, '\n') ?? '';

const unreadable = (code: Unreadable['code'], message: string) => ({ kind: 'unreadable', code, message }) as const;

/** Depth and types are walked without recursion: the nesting is the sender's choice. */
function depthOf(root: Part): number {
  let depth = 0;
  for (let level: readonly Part[] = [root]; level.length > 0; depth += 1)
    level = level.flatMap(({ children }) => children);
  return depth;
}

function typesOf(root: Part): string[] {
  const types: string[] = [];
  for (let level: readonly Part[] = [root]; level.length > 0; level = level.flatMap(({ children }) => children))
    types.push(...level.flatMap(({ contentType }) => (contentType === '' ? [] : [contentType])));
  return types;
}
