import type { AttachmentLeaf } from './attachment-leaf.ts';
import { mayHoldFiles, withoutEncodedFiles } from './encoded-files.ts';
import { addFile, note, type Opener } from './opener.ts';
import type { Part } from './part.ts';
import { mayHoldArmor, type WithoutArmor, withoutArmor, withoutHtmlArmor } from './pgp-armor.ts';
import { openPgpMessage } from './pgp-message.ts';
import { isSmime, openSmime } from './smime.ts';
import { openText, type TextLeaf } from './text-leaf.ts';

/** Text up to this size is in memory without its transfer encoding anyway. */
const smallBytes = 256 * 1024;
/** Longer text is not searched for files: nothing would inspect them. */
const maxTextBytes = 32 * 1024 * 1024;

/**
 * Opens the wrappers among the parts of a mail: signed and compressed S/MIME, armor of PGP, files in uuencode and yEnc. Their
 * content becomes words and attachments of the mail; an encrypted wrapper is noted.
 *
 * @param depth wrappers around these parts
 * @returns the leaves with those that were found, each behind its wrapper; not a promise where there is no wrapper
 */
export function openWrappers(
  leaves: readonly Part[],
  opener: Opener,
  depth = 0,
): readonly Part[] | Promise<readonly Part[]> {
  return leaves.some(mayWrap) ? openEach(leaves, opener, depth) : leaves;
}

/** Whether a part may be a wrapper, at little cost: most parts are none. */
function mayWrap(part: Part): boolean {
  const { leaf, contentType } = part;
  if (leaf?.kind === 'attachment') return isSmime(part) || isPgpControl(contentType);
  return leaf !== undefined && leaf.size() <= maxTextBytes && hasMark(leaf);
}

/** The part that says that its neighbour is encrypted (RFC 3156 §4). */
const isPgpControl = (contentType: string): boolean => contentType === 'application/pgp-encrypted';

function hasMark(text: TextLeaf): boolean {
  const pieces = text.size() <= smallBytes ? [text.bytes()] : text.pieces();
  for (const piece of pieces) if (mayHoldFiles(piece) || mayHoldArmor(piece)) return true;
  return false;
}

async function openEach(leaves: readonly Part[], opener: Opener, depth: number): Promise<readonly Part[]> {
  const all: Part[] = [];
  for (const part of leaves) {
    const { leaf } = part;
    all.push(part);
    if (!mayWrap(part)) continue;
    if (leaf?.kind === 'text') openTextPart(part, leaf, opener);
    else if (isPgpControl(part.contentType)) note(opener, { format: 'pgp-encrypted', opened: false });
    else if (leaf) all.push(...(await openInner(part, leaf, opener, depth)));
  }
  return all;
}

/** Opens a part that holds parts, and the wrappers among those. */
async function openInner(part: Part, leaf: AttachmentLeaf, opener: Opener, depth: number): Promise<readonly Part[]> {
  const inner = await openWrappers(await openSmime(part, leaf, opener, depth + 1), opener, depth + 1);
  for (const found of inner) {
    opener.found.add(found);
    if (!opener.holders.has(found)) opener.holders.set(found, part);
  }
  return inner;
}

/** Takes files and armor out of a text. */
function openTextPart(part: Part, text: TextLeaf, opener: Opener): void {
  const withoutFiles = withoutEncodedFiles(text.bytes(), opener.room.files);
  for (const { name, bytes, format } of withoutFiles?.files ?? []) {
    opener.room.files -= 1;
    note(opener, { format, opened: true });
    addFile(opener, part, { filename: name, bytes });
  }
  const rest = withoutFiles?.rest ?? text.bytes();
  const words = mayHoldArmor(rest) ? withoutPgp(part, rest.toString('latin1'), opener) : undefined;
  if (withoutFiles === undefined && words === undefined) return;
  const { charset, flowed, delSp } = part.node;
  part.leaf = openText({ charset, flowed, delSp, contentType: part.contentType, encoding: false });
  part.leaf.write(words === undefined ? rest : Buffer.from(words.text, 'latin1'));
}

function withoutPgp(part: Part, sent: string, opener: Opener): WithoutArmor | undefined {
  const words =
    part.contentType === 'text/html'
      ? withoutHtmlArmor(sent)
      : withoutArmor(sent, (message) => wordsOfMessage(message, part, opener));
  if (words?.isSigned) note(opener, { format: 'pgp-signed', opened: true, signature: 'unverified' });
  return words;
}

/** Replaces a PGP message by its words. A message that cannot be opened becomes an attachment, so that the key's owner can open it. */
function wordsOfMessage(message: string, part: Part, opener: Opener): string {
  // Beyond the limit a message stays in the text.
  if (opener.room.files <= 0) return message;
  opener.room.files -= 1;
  const opened = openPgpMessage(message);
  if (opened.kind === 'opened') {
    note(opener, { format: 'pgp-signed', opened: true, signature: 'unverified' });
    return opened.bytes.toString('latin1');
  }
  note(opener, { format: opened.kind === 'encrypted' ? 'pgp-encrypted' : 'pgp', opened: false });
  addFile(opener, part, {
    filename: opened.kind === 'encrypted' ? 'encrypted.asc' : 'message.asc',
    contentType: 'application/pgp-encrypted',
    bytes: Buffer.from(`${message}\n`, 'latin1'),
  });
  return '';
}
