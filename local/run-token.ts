import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The header by which a page of this machine proves that it has the token of the run. */
export const runTokenHeader = 'x-postern-run';

/** A secret of one start, 128 bits in hexadecimal: `runtime.json` has it, and only the owner of that file reads it. */
export const createRunToken = (): string => randomBytes(16).toString('hex');

/** Compares in constant time. */
export function isRunToken(candidate: string | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(candidate ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Whether a browser sent a request. Node's fetch sends `Sec-Fetch-Mode`, too; only browsers send the other two.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
const isFromBrowser = (headers: IncomingHttpHeaders): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;

/**
 * Whether a request may use the sandbox: its records, its faults, its switches. A program may. A browser has to send the
 * token of the run, but for what a person reads who types the address.
 */
export function mayUseSandbox(method: string, headers: IncomingHttpHeaders, token: string): boolean {
  if (!isFromBrowser(headers) || isRunToken(String(headers[runTokenHeader]), token)) return true;
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && headers.origin === undefined && headers['sec-fetch-site'] === 'none';
}
