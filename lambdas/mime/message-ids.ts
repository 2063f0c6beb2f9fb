import { cleanLine, withoutEnd, withoutStart } from '../domain/mail/text.ts';
import { decodeWords } from './encoded-words.ts';

/** Longest id that is kept: a line of a header (RFC 5322 §2.1.1). */
const maxIdLength = 998;

/**
 * The ids of a field (RFC 5322 §3.6.4), in order and each once: those between angle brackets, and bare ones, for clients
 * that forget the brackets of some or of all. Words around an id, as in "Your message of Monday", are none.
 *
 * Encoded words are read first: some relays encode a field that they fold.
 */
export function messageIdsOf(value: string | undefined): string[] {
  if (value === undefined) return [];
  // Most fields hold one id.
  if (/^<[!-;=?-~]{1,300}>$/.test(value)) return [value.slice(1, -1)];
  const decoded = decodeWords(value);
  const bracketed = decoded.match(/<[^<>]+>/g) ?? [];
  const bare = decoded
    .replace(/<[^<>]+>/g, ' ')
    .split(/[\s,;]+/)
    .map((word) => withoutEnd(withoutStart(word, /</), />/))
    .filter((word) => word !== '');
  const ids =
    bracketed.length > 0 && (bare.length === 0 || !bare.every(isAddressed))
      ? bracketed.map((id) => id.slice(1, -1).replace(/\s+/g, ''))
      : inOrder(decoded, bare);
  return [...new Set(ids.map((id) => cleanLine(id)?.slice(0, maxIdLength)))].filter((id) => id !== undefined);
}

const isAddressed = (word: string): boolean => /^[^\s@"'()]+@[^\s@"'()]+$/.test(word);

/** Bracketed and bare ids as they follow each other; of bare words alone, those that can be ids. */
function inOrder(decoded: string, bare: readonly string[]): string[] {
  const isProse = bare.length > 1 && !bare.every(isAddressed);
  return decoded
    .split(/[\s,;<>]+/)
    .filter((word) => word !== '' && (!isProse || isAddressed(word) || /^(?=\D*\d)\S{12,}$/.test(word)));
}
