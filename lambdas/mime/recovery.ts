import { withoutEnd } from '../domain/mail/text.ts';
import type { AttachmentLeaf } from './attachment-leaf.ts';
import type { Part } from './part.ts';
import { type SplitLimits, splitMail } from './split-mail.ts';
import type { Spool } from './spool.ts';
import { openText, type TextLeaf } from './text-leaf.ts';

/** The parts of a mail that hold its words and its files. */
interface RecoveredMail {
  /** The part whose text is the mail's. */
  readonly wordsRoot: Part;
  /** The parts inside another one, which the splitter did not open. */
  readonly inner: readonly Part[];
}

/** The longest file that is taken for the words of a mail, in bytes. */
const maxAdoptedBytes = 256 * 1024;
/** The longest text that is read again as a multipart, in bytes. */
const maxReadAgainBytes = 8 * 1024 * 1024;

/**
 * Finds the words of a mail that has none in their usual place: the whole mail is another one (`message/rfc822`), its
 * only text is marked as a file, or its parts stand in a text because its header names no multipart.
 */
export function recoverWords(
  root: Part,
  leaves: readonly Part[],
  spool: Spool,
  limits: SplitLimits,
): RecoveredMail | Promise<RecoveredMail> {
  const again = openedAgain(root);
  return again ? readAgain(again, root, leaves, spool, limits) : adoptWords(root, leaves);
}

async function readAgain(
  bytes: AsyncIterable<Uint8Array>,
  root: Part,
  leaves: readonly Part[],
  spool: Spool,
  limits: SplitLimits,
): Promise<RecoveredMail> {
  const split = await splitMail(bytes, spool, limits);
  return 'root' in split ? { wordsRoot: split.root, inner: split.leaves } : adoptWords(root, leaves);
}

function adoptWords(root: Part, leaves: readonly Part[]): RecoveredMail {
  const adopted = leaves.some(({ leaf }) => leaf?.kind === 'text') ? undefined : leaves.find(isShortText);
  return { wordsRoot: adopted ? asWords(adopted) : root, inner: [] };
}

/** The bytes of a root part that are a mail of their own. */
function openedAgain({ contentType, leaf }: Part): AsyncIterable<Uint8Array> | undefined {
  if (leaf?.kind === 'attachment')
    return /^message\/(?:rfc822|global)$/.test(contentType) ? leaf.spooled.open() : undefined;
  if (leaf === undefined || contentType !== 'text/plain') return undefined;
  return leaf.size() <= maxReadAgainBytes ? asMultipart(leaf) : undefined;
}

/** The opening of a multipart: perhaps its usual first words, a boundary, and a field of the first part. */
const opening =
  /^(?:\s{0,20}this is an? (?:multi-?part|mime)[^\r\n]{0,100}\r?\n)?\s{0,20}(--[^\s-][^\r\n]{0,200})\r?\n(?=content-(?:type|transfer-encoding|disposition)[ \t]*:)/i;

/** A text that begins like a multipart, and uses its boundary again, behind a header that says so. */
function asMultipart(text: TextLeaf): AsyncIterable<Uint8Array> | undefined {
  const [first] = text.pieces();
  if (first === undefined || !first.subarray(0, 1000).includes('--')) return undefined;
  const boundary = withoutEnd(opening.exec(first.toString('latin1', 0, 1000))?.[1] ?? '', /[ \t]/);
  if (boundary === '' || /["\\]/.test(boundary)) return undefined;
  const bytes = text.bytes();
  if (bytes.indexOf(`\n${boundary}`, bytes.indexOf(boundary) + boundary.length, 'latin1') < 0) return undefined;
  const header = `Content-Type: multipart/mixed; boundary="${boundary.slice(2)}"\r\n\r\n`;
  return onceOf(Buffer.concat([Buffer.from(header, 'latin1'), bytes]));
}

async function* onceOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Whether a part is text that may be the words: the whole mail, or a part without a name, which is no file to anybody. */
const isShortText = ({ contentType, leaf, parent }: Part): boolean =>
  /^text\/(?:plain|html)$/.test(contentType) &&
  leaf?.kind === 'attachment' &&
  (parent === undefined || leaf.filename === undefined) &&
  leaf.size() <= maxAdoptedBytes;

/** A part of text that was marked as a file, as the words of its mail. */
function asWords(part: Part): Part {
  const { node, contentType } = part;
  const { charset, flowed, delSp } = node;
  // The spool holds the bytes without their transfer encoding.
  const leaf = openText({ charset, flowed, delSp, contentType, encoding: false });
  leaf.write((part.leaf as AttachmentLeaf).spooled.head(maxAdoptedBytes));
  return { node, contentType, children: [], leaf };
}
