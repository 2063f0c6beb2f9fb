import type { MimeNode } from '@zone-eu/mailsplit';
import { compact } from '../compact.ts';
import { cleanFilename, cleanLine, withoutEnd, withoutStart } from '../domain/mail/text.ts';
import { type AttachmentLeaf, openAttachment } from './attachment-leaf.ts';
import { exactUtf8 } from './charset.ts';
import type { Spool } from './spool.ts';
import { openText, type TextLeaf } from './text-leaf.ts';

/** One MIME part while it is being read. */
export interface Part {
  readonly node: MimeNode;
  readonly contentType: string;
  readonly children: Part[];
  readonly parent?: Part;
  /** Absent for multiparts: their children are their bodies. Another one takes its place where a text held files. */
  leaf?: TextLeaf | AttachmentLeaf;
}

const textTypes = ['text/plain', 'text/html'];

/** Opens the part of a node that the splitter announced. */
export function openPart(node: MimeNode, parent: Part | undefined, spool: Spool, hasText: boolean): Part {
  const declared = declaredType(node, parent);
  // A word alone is no type (RFC 2045 §5.2); an unknown kind of text as the whole mail is text (RFC 2046 §4.1.4).
  const isWords =
    (/^[\w-]+$/.test(declared) && !node.filename) ||
    declared === 'text' ||
    (parent === undefined && /^text\/(?!html|calendar|rfc822-headers|csv|x?-?vcard)/.test(declared) && !node.filename);
  const contentType = isWords ? 'text/plain' : declared;
  const children: Part[] = [];
  const base = compact({ node, contentType, children, parent });
  if (/^multipart\//.test(contentType)) return base;
  const filename = filenameOf(node);
  const isNamedText = filename !== undefined && hasText;
  const isShown = !node.disposition || node.disposition === 'inline';
  const isText = textTypes.includes(contentType) && isShown && !isNamedText;
  return { ...base, leaf: isText ? openText(node) : openAttachment(node, filename, spool) };
}

/** The type of a part; within a digest it is a mail where none is named (RFC 2046 §5.1.5). */
function declaredType(node: MimeNode, parent: Part | undefined): string {
  const isInDigest = parent?.contentType === 'multipart/digest';
  if (isInDigest && node.headers !== false && !node.headers.getFirst('Content-Type')) return 'message/rfc822';
  return node.contentType || (parent === undefined ? 'text/plain' : '');
}

/** A part of text for the words of a multipart that has no part. */
export function textPartOf(parent: Part, bytes: Buffer): Part & { readonly leaf: TextLeaf } {
  const leaf = openText(parent.node);
  leaf.write(bytes);
  return { node: parent.node, contentType: 'text/plain', children: [], parent, leaf };
}

/** The file name; the splitter hands over raw 8-bit names byte for byte. */
function filenameOf(node: MimeNode): string | undefined {
  if (!node.filename) return undefined;
  const isBytes = /[\u0080-\u00ff]/.test(node.filename) && !/[\u0100-\uffff]/.test(node.filename);
  const repaired = isBytes ? (exactUtf8(Buffer.from(node.filename, 'latin1')) ?? node.filename) : node.filename;
  return cleanFilename(repaired);
}

/** The id that `cid:` URLs use (RFC 2392), without angle brackets. */
export const contentIdOf = ({ node }: Part): string | undefined =>
  node.headers === false
    ? undefined
    : cleanLine(withoutEnd(withoutStart(node.headers.getFirst('Content-ID'), /[\s<]/), /[\s>]/));
