/** A piece of RTF: a brace, a control word with its number, a control symbol, a byte by its number, or plain bytes. */
export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'word'; readonly name: string; readonly value?: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'bytes'; readonly bytes: Buffer };

const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const isLineEnd = (byte: number): boolean => byte === 0x0d || byte === 0x0a;
const isPlain = (byte: number): boolean =>
  byte !== backslash && byte !== openBrace && byte !== closeBrace && !isLineEnd(byte);

/** Longest name and number of a control word; the format allows 32 letters. */
const word = /^([a-zA-Z]{1,32})(-?\d{1,10})?( ?)/;
const longestWord = 44;

/** The tokens of RTF 1.9.1, in order, as far as the bytes go. Line ends that are not escaped mean nothing. */
export function* rtfTokens(rtf: Buffer): Generator<RtfToken> {
  let at = 0;
  while (at < rtf.length) {
    const byte = rtf[at]!;
    if (byte === backslash) {
      const { token, next } = controlAt(rtf, at + 1);
      if (token !== undefined) yield token;
      at = next;
    } else if (isPlain(byte)) {
      let end = at + 1;
      while (end < rtf.length && isPlain(rtf[end]!)) end += 1;
      yield { kind: 'bytes', bytes: rtf.subarray(at, end) };
      at = end;
    } else {
      if (!isLineEnd(byte)) yield byte === openBrace ? { kind: 'open' } : { kind: 'close' };
      at += 1;
    }
  }
}

/** The control word or symbol behind a backslash. */
function controlAt(rtf: Buffer, at: number): { readonly token?: RtfToken; readonly next: number } {
  const found = word.exec(rtf.toString('latin1', at, at + longestWord));
  if (found === null) return symbolAt(rtf, at);
  const [whole, name, digits] = found;
  const value = digits === undefined ? undefined : Number(digits);
  const next = at + whole.length;
  // Raw bytes of a picture, which may hold braces.
  if (name === 'bin') return { next: next + Math.max(0, value ?? 0) };
  return { token: value === undefined ? { kind: 'word', name: name! } : { kind: 'word', name: name!, value }, next };
}

function symbolAt(rtf: Buffer, at: number): { readonly token?: RtfToken; readonly next: number } {
  const name = rtf.toString('latin1', at, at + 1);
  if (name === "'") {
    const hex = rtf.toString('latin1', at + 1, at + 3);
    const isByte = /^[\da-f]{2}$/i.test(hex);
    return isByte ? { token: { kind: 'bytes', bytes: Buffer.from(hex, 'hex') }, next: at + 3 } : { next: at + 1 };
  }
  if (name === '\\' || name === '{' || name === '}')
    return { token: { kind: 'bytes', bytes: rtf.subarray(at, at + 1) }, next: at + 1 };
  return name === '' ? { next: at } : { token: { kind: 'symbol', name }, next: at + 1 };
}
