import { createHash } from 'node:crypto';
import { sha256 } from '../domain/mail/identity.ts';
import type { Part } from './part.ts';
import type { TextLeaf } from './text-leaf.ts';

/** The size up to which the text parts are hashed as one string, which is faster. */
const smallBytes = 256 * 1024;
/** Characters that `trimEnd` takes off, among the characters that bytes can be. */
const blankEnd = /[\t\n\v\f\r \u00a0]/;

/**
 * SHA-256, hex, over the text parts of a mail without their transfer encoding: byte for byte as Latin-1, line ends
 * as LF, without blanks at the end, each behind its type, joined by line feeds.
 *
 * Events are named after it, so that a large mail must have the digest that it had when all of it was held in memory.
 */
export function bodyDigestOf(leaves: readonly Part[]): string {
  const texts = leaves.flatMap(({ contentType, leaf }) => (leaf?.kind === 'text' ? [{ contentType, leaf }] : []));
  const size = texts.reduce((sum, { leaf }) => sum + leaf.size(), 0);
  if (size <= smallBytes)
    return sha256(...texts.flatMap(({ contentType, leaf }) => [contentType, withoutBlankEnd(leaf.bytes())]));
  const hash = createHash('sha256');
  for (const [index, { contentType, leaf }] of texts.entries()) {
    hash.update(`${index === 0 ? '' : '\n'}${contentType}\n`);
    for (const text of trimmed(leaf)) hash.update(text);
  }
  return hash.digest('hex');
}

const withoutBlankEnd = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\r\n', '\n').trimEnd();

/** The same piece by piece: blanks are held back until something follows them. */
function* trimmed(leaf: TextLeaf): Generator<string> {
  let blanks: string[] = [];
  let carried = '';
  for (const piece of leaf.pieces()) {
    const sent = carried + piece.toString('latin1');
    // The line feed that belongs to it may come with the next piece.
    carried = sent.endsWith('\r') ? '\r' : '';
    const text = sent.slice(0, sent.length - carried.length).replaceAll('\r\n', '\n');
    let end = text.length;
    while (end > 0 && blankEnd.test(text[end - 1]!)) end -= 1;
    if (end > 0) {
      yield* blanks;
      blanks = [];
      yield text.slice(0, end);
    }
    if (end < text.length) blanks.push(text.slice(end));
  }
}
