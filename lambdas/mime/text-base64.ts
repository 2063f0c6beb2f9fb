import { createBase64Decoder } from './base64.ts';

/** Characters of the start of a text that tell whether it was encoded at all. */
const headBytes = 4096;
const equals = 0x3d;

/**
 * A decoder for text that is declared as base64, which leaves alone what never was: a whole body under a wrong header,
 * and the footer that a list appends behind an encoded body.
 */
export function createTextBase64Decoder() {
  const decoder = createBase64Decoder();
  let state: 'start' | 'encoded' | 'plain' = 'start';
  return {
    decode(sent: Buffer): Buffer[] {
      if (state === 'start') state = isPlain(sent.toString('latin1', 0, headBytes)) ? 'plain' : 'encoded';
      if (state === 'plain') return [sent];
      const end = encodedEnd(sent);
      if (end === sent.length) return decoder.decode(sent);
      state = 'plain';
      return [...decoder.decode(sent.subarray(0, end)), decoder.end(), sent.subarray(end)];
    },
    end: (): Buffer => (state === 'plain' ? Buffer.alloc(0) : decoder.end()),
  };
}

/** The end of the encoded text: behind its padding, where words follow. */
function encodedEnd(sent: Buffer): number {
  const padding = sent.indexOf(equals);
  if (padding < 0) return sent.length;
  let end = padding;
  while (sent[end] === equals) end += 1;
  const rest = sent.toString('latin1', end, end + headBytes);
  return /[^A-Za-z0-9+/=\s]|[A-Za-z] [A-Za-z]/.test(rest) ? end : sent.length;
}

/** Whether a text is words: it has blanks within its lines, or marks that base64 has not. */
function isPlain(sent: string): boolean {
  const padding = sent.indexOf('=');
  const text = padding < 0 ? sent : `${sent.slice(0, padding)}=`;
  const others = text.replace(/[A-Za-z0-9+/=\r\n>]+/g, '');
  if (others.length * 50 < text.length) return false;
  // Encoded text with blanks between its groups is still encoded text.
  return others.trim() !== '' || text.split(/[\s>]+/).some((group) => group.length % 4 !== 0 && !group.endsWith('='));
}
