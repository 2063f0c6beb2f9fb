/** The first lines of an HTTP/1.1 request, and how many bytes of body follow. */
export interface HttpHead {
  readonly method: string;
  readonly target: string;
  /** Every value of a header, by its lower-case name. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /** Bytes of the head with its empty line. */
  readonly length: number;
  /** Bytes of the body. */
  readonly bodyLength: number;
}

/** A request that two readers might take for different ones, or that is larger than any of ours. */
export class MalformedHead extends Error {
  override readonly name = 'MalformedHead';
}

const maxHeadBytes = 64 * 1024;
const maxBodyBytes = 20 * 1024 * 1024;
const requestLine = /^([A-Z]+) (\S+) HTTP\/1\.1$/;
const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const forbiddenInValue = /[\r\n\0]/;

/**
 * Reads the head of a request that is passed on byte for byte. So it takes only what leaves no doubt where the request ends:
 * one Content-Length and no other framing (RFC 9112 section 6.3), no folded lines (section 5.2).
 *
 * @returns undefined while the head has not come in full
 * @throws MalformedHead
 */
export function readHead(bytes: Buffer): HttpHead | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end > maxHeadBytes || (end < 0 && bytes.length > maxHeadBytes)) throw new MalformedHead('the head is too long');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, method, target] = requestLine.exec(first) ?? [];
  if (method === undefined || target === undefined) throw new MalformedHead('the request line is none of HTTP/1.1');
  const fields = lines.map((line) => {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1)];
    if (!fieldName.test(name) || forbiddenInValue.test(value)) {
      throw new MalformedHead('a line of the head is no header');
    }
    return [name.toLowerCase(), withoutBlanks(value)] as const;
  });
  const headers = Object.fromEntries(
    [...Map.groupBy(fields, ([name]) => name)].map(([name, all]) => [name, all.map(([, value]) => value)]),
  );
  return { method, target, headers, length: end + 4, bodyLength: bodyLengthOf(headers) };
}

/** A value without the blanks around it (RFC 9110 section 5.5). */
function withoutBlanks(value: string): string {
  let [start, end] = [0, value.length];
  while (start < end && isBlank(value[start])) start += 1;
  while (end > start && isBlank(value[end - 1])) end -= 1;
  return value.slice(start, end);
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

function bodyLengthOf(headers: HttpHead['headers']): number {
  const [length = '0', ...others] = headers['content-length'] ?? [];
  if (others.length > 0 || !/^\d{1,9}$/.test(length)) throw new MalformedHead('wants one Content-Length');
  if (headers['transfer-encoding'] !== undefined) throw new MalformedHead('wants a Content-Length, not chunks');
  if (headers.expect !== undefined || headers.upgrade !== undefined) throw new MalformedHead('expects too much');
  if (Number(length) > maxBodyBytes) throw new MalformedHead('the body is too large');
  return Number(length);
}
