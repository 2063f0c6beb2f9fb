import libmime from 'libmime';
import { compact } from '../compact.ts';
import { sha256Of } from '../domain/mail/identity.ts';
import type { CarriedMail, ParsedAttachment } from '../domain/mail/parsed-mail.ts';
import { cleanFilename, cleanLine } from '../domain/mail/text.ts';
import { builtInRules, findData } from '../domain/understanding/data-loss.ts';
import type { Budget } from '../inspect/budget.ts';
import { type Inspection, inspect } from '../inspect/inspect.ts';
import { readTnef, type Tnef } from '../inspect/tnef.ts';
import type { AttachmentLeaf } from './attachment-leaf.ts';
import { describeMail, isCarriedMail, openCarriedMail } from './carried-mail.ts';
import { exactUtf8 } from './charset.ts';
import { mayHoldFiles, withoutEncodedFiles } from './encoded-files.ts';
import { unread, withInner, withInnerVerdicts, withoutReason, withReason } from './inner-verdicts.ts';
import { type InnerFile, note, type Opener, openerWithin } from './opener.ts';
import { contentIdOf, type Part } from './part.ts';
import { isBareSignature, isSmime } from './smime.ts';
import type { SpooledPart } from './spool.ts';

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
/** RFC 6838 §4.2 allows a type 255 characters; a Content-ID is a line (RFC 5322 §2.1.1). Both are in the event. */
const maxTypeLength = 255;
const maxContentIdLength = 998;
/** Larger TNEF parts and texts are not opened, as no larger file is inspected. */
const maxOpenedBytes = 25 * 1024 * 1024;

/** The attachments of a mail while they are read. */
interface Reading {
  readonly opener: Opener;
  readonly depth: number;
  readonly describesCarried: boolean;
  readonly list: ReadAttachment[];
  /** The index of each part in the list. */
  readonly places: Map<Part, number>;
  tnef?: Tnef;
}

/**
 * Describes and inspects the attachments of a mail. Files within one of them follow it, and its verdict is no better than
 * theirs. Those of a mail that is carried stay in it: they are inspected, and described beside it.
 *
 * @param describesCarried false where a carried mail is a returned one, and no message of its own
 * @param depth mails around this one
 */
export async function readAttachments(
  leaves: readonly Part[],
  opener: Opener,
  describesCarried = true,
  depth = 0,
): Promise<ReadAttachments> {
  const reading: Reading = { opener, depth, describesCarried, list: [], places: new Map() };
  for (const part of leaves) {
    if (part.leaf?.kind === 'attachment' && !isOtherForm(part)) await readPart(reading, part, part.leaf);
    const holder = reading.places.get(part) ?? placeOfHolder(reading, part);
    await addFiles(reading, opener.files.get(part) ?? [], { place: holder, isFound: true });
  }
  return compact({ attachments: withInnerVerdicts(reading.list), tnef: reading.tnef });
}

/** The index of the attachment that holds a part. */
function placeOfHolder({ opener, places }: Reading, part: Part): number | undefined {
  const holder = opener.holders.get(part);
  return holder && places.get(holder);
}

/** Reads an attachment, and what it holds. */
async function readPart(reading: Reading, part: Part, leaf: AttachmentLeaf): Promise<void> {
  const { list, places, opener } = reading;
  const place = list.length;
  places.set(part, place);
  const origin = { place: placeOfHolder(reading, part), isFound: opener.found.has(part) };
  list.push(from(await readOne(part, leaf, opener.budget), origin));
  if (isTnef(part, leaf)) await readTnefFiles(reading, leaf, { ...origin, place });
  else if (isCarriedMail(part, leaf) && !isOpened(opener, part)) await readCarried(reading, leaf, place);
  else if ((isSmime(part) && (isOpened(opener, part) || opener.files.has(part))) || (await isBareSignature(part, leaf)))
    list[place] = withoutReason(list[place]!, unread.anyType);
  else if (list[place]!.described.reasons.includes(unread.encodedFile) && leaf.size() <= maxOpenedBytes)
    await readEncodedFiles(reading, leaf, place);
}

/** Whether the parts of a mail are among those of the outer one already. */
const isOpened = ({ holders }: Opener, part: Part): boolean => holders.values().some((holder) => holder === part);

async function readTnefFiles(reading: Reading, { spooled }: AttachmentLeaf, origin: Origin): Promise<void> {
  const { opener } = reading;
  const unpacked = readTnef(await bytesOf(spooled));
  if (unpacked) reading.tnef ??= unpacked;
  note(opener, { format: 'tnef', opened: unpacked !== undefined });
  await addFiles(reading, (unpacked?.attachments ?? []).slice(0, Math.max(0, opener.room.files)), origin);
  opener.room.files -= unpacked?.attachments.length ?? 0;
}

/** Takes the files out of an attached text. */
async function readEncodedFiles(reading: Reading, { spooled }: AttachmentLeaf, place: number): Promise<void> {
  const { opener, list } = reading;
  const found = withoutEncodedFiles(await bytesOf(spooled), opener.room.files);
  if (found === undefined) return;
  opener.room.files -= found.files.length;
  for (const { format } of found.files) note(opener, { format, opened: true });
  await addFiles(
    reading,
    found.files.map(({ name, bytes }) => ({ filename: name, bytes })),
    { place, isFound: true },
  );
  if (!mayHoldFiles(found.rest)) list[place] = withoutReason(list[place]!, unread.encodedFile);
}

/** Reads the attachments of a carried mail. Its words are those of somebody else, and stay in it. */
async function readCarried(reading: Reading, { spooled }: AttachmentLeaf, place: number): Promise<void> {
  const { opener, depth, list, describesCarried } = reading;
  const own = openerWithin(opener);
  const mail = await openCarriedMail(spooled, own, depth + 1);
  if (mail === undefined) {
    list[place] = withReason(list[place]!, unread.carriedMail);
    return;
  }
  const { attachments } = await readAttachments(mail.leaves, own, false, depth + 1);
  const holding = withInner(withoutReason(list[place]!, unread.carriedMail), attachments);
  list[place] = describesCarried ? carrying(holding, describeMail(mail, attachments)) : holding;
}

/** The attachment with what it carries, under the name of its subject where its sender gave it none. */
function carrying(attachment: ReadAttachment, mail: CarriedMail): ReadAttachment {
  const { described } = attachment;
  const filename = described.filename ?? cleanFilename(`${(mail.subject ?? 'message').replace(/[/\\]/g, '-')}.eml`);
  return { ...attachment, described: compact({ ...described, filename, mail }) };
}

/** Adds files that were found in a part, or within the attachment at a place. */
async function addFiles(reading: Reading, files: readonly InnerFile[], origin: Origin): Promise<void> {
  for (const { filename: sentName, contentType, bytes } of files) {
    const spooled = reading.opener.spool.part();
    await spooled.write(bytes);
    await spooled.end();
    const filename = cleanFilename(textOfName(sentName));
    const type = contentType?.toLowerCase() || libmime.detectMimeType(filename?.split('.').at(-1) ?? '');
    const described = compact({
      filename,
      contentType: typeOf(type),
      size: bytes.length,
      sha256: sha256Of(bytes),
      isShown: false,
    });
    reading.list.push(from(await inspected(described, spooled, reading.opener.budget, sentName), origin));
  }
}

/** A name whose bytes came one by one. */
function textOfName(sent: string | undefined): string | undefined {
  return sent !== undefined && /^[\0-\u00ff]*$/.test(sent) ? (exactUtf8(Buffer.from(sent, 'latin1')) ?? sent) : sent;
}

/** Where an attachment comes from. */
interface Origin {
  /** The index of the attachment that holds it. */
  readonly place: number | undefined;
  /** Whether it does not stand in the mail as it was sent. */
  readonly isFound: boolean;
}

function from(attachment: ReadAttachment, { place, isFound }: Origin): ReadAttachment {
  if (place === undefined && !isFound) return attachment;
  const origin = compact({ within: place, isFound: isFound ? (true as const) : undefined });
  return { ...attachment, described: { ...attachment.described, ...origin } };
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
  size() <= maxOpenedBytes &&
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
