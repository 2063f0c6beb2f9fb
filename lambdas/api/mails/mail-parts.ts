import { compact } from '../../compact.ts';

/** A part of a mail as it is written, undecoded. */
interface MailPart {
  /** In lower case, without parameters. */
  readonly type: string;
  readonly disposition?: string;
  readonly filename?: string;
  /** The size of its body, as it is written. */
  readonly bytes: number;
  readonly encoding?: string;
  readonly children?: readonly MailPart[];
}

/** Levels of parts, and parts in all, that are shown. */
const mostLevels = 20;
const mostParts = 500;
/** In characters: a longer block of headers is cut. */
const longestHeader = 262_144;

type Header = readonly [name: string, value: string];

/** The header fields of a text, unfolded, in their order, and where its body begins (RFC 5322 §2.2). */
export function splitHeader(text: string): { readonly headers: Header[]; readonly bodyAt: number } {
  const end = /^\r?\n|\r?\n\r?\n/.exec(text.slice(0, longestHeader));
  const head = end === null ? text.slice(0, longestHeader) : text.slice(0, end.index);
  const headers: Array<[string, string]> = [];
  for (const line of head.split(/\r?\n/)) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last[1] += ` ${line.trim()}`;
    else if (line.includes(':'))
      headers.push([line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]);
  }
  return { headers, bodyAt: end === null ? text.length : end.index + end[0].length };
}

/** The tree of the parts of a mail. @param source one character for each byte */
export function partsOf(source: string): MailPart {
  const count = { left: mostParts };
  return partOf(source, mostLevels, count);
}

function partOf(text: string, levels: number, count: { left: number }): MailPart {
  count.left -= 1;
  const { headers, bodyAt } = splitHeader(text);
  const field = (name: string): string => headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? '';
  const contentType = field('content-type');
  const disposition = field('content-disposition');
  const type = contentType.split(';')[0]!.trim().toLowerCase() || 'text/plain';
  const boundary = type.startsWith('multipart/') ? parameterOf(contentType, 'boundary') : undefined;
  const body = text.slice(bodyAt);
  const inner = boundary === undefined || levels === 0 ? undefined : between(body, boundary);
  return compact({
    type,
    disposition: disposition.split(';')[0]!.trim().toLowerCase() || undefined,
    filename: parameterOf(disposition, 'filename') ?? parameterOf(contentType, 'name'),
    bytes: body.length,
    encoding: field('content-transfer-encoding').toLowerCase() || undefined,
    children: inner?.flatMap((part) => (count.left > 0 ? [partOf(part, levels - 1, count)] : [])),
  });
}

/** A parameter as it is written: quoted or not, of RFC 2231 with its language. */
function parameterOf(field: string, name: string): string | undefined {
  for (const part of field.split(';').slice(1)) {
    const [key = '', ...rest] = part.split('=');
    if (key.trim().toLowerCase().replace('*', '') !== name) continue;
    const value = rest.join('=').trim();
    return value.startsWith('"') ? value.slice(1, value.lastIndexOf('"')) : value;
  }
  return undefined;
}

/** The texts between the lines of a boundary (RFC 2046 §5.1.1), without the line break before each line. */
function between(body: string, boundary: string): string[] {
  const line = `--${boundary}`;
  const parts: string[] = [];
  let start: number | undefined;
  for (let at = body.indexOf(line); at >= 0; at = body.indexOf(line, at + line.length)) {
    if (at > 0 && body[at - 1] !== '\n') continue;
    if (start !== undefined) parts.push(body.slice(start, at).replace(/\r?\n$/, ''));
    if (body.startsWith('--', at + line.length)) return parts;
    const next = body.indexOf('\n', at);
    start = next < 0 ? body.length : next + 1;
  }
  if (start !== undefined) parts.push(body.slice(start));
  return parts;
}
