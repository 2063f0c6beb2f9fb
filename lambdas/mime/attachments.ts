import { compact } from '../compact.ts';
import { sha256Of } from '../domain/mail/identity.ts';
import type { ParsedAttachment } from '../domain/mail/parsed-mail.ts';
import { cleanFilename, cleanLine } from '../domain/mail/text.ts';
import { builtInRules, findData } from '../domain/understanding/data-loss.ts';
import { type Budget, newMailBudget } from '../inspect/budget.ts';
import { type Inspection, inspect } from '../inspect/inspect.ts';
import { readTnef, type Tnef } from '../inspect/tnef.ts';
import type { AttachmentLeaf } from './attachment-leaf.ts';
import { contentIdOf, type Part } from './part.ts';
import type { Spool, SpooledPart } from './spool.ts';

/** One attachment, described and inspected, with its bytes at hand. */
export interface ReadAttachment {
  readonly described: ParsedAttachment;
  readonly spooled: SpooledPart;
  /** The document without its macros, where it had some. */
  readonly macroFree?: Uint8Array;
}

interface ReadAttachments {
  readonly attachments: readonly ReadAttachment[];
  /** The body that a TNEF part holds. */
  readonly tnef?: Tnef;
}

/** Bytes of a file that show its type and a page's scripts. */
const headBytes = 64 * 1024;
const maxTnefBytes = 25 * 1024 * 1024;
/** Files that are taken out of a TNEF part: as many as a mail may have parts. The part itself is kept whole. */
const maxInnerFiles = 1000;
/** RFC 6838 §4.2 allows a type 255 characters; a Content-ID is a line (RFC 5322 §2.1.1). Both are in the event. */
const maxTypeLength = 255;
const maxContentIdLength = 998;

/** Describes and inspects the attachments of a mail; those within a TNEF part follow it. */
export async function readAttachments(leaves: readonly Part[], spool: Spool): Promise<ReadAttachments> {
  const attachments: ReadAttachment[] = [];
  const budget = newMailBudget();
  let tnef: Tnef | undefined;
  for (const part of leaves) {
    if (part.leaf?.kind !== 'attachment' || isOtherForm(part)) continue;
    attachments.push(await readOne(part, part.leaf, budget));
    if (!isTnef(part, part.leaf)) continue;
    const unpacked = readTnef(await bytesOf(part.leaf.spooled));
    tnef ??= unpacked;
    for (const inner of (unpacked?.attachments ?? []).slice(0, maxInnerFiles)) {
      const spooled = spool.part();
      await spooled.write(inner.bytes);
      await spooled.end();
      const filename = cleanFilename(inner.filename);
      const described = compact({
        filename,
        contentType: typeOf(inner.contentType?.toLowerCase()),
        size: inner.bytes.length,
        sha256: sha256Of(inner.bytes),
        isShown: false,
      });
      attachments.push(await inspected(described, spooled, budget, inner.filename));
    }
  }
  return compact({ attachments, tnef: tnef });
}

/**
 * Whether a part is the words of the mail in another form, as AMP or for a watch (RFC 2046 §5.1.4): a text beside a plain one
 * or HTML, without a name. An invitation is a file all the same.
 */
function isOtherForm({ node, contentType, parent }: Part): boolean {
  if (parent?.contentType !== 'multipart/alternative' || !/^text\/(?!calendar|x?-?vcard|directory)/.test(contentType))
    return false;
  if (node.filename || node.disposition === 'attachment') return false;
  return parent.children.some(({ leaf, children }) => leaf?.kind === 'text' || children.length > 0);
}

/** The attachments, each with whether the HTML names its Content-ID (RFC 2392). */
export function withShown(
  attachments: readonly ReadAttachment[],
  html: string | undefined,
): Array<ReadAttachment['described']> {
  const described = attachments.map((attachment) => attachment.described);
  if (html === undefined || !described.some(({ contentId }) => contentId !== undefined)) return described;
  const ids = new Set([...html.matchAll(/\bcid:([^"'\s<>()\\]{1,998})/gi)].map(([, id]) => idIn(id!)));
  return described.map((attachment) => ({
    ...attachment,
    isShown: attachment.contentId !== undefined && ids.has(attachment.contentId),
  }));
}

/** A Content-ID as it stands in an address within HTML. */
function idIn(written: string): string {
  const plain = written
    .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (_, hex?: string, decimal?: string) =>
      String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replaceAll('&amp;', '&');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

const isTnef = ({ contentType }: Part, { filename, size }: AttachmentLeaf): boolean =>
  size() <= maxTnefBytes &&
  (/^application\/(?:vnd\.)?ms-tnef$/.test(contentType) || filename?.toLowerCase() === 'winmail.dat');

function readOne(part: Part, leaf: AttachmentLeaf, budget: Budget): Promise<ReadAttachment> {
  const contentId = contentIdOf(part)?.slice(0, maxContentIdLength);
  const { disposition, filename } = part.node;
  const described = compact({
    filename: leaf.filename,
    contentType: typeOf(part.contentType),
    size: leaf.size(),
    sha256: leaf.sha256(),
    contentId,
    disposition: disposition ? (disposition === 'inline' ? ('inline' as const) : ('attachment' as const)) : undefined,
    isShown: false,
  });
  return inspected(described, leaf.spooled, budget, filename || undefined);
}

const typeOf = (written: string | undefined): string =>
  cleanLine(written)?.slice(0, maxTypeLength) ?? 'application/octet-stream';

/** The attachment with the verdict of its inspection. */
async function inspected(
  described: Omit<ParsedAttachment, keyof Pick<Inspection, 'verdict' | 'reasons'>>,
  spooled: SpooledPart,
  budget: Budget,
  sentName = '',
): Promise<ReadAttachment> {
  const { macroFree, text, ...inspection } = await inspect(
    compact({
      filename: described.filename,
      sentName,
      contentType: described.contentType,
      size: described.size,
      head: spooled.head(headBytes),
      read: () => bytesOf(spooled),
    }),
    budget,
  );
  const dataRules = text === undefined ? [] : findData([text], builtInRules);
  return compact({
    described: {
      ...described,
      ...inspection,
      ...compact({ hasMacroFreeCopy: macroFree && true, dataRules: dataRules.length > 0 ? dataRules : undefined }),
    },
    spooled,
    macroFree: macroFree,
  });
}

async function bytesOf(spooled: SpooledPart): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of spooled.open()) chunks.push(chunk);
  return chunks.length === 1 && Buffer.isBuffer(chunks[0]) ? chunks[0] : Buffer.concat(chunks);
}
