import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type MimeNode, Splitter } from '@zone-eu/mailsplit';
import { decodeText } from '../../lambdas/mime/charset.ts';
import { scrubCard } from './scrub-card.ts';
import { scrubField, scrubFieldBlock } from './scrub-headers.ts';
import { scrubHtml } from './scrub-html.ts';
import { type ScrubRules, scrubText } from './scrub-text.ts';

/** A part of a mail, with the bytes that follow its headers until the next part. */
interface ScannedPart {
  readonly node: MimeNode;
  readonly body: Buffer[];
  /** Boundaries, and what stands around them. */
  readonly between: Buffer[];
}

/**
 * The mail without what names somebody: headers, texts and pages rewritten, files replaced by others of their type and size. Parts,
 * their order and their encodings stay; texts are in UTF-8 after it.
 *
 * @throws any error of the splitter, for a mail beyond its limits
 */
export async function scrubMail(raw: Buffer, rules: ScrubRules): Promise<Buffer> {
  const parts = await partsOf(raw);
  const written = await Promise.all(parts.map((part) => writePart(part, rules)));
  return Buffer.concat(written.flat());
}

async function partsOf(raw: Buffer): Promise<ScannedPart[]> {
  const splitter = new Splitter();
  const parts: ScannedPart[] = [];
  splitter.on('data', (piece) => {
    if (piece.type === 'node') parts.push({ node: piece, body: [], between: [] });
    else if (piece.type === 'body') parts.at(-1)?.body.push(piece.value);
    else parts.at(-1)?.between.push(piece.value);
  });
  const ended = once(splitter, 'end');
  splitter.end(raw);
  await ended;
  return parts;
}

async function writePart({ node, body, between }: ScannedPart, rules: ScrubRules): Promise<Buffer[]> {
  const content = body.length === 0 ? Buffer.alloc(0) : await writeBody(node, Buffer.concat(body), rules);
  scrubHeaders(node, rules);
  return [node.getHeaders(), content, scrubBetween(Buffer.concat(between), rules)];
}

function scrubHeaders(node: MimeNode, rules: ScrubRules): void {
  if (!node.headers) return;
  for (const line of node.headers.getList()) {
    // Bytes above ASCII are UTF-8, or of a charset that nobody names.
    const text = decodeText(Buffer.from(line.line, 'latin1'), undefined).replaceAll(/\r?\n(?=[ \t])/g, '');
    const colon = text.indexOf(':');
    if (colon < 0) continue;
    const value = scrubField(line.key, text.slice(colon + 1).trim(), rules);
    line.line = Buffer.from(foldedLine(`${text.slice(0, colon)}: ${value}`)).toString('latin1');
  }
  node.headers.changed = true;
}

/** In characters: a line of a header may have 998 (RFC 5322 §2.1.1). */
const longest = 900;
const foldedLine = (line: string): string =>
  line.length <= longest ? line : line.replaceAll(/(.{60,500}?)[ \t](?=\S)/g, '$1\r\n ');

async function writeBody(node: MimeNode, body: Buffer, rules: ScrubRules): Promise<Buffer> {
  const { pseudonyms } = rules;
  const type = node.contentType || 'text/plain';
  const decoded = await passed(node.getDecoder() as Transform, body);
  // The splitter leaves a mail inside a report, or behind a transfer encoding, as it is.
  if (type === 'message/rfc822') return passed(node.getEncoder() as Transform, await scrubMail(decoded, rules));
  if (!isText(type)) return passed(node.getEncoder() as Transform, pseudonyms.bytes(decoded));
  const text = decodeText(decoded, node.charset || undefined);
  const scrubbed = Buffer.from(scrubOf(type)(text, rules));
  const isAscii = scrubbed.every((byte) => byte < 128);
  if (type.startsWith('text/') && (!isAscii || node.charset)) node.setCharset('utf-8');
  const isPlain = !['base64', 'quoted-printable', '8bit', 'binary'].includes(node.encoding || '');
  return passed(node.getEncoder(isPlain && !isAscii ? 'quoted-printable' : undefined) as Transform, scrubbed);
}

/** Texts that are blocks of header fields (RFC 3464, RFC 5965, RFC 8098, RFC 6522). */
const fieldTypes = new Set([
  ...['message/delivery-status', 'message/disposition-notification', 'message/feedback-report'],
  ...['message/global-delivery-status', 'text/rfc822-headers'],
]);
/** Cards and calendars, in which people have names that no header may have (RFC 6350, RFC 5545). */
const cardTypes = new Set(['text/calendar', 'text/vcard', 'text/x-vcard', 'text/directory', 'application/ics']);
const isText = (type: string): boolean => type.startsWith('text/') || fieldTypes.has(type) || cardTypes.has(type);

function scrubOf(type: string): (text: string, rules: ScrubRules) => string {
  if (type === 'text/html') return scrubHtml;
  if (cardTypes.has(type)) return scrubCard;
  return fieldTypes.has(type) ? scrubFieldBlock : scrubText;
}

async function passed(stream: Transform, bytes: Buffer): Promise<Buffer> {
  stream.end(bytes);
  return buffer(stream);
}

/** Boundaries stay, and what a mail says around its parts goes the way of its texts. */
function scrubBetween(bytes: Buffer, rules: ScrubRules): Buffer {
  if (bytes.length === 0) return bytes;
  const lines = bytes.toString('latin1').split('\n');
  return Buffer.from(lines.map((line) => (line.startsWith('--') ? line : scrubText(line, rules))).join('\n'), 'latin1');
}
