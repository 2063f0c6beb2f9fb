import { Parser } from 'htmlparser2';
import { traitsOf } from './html-elements.ts';
import type { EscapedText, Markup, StartTag } from './markup.ts';
import { plainAttributesOf, plainPartsOf } from './plain-markup.ts';

/** Ends a text among the pieces that are parsed together. */
const textEnd = 'br';

/**
 * Reads the attributes of the different start tags of HTML, and the characters of its texts with escapes, all that are
 * not plain in one run of the parser: most mail repeats few tags many times.
 *
 * @returns whether the parser saw the same pieces
 */
export function readMeaning({ tags, texts }: Markup): boolean {
  const pieces: Array<StartTag | EscapedText> = [];
  for (const tag of tags.values()) {
    if (tag.meaning !== undefined) continue;
    const attributes = plainAttributesOf(tag);
    if (attributes === undefined) pieces.push(tag);
    else tag.meaning = { attributes, traits: traitsOf(tag.name, attributes) };
  }
  for (const text of texts) {
    text.parts ??= plainPartsOf(text.source);
    if (text.parts === undefined) pieces.push(text);
  }
  if (pieces.length === 0) return true;
  let isSame = true;
  let at = 0;
  let parts: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const piece = pieces[at];
        if (piece?.kind === 'start' && piece.name === name && parts.length === 0)
          piece.meaning = { attributes, traits: traitsOf(name, attributes) };
        else if (piece?.kind === 'text' && name === textEnd) piece.parts = parts;
        else isSame = false;
        parts = [];
      },
      onclosetag() {
        at += 1;
      },
      ontext(text) {
        parts.push(text);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  for (const piece of pieces)
    parser.write(piece.kind === 'start' ? piece.source + piece.end : `${piece.source}<${textEnd}>`);
  parser.end();
  return isSame && at === pieces.length;
}
