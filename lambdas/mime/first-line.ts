/** Bytes within which the first line has to end; without an end the bytes pass as they are. */
const reach = 8192;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Makes line ends of a sender's own kind the usual ones, chunk by chunk. */
type MendLines = (bytes: Buffer) => Buffer;

/**
 * Begins a mail at its first line: leaves out a byte order mark and blank lines before it, which would make an
 * empty header of the real one, and turns line ends of other kinds into the usual ones: CR alone, of old Macintoshes,
 * and CR CR LF, of software that adds a CR to what has one.
 *
 * @returns a function that takes the chunks in order and returns each in its final form, or nothing while it
 * holds them back; an empty chunk at the end asks for the rest
 */
export function createFirstLine(): (chunk: Uint8Array) => Buffer | undefined {
  let opening: Buffer | undefined = Buffer.alloc(0);
  let mend: MendLines = (bytes) => bytes;
  return (chunk) => {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (opening === undefined) return mend(bytes);
    const start: Buffer = withoutBlankStart(opening.length === 0 ? bytes : Buffer.concat([opening, bytes]));
    if (bytes.length > 0 && start.indexOf(lineFeed) < 0 && start.length < reach) {
      opening = start;
      return undefined;
    }
    opening = undefined;
    if (hasBareReturns(start)) mend = withLineFeeds;
    else if (hasDoubleReturns(start)) mend = createSingleReturns();
    return mend(start);
  };
}

function withoutBlankStart(bytes: Buffer): Buffer {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === carriageReturn || bytes[at] === lineFeed) at += 1;
  return at === 0 ? bytes : bytes.subarray(at);
}

/** Whether lines end in CR alone: several of them before the first LF, or no LF at all. */
function hasBareReturns(start: Buffer): boolean {
  const feed = start.indexOf(lineFeed);
  const first = start.indexOf(carriageReturn);
  if (first < 0 || (feed >= 0 && feed < 2)) return false;
  const before = feed < 0 ? start : start.subarray(0, feed - 1);
  return before.indexOf(carriageReturn) >= 0 && before.indexOf(carriageReturn) < before.length - 1;
}

/** Whether the first line ends in CR CR LF. */
function hasDoubleReturns(start: Buffer): boolean {
  const feed = start.indexOf(lineFeed);
  return feed >= 2 && start[feed - 1] === carriageReturn && start[feed - 2] === carriageReturn;
}

/** Leaves out each CR before another one, also where a chunk ends between them. */
function createSingleReturns(): MendLines {
  let isHeld = false;
  return (bytes) => {
    const sent = isHeld ? Buffer.concat([Buffer.from('\r'), bytes]) : bytes;
    // An empty chunk is the end of the mail.
    isHeld = bytes.length > 0 && sent.at(-1) === carriageReturn;
    const whole = isHeld ? sent.subarray(0, -1) : sent;
    return Buffer.from(whole.filter((byte, at) => byte !== carriageReturn || sent[at + 1] !== carriageReturn));
  };
}

function withLineFeeds(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(carriageReturn); at >= 0; at = copy.indexOf(carriageReturn, at + 1)) {
    if (copy[at + 1] !== lineFeed) copy[at] = lineFeed;
  }
  return copy;
}
