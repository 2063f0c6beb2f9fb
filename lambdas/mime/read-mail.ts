import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { type AttachmentStream, MailParser, type MessageText } from 'mailparser';
import type { ParsedAttachment, ParsedMail, Unreadable } from '../domain/parsed-mail.ts';
import type { MailReader } from '../domain/receive-mail.ts';
import { cleanFilename, cleanLine, cleanText } from '../domain/text.ts';
import { type Node, readBody } from './body.ts';
import { isFieldName, isReceiversField, type RawHeader, readHeaders } from './headers.ts';
import { createSanitizer } from './sanitize.ts';
import { createSpool, type Spool, type SpooledPart } from './spool.ts';

/** SES takes 40 MB with headers; the rest is room for the trace headers that a receiver adds. */
export const maxMailBytes = 40 * 1024 * 1024 + 64 * 1024;
const maxParts = 1000;
const maxDepth = 100;
const maxHeaderLines = 10_000;
const maxHeaderBytes = 4 * 1024 * 1024;
/** So much of a returned or forwarded mail is read: its header, and some of its words. */
const maxEmbeddedBytes = 64 * 1024;

/** mailparser without its making of HTML from text and text from HTML, which is done here in another way. */
class PartReader extends MailParser {
  getTextContent(): { readonly type: 'text' } {
    return { type: 'text' };
  }
}

const sanitize = createSanitizer();

/**
 * Reads one mail as it streams by. Attachments are hashed and spooled part by part, so that memory holds a
 * chunk of them and the body text, never the raw mail.
 *
 * Malformed MIME is read as far as it goes. Only bytes that are no mail, or a mail beyond the limits, are
 * unreadable, each with its reason.
 *
 * @throws whatever the source stream throws: the caller retries
 */
export const readMail: MailReader = async (raw) => {
  const spool = createSpool();
  try {
    const reading = await readInto(spool, raw);
    if (reading.kind === 'unreadable') await spool.dispose();
    return reading;
  } catch (error) {
    await spool.dispose();
    throw error;
  }
};

async function readInto(spool: Spool, raw: AsyncIterable<Uint8Array>): ReturnType<MailReader> {
  const parser = new PartReader({
    checksumAlgo: 'sha256',
    keepDeliveryStatus: true,
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    // For the splitter: a nested mail is one part, so that its text does not become this mail's.
    ignoreEmbedded: true,
    maxHeadSize: maxHeaderBytes,
    maxChildNodes: maxParts,
  } as ConstructorParameters<typeof MailParser>[0]);
  const collected = collect(parser, spool);
  // Swallowed here because it is awaited below, after the feeding that may end first.
  collected.catch(() => {});

  let size = 0;
  for await (const chunk of raw) {
    size += chunk.byteLength;
    if (size > maxMailBytes) {
      parser.destroy();
      return unreadable('too-large', `more than ${maxMailBytes} bytes`);
    }
    if (parser.destroyed) break;
    if (!parser.write(chunk)) await Promise.race([once(parser, 'drain'), collected]);
  }
  if (!parser.destroyed) parser.end();
  if (size === 0) return unreadable('empty', 'the object has no bytes');

  const parts = await collected;
  if ('code' in parts) return { kind: 'unreadable', ...parts };
  if (!parts.headerLines.some(({ key }) => isFieldName(key) && !isReceiversField(key)))
    return unreadable('not-mail', 'no header field of its own');
  if (parts.headerLines.length > maxHeaderLines)
    return unreadable('too-many-headers', `more than ${maxHeaderLines} header lines`);
  const tree = (parser as unknown as { tree: Node }).tree;
  if (depthOf(tree) > maxDepth) return unreadable('too-deep', `parts nested more than ${maxDepth} deep`);
  return {
    kind: 'mail',
    mail: toParsedMail(parts, tree),
    openAttachment: (index) => parts.attachments[index]!.spooled.open(),
    dispose: () => spool.dispose(),
  };
}

interface Collected {
  headerLines: readonly RawHeader[];
  rootType: { value?: string; params?: { readonly 'report-type'?: string; readonly method?: string } };
  attachments: Array<{ readonly described: ParsedAttachment; readonly spooled: SpooledPart }>;
}

/** Gathers what the parser emits; resolves with a reason when the splitter met one of its limits. */
async function collect(parser: MailParser, spool: Spool): Promise<Collected | Unreadable> {
  const result: Collected = { headerLines: [], rootType: {}, attachments: [] };
  parser.on('headerLines', (lines: unknown) => {
    result.headerLines = lines as readonly RawHeader[];
  });
  parser.on('headers', (headers) => {
    const contentType = headers.get('content-type');
    if (typeof contentType === 'object' && 'params' in contentType)
      result.rootType = contentType as Collected['rootType'];
  });
  return new Promise((resolve, reject) => {
    parser.on('data', (data: AttachmentStream | MessageText) => {
      if (data.type === 'text') return;
      // Taking a place before the bytes come keeps the attachments in the order of the mail.
      spoolPart(data, spool.part()).then(
        (part) => {
          result.attachments.push(part);
          data.release();
        },
        (error: unknown) => parser.destroy(error as Error),
      );
    });
    parser.on('error', (error: Error & { code?: string }) => {
      parser.destroy();
      if (error.code !== 'EMAXLEN') reject(error);
      else if (/child nodes/.test(error.message))
        resolve({ code: 'too-many-parts', message: `more than ${maxParts} parts` });
      else resolve({ code: 'too-many-headers', message: `more than ${maxHeaderBytes} bytes of headers` });
    });
    parser.on('end', () => resolve(result));
  });
}

async function spoolPart(data: AttachmentStream, spooled: SpooledPart): Promise<Collected['attachments'][number]> {
  for await (const chunk of data.content as Readable) await spooled.write(chunk as Uint8Array);
  await spooled.end();
  const declared = (data.headers.get('content-type') as { value?: string } | undefined)?.value;
  const filename = cleanFilename(data.filename || undefined);
  const contentId = cleanLine(data.contentId?.replace(/^[\s<]+|[\s>]+$/g, ''));
  const disposition =
    data.contentDisposition === 'inline' ? 'inline' : data.contentDisposition ? 'attachment' : undefined;
  return {
    spooled,
    described: {
      ...(filename !== undefined && { filename }),
      contentType: cleanLine(declared ?? data.contentType)?.toLowerCase() ?? 'application/octet-stream',
      size: data.size,
      sha256: data.checksum,
      ...(contentId !== undefined && { contentId }),
      ...(disposition && { disposition }),
      related: data.related ?? false,
    },
  };
}

function toParsedMail({ headerLines, rootType, attachments }: Collected, tree: Node): ParsedMail {
  const headers = readHeaders(headerLines);
  const [messageId] = headers.messageIds('message-id');
  const [inReplyTo] = headers.messageIds('in-reply-to');
  const date = headers.date('date');
  const subject = headers.text('subject');
  const [from] = headers.mailboxes('from');
  const [sender] = headers.mailboxes('sender');
  const body = readBody(tree);
  const text = cleanText(body.text);
  const safe = body.html === undefined ? undefined : sanitize(body.html);
  const html = cleanText(safe?.html);
  const reportType = rootType.params?.['report-type']?.toLowerCase();
  const method = rootType.params?.method?.toLowerCase();
  const textOf = (...types: string[]): string | undefined => {
    const part = attachments.find(({ described }) => types.includes(described.contentType));
    return part?.spooled.head(maxEmbeddedBytes).toString('utf8');
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
    ...(messageId !== undefined && { messageId }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    references: headers.messageIds('references'),
    ...(date && { date }),
    ...(subject !== undefined && { subject }),
    ...(from && { from }),
    ...(sender && { sender }),
    replyTo: headers.mailboxes('reply-to'),
    to: headers.mailboxes('to'),
    cc: headers.mailboxes('cc'),
    bcc: headers.mailboxes('bcc'),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(safe !== undefined && safe.trackingPixels > 0 && { trackingPixels: safe.trackingPixels }),
    isTextFromHtml: body.isTextFromHtml,
    ...(body.marked?.hasQuotes !== undefined && {
      markedText: body.marked.marked,
      hasMarkedQuotes: body.marked.hasQuotes,
    }),
    attachments: attachments.map(({ described }) => described),
    contentType: {
      type: (rootType.value ?? 'text/plain').toLowerCase(),
      ...(reportType !== undefined && { reportType }),
      ...(method !== undefined && { method }),
    },
    partTypes: typesOf(tree),
    ...(report !== undefined && { report }),
    ...(returned !== undefined && { returned: headOf(returned) }),
    ...(calendar !== undefined && { calendar }),
  };
}

/** The header block of an embedded mail. */
const headOf = (mail: string): string =>
  /^\s*([\s\S]*?)(?:\r?\n[ \t]*\r?\n|$)/.exec(mail)?.[1]?.replace(/\r\n?/g, '\n') ?? '';

const unreadable = (code: Unreadable['code'], message: string) => ({ kind: 'unreadable', code, message }) as const;

/** Depth and types are walked without recursion: the nesting is the sender's choice. */
function depthOf(root: Node): number {
  let depth = 0;
  for (let level: readonly Node[] = [root]; level.length > 0; depth += 1)
    level = level.flatMap(({ children }) => children ?? []);
  return depth;
}

function typesOf(root: Node): string[] {
  const types: string[] = [];
  for (let level: readonly Node[] = [root]; level.length > 0; level = level.flatMap(({ children }) => children ?? [])) {
    types.push(...level.flatMap(({ contentType }) => (contentType ? [contentType.toLowerCase()] : [])));
  }
  return types;
}
