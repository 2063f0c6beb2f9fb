import { pipeline, Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import { compact } from '../compact.ts';
import { cleanFilename } from '../domain/mail/text.ts';
import type { AttachmentLeaf } from './attachment-leaf.ts';
import { createBase64Decoder } from './base64.ts';
import { openCms } from './cms.ts';
import { splitInner } from './inner-mail.ts';
import { addFile, note, type Opener } from './opener.ts';
import type { Part } from './part.ts';

/** The types of S/MIME (RFC 8551 §3.2) in the spellings that are met. */
const smimeType = /^application\/(?:x-)?(?:pkcs-?7(?:-?mime)?|cms|smime)$/;
const signatureType = /^application\/(?:x-)?pkcs-?7-signature$/;
/** Types that say nothing of a file, so that its name has to. */
const unspecificType = /^(?:application\/(?:octet-stream|x-.*|unknown|binary|download|force-download)|binary\/.*)?$/;
const smimeName = /\.p7[mz]$/i;
/** A name under which a wrapped file is sent, as in `invoice.xml.p7m`. */
const fileName = /[^.]\.\w{1,10}\.p7[mz]$/i;
/** The fields of a MIME entity or of a mail. */
const mimeField =
  /^(?:content-[a-z-]{1,40}|mime-version|from|to|subject|date|message-id|received|return-path)[ \t]{0,5}:/im;
/** Bytes of the content that show what it is. */
const openingBytes = 16 * 1024;
/** Bytes of a wrapped file; larger ones stay in their wrapper. */
const maxFileBytes = 25 * 1024 * 1024;

/** Whether a part is S/MIME that is no mere signature. */
export const isSmime = ({ contentType, leaf }: Part): boolean =>
  leaf?.kind === 'attachment' &&
  (smimeType.test(contentType) || (unspecificType.test(contentType) && smimeName.test(leaf.filename ?? '')));

/** Whether a part is a signature beside what it signs, or certificates: it holds nothing that could run. */
export async function isBareSignature({ contentType }: Part, leaf: AttachmentLeaf): Promise<boolean> {
  const isSignature = signatureType.test(contentType) || smimeType.test(contentType);
  if (!isSignature && !(unspecificType.test(contentType) && /\.p7[sm]$/i.test(leaf.filename ?? ''))) return false;
  const opened = await openCms(binaryOf(leaf));
  if ('content' in opened) await opened.content[Symbol.asyncIterator]().return?.();
  return opened.kind === 'empty';
}

/**
 * Opens S/MIME: what was signed or compressed is read as the MIME that it is, without a look at the signature.
 *
 * @param depth wrappers around it
 * @returns the leaves of what it holds
 */
export async function openSmime(
  part: Part,
  leaf: AttachmentLeaf,
  opener: Opener,
  depth: number,
): Promise<readonly Part[]> {
  const isFile = fileName.test(leaf.filename ?? '');
  const opened = await openCms(binaryOf(leaf));
  if (!('content' in opened)) {
    // A file that is encrypted says nothing of the mail around it.
    if (opened.kind === 'encrypted' && !isFile) note(opener, { format: 'smime-encrypted', opened: false });
    if (opened.kind === 'unreadable' && !isFile) note(opener, { format: 'smime', opened: false });
    return [];
  }
  const { kind } = opened;
  const content = kind === 'compressed' ? inflated(opened.content) : opened.content;
  const { opening, whole } = await withOpening(content);
  const leaves = isMime(opening)
    ? await openMime(part, whole, opener, depth)
    : await openContent(part, { leaf, opening, whole, isFile }, opener, depth);
  const format = kind === 'signed' ? 'smime-signed' : 'smime-compressed';
  if (leaves === undefined) note(opener, { format: 'smime', opened: false });
  else note(opener, compact({ format, opened: true, signature: kind === 'signed' ? 'unverified' : undefined }));
  return leaves ?? [];
}

/** Puts what a wrapper holds in its place among the words. */
async function openMime(
  part: Part,
  whole: AsyncIterable<Uint8Array>,
  opener: Opener,
  depth: number,
): Promise<readonly Part[] | undefined> {
  const inner = await splitInner(whole, opener, depth);
  if (inner === undefined) return undefined;
  part.children.push(inner.wordsRoot);
  return inner.leaves;
}

/** The content of a wrapper. */
interface Content {
  readonly leaf: AttachmentLeaf;
  /** Its first bytes. */
  readonly opening: Buffer;
  readonly whole: AsyncIterable<Uint8Array>;
  /** Whether it was sent as a file under a name of its own. */
  readonly isFile: boolean;
}

/** Content without a header of MIME: a file that was signed, or words. */
async function openContent(
  part: Part,
  { leaf, opening, whole, isFile }: Content,
  opener: Opener,
  depth: number,
): Promise<readonly Part[] | undefined> {
  if (!isFile && !opening.includes(0)) {
    const header = Buffer.from('Content-Type: text/plain\r\n\r\n');
    return openMime(part, chained(header, whole), opener, depth);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of whole) {
    size += bytes.byteLength;
    if (size > maxFileBytes || opener.room.files <= 0) return undefined;
    chunks.push(bytes);
  }
  opener.room.files -= 1;
  const filename = cleanFilename(leaf.filename?.replace(smimeName, ''));
  addFile(opener, part, compact({ filename, bytes: Buffer.concat(chunks) }));
  return [];
}

/** Whether the header of a content is that of a MIME entity. */
const isMime = (opening: Buffer): boolean => {
  const text = opening.toString('latin1').trimStart();
  const end = text.search(/\r?\n[ \t]*\r?\n/);
  return /^[!-9;-~]{1,100}[ \t]{0,5}:/.test(text) && mimeField.test(end < 0 ? text : text.slice(0, end));
};

/** A content and its first bytes. */
async function withOpening(
  content: AsyncIterable<Uint8Array>,
): Promise<{ readonly opening: Buffer; readonly whole: AsyncIterable<Uint8Array> }> {
  const iterator = content[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  for (let size = 0; size < openingBytes; ) {
    const { done, value } = await iterator.next();
    if (done) break;
    size += value.byteLength;
    chunks.push(value);
  }
  const opening = Buffer.concat(chunks);
  return { opening, whole: chained(opening, { [Symbol.asyncIterator]: () => iterator }) };
}

async function* chained(first: Buffer, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* rest;
}

/** The bytes of a part: some senders leave out that they are in base64, or send them as PEM (RFC 7468 §9). */
function binaryOf({ spooled }: AttachmentLeaf): AsyncIterable<Uint8Array> {
  const opening = spooled.head(200).toString('latin1');
  const isText = /^\s*(?:-----BEGIN (?:PKCS7|CMS|SMIME)-----\s|M[A-Za-z0-9+/]{20})/.test(opening);
  return isText ? decoded(spooled.open()) : spooled.open();
}

async function* decoded(text: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = createBase64Decoder();
  let isFirst = true;
  for await (const bytes of text) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = isFirst && chunk.toString('latin1', 0, 40).trimStart().startsWith('-') ? chunk.indexOf(0x0a) + 1 : 0;
    isFirst = false;
    yield* decoder.decode(chunk.subarray(start));
  }
  yield decoder.end();
}

/** Decompresses as far as the bytes go (RFC 3274 §1.1 names ZLIB alone). */
async function* inflated(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* pipeline(Readable.from(content), createInflate(), () => {});
  } catch {
    // The bytes before the fault were passed on already.
  }
}
