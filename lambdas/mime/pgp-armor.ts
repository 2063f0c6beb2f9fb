/** A text without the armor of PGP (RFC 9580 §6.2, §7). */
export interface WithoutArmor {
  /** The words, with each block of a message replaced by what `wordsOf` made of it. */
  readonly text: string;
  readonly isSigned: boolean;
}

const opening = '-----BEGIN PGP ';
const beginSigned = `${opening}SIGNED MESSAGE-----`;
const beginSignature = `${opening}SIGNATURE-----`;
const endSignature = '-----END PGP SIGNATURE-----';
/** A message may be cut into numbered parts. */
const beginMessage = /^-----BEGIN PGP MESSAGE(?:, PART \d{1,3}(?:\/\d{1,3})?)?-----$/;
const endMessage = /^-----END PGP MESSAGE(?:, PART \d{1,3}(?:\/\d{1,3})?)?-----$/;
/** A line within armor: base64, its checksum, a header field, or nothing. */
const armorLine = /^(?:[A-Za-z0-9+/]{0,100}={0,2}|=[A-Za-z0-9+/]{4}|[A-Za-z-]{1,40}: .{0,300})$/;
const headerLine = /^([A-Za-z-]{1,40}):(?: .{0,300})?$/;

/** Whether a text may hold armor. */
export const mayHoldArmor = (bytes: Buffer): boolean => bytes.includes(opening, 0, 'latin1');

/** The blocks of a text while its lines are read. */
interface Reading {
  state: 'words' | 'header' | 'signed' | 'signature' | 'message';
  readonly kept: string[];
  message: string[];
  isSigned: boolean;
  isEscaped: boolean;
}

/**
 * Takes the armor off a text: a clear signature leaves the words that it signed, and a message is replaced.
 *
 * @param sent with one character for each byte, so that the charset may be decoded later
 * @param wordsOf the text that stands in the place of a message, given its lines
 * @returns absent when there is no armor at the start of a line: quoted armor is somebody else's
 */
export function withoutArmor(sent: string, wordsOf: (message: string) => string): WithoutArmor | undefined {
  const reading: Reading = { state: 'words', kept: [], message: [], isSigned: false, isEscaped: true };
  let hasArmor = false;
  const endsMessage = (): void => {
    reading.kept.push(wordsOf(reading.message.join('\n')));
    reading.message = [];
    reading.state = 'words';
    hasArmor = true;
  };
  for (const line of sent.split('\n')) {
    const bare = line.trimEnd();
    if (reading.state === 'message' && (armorLine.test(bare) || endMessage.test(bare))) {
      reading.message.push(bare);
      if (endMessage.test(bare)) endsMessage();
      continue;
    }
    // The message was cut off: what follows are words again.
    if (reading.state === 'message') endsMessage();
    if (beginMessage.test(bare)) {
      reading.state = 'message';
      reading.message = [bare];
      continue;
    }
    readLine(reading, line, bare);
  }
  if (reading.state === 'message') endsMessage();
  return hasArmor || reading.isSigned ? { text: reading.kept.join('\n'), isSigned: reading.isSigned } : undefined;
}

/** Reads a line outside of a message. */
function readLine(reading: Reading, line: string, bare: string): void {
  if (bare === beginSigned) {
    reading.state = 'header';
    reading.isSigned = true;
    reading.isEscaped = true;
  } else if (bare === beginSignature && reading.state !== 'words') reading.state = 'signature';
  else if (reading.state === 'header') readHeaderLine(reading, line, bare);
  else if (reading.state === 'signature') {
    if (bare === endSignature) reading.state = 'words';
    else if (!armorLine.test(bare)) {
      // The signature was cut off: what follows are words again.
      reading.state = 'words';
      reading.kept.push(line);
    }
  } else reading.kept.push(reading.state === 'signed' && reading.isEscaped ? withoutDash(line) : line);
}

/** Header fields end at a blank line; one of them says that GnuPG escaped no dashes. */
function readHeaderLine(reading: Reading, line: string, bare: string): void {
  const name = headerLine.exec(bare)?.[1];
  if (name !== undefined) {
    if (name.toLowerCase() === 'notdashescaped') reading.isEscaped = false;
    return;
  }
  reading.state = 'signed';
  if (bare !== '') reading.kept.push(withoutDash(line));
}

/** RFC 9580 §7.2: a line that begins with a dash has a dash and a blank before it. */
const withoutDash = (line: string): string => (line.startsWith('- ') ? line.slice(2) : line);

const signedHeader = /-----BEGIN PGP SIGNED MESSAGE-----(?:\s|<br\s{0,5}\/?>|&nbsp;|Hash: [A-Z0-9, -]{1,100})*/g;

/**
 * Takes the armor of a clear signature off HTML: the tags between its lines stay, so that the markup stays whole.
 *
 * @returns absent when there is none
 */
export function withoutHtmlArmor(html: string): WithoutArmor | undefined {
  if (!html.includes(beginSigned)) return undefined;
  const kept: string[] = [];
  let at = 0;
  for (let start = html.indexOf(beginSignature); start >= 0; start = html.indexOf(beginSignature, at)) {
    const close = html.indexOf(endSignature, start);
    if (close < 0) break;
    kept.push(html.slice(at, start), tagsOf(html.slice(start, close)));
    at = close + endSignature.length;
  }
  const text = [...kept, html.slice(at)].join('');
  return { text: text.replace(signedHeader, tagsOf), isSigned: true };
}

const tagsOf = (html: string): string => (html.match(/<[^<>]{1,1000}>/g) ?? []).join('');
