/** A block of header lines, and the start of the body where the block holds some of it. */
interface HeaderEnd {
  readonly header: Buffer;
  readonly body?: Buffer;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/** Fields that show that a header goes on, where a line before them is none. */
const usualFields =
  /^(?:from|to|cc|date|subject|message-id|mime-version|content-(?:type|transfer-encoding|disposition|id)|received|reply-to|return-path|references|in-reply-to|dkim-signature|x-[\w-]{2,60}):/i;

/**
 * Finds the end of a header whose blank line is missing, as some scripts send it: a line that can be no field (RFC 5322
 * §2.2) ends it, and the rest is body. Where usual fields follow, the line is a folded one without its blank instead,
 * and gets it.
 *
 * @param block all lines up to the first blank one, as sent
 * @param isMail whether the header is that of the mail, which has fields; a part may begin with its words
 */
export function findHeaderEnd(block: Buffer, isMail: boolean): HeaderEnd {
  const strays: number[] = [];
  let usual = -1;
  for (let at = 0; at < block.length; ) {
    const feed = block.indexOf(newline, at);
    const next = feed < 0 ? block.length : feed + 1;
    if (!isBlank(block[at]) && !isBlankLine(block, at)) {
      if (!isField(block, at) && !isEnvelope(block, at)) strays.push(at);
      else if (strays.length > 0 && usualFields.test(block.toString('latin1', at, Math.min(next, at + 70)))) usual = at;
    }
    at = next;
  }
  const end = strays.find((stray) => stray > usual && (stray > 0 || !isMail));
  const folded = strays.filter((stray) => stray > 0 && stray < usual);
  if (end === undefined && folded.length === 0) return { header: block };
  const header = withBlanks(block.subarray(0, end ?? block.length), folded);
  return end === undefined ? { header } : { header, body: block.subarray(end) };
}

const isBlankLine = (block: Buffer, at: number): boolean =>
  block[at] === newline || (block[at] === carriageReturn && (at + 1 >= block.length || block[at + 1] === newline));

/** Whether a line begins with a field name, perhaps blanks, and a colon. */
function isField(block: Buffer, start: number): boolean {
  let at = start;
  // Raw 8-bit bytes are in no name of a field, but the software that writes them is not ours to judge.
  while (at < block.length && block[at]! > 0x20 && block[at] !== colon) at += 1;
  const hasName = at > start;
  while (isBlank(block[at])) at += 1;
  return hasName && block[at] === colon;
}

/** The line that mbox files and web servers put in front of a mail. */
const isEnvelope = (block: Buffer, at: number): boolean =>
  /^>?(?:From|POST) /i.test(block.toString('latin1', at, at + 6));

/** The block with a blank in front of each line that continues the one above it. */
function withBlanks(block: Buffer, folded: readonly number[]): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const at of folded) {
    pieces.push(block.subarray(from, at), Buffer.from(' '));
    from = at;
  }
  return folded.length === 0 ? block : Buffer.concat([...pieces, block.subarray(from)]);
}
