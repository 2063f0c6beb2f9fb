import { compact } from '../compact.ts';
import type { ApiAnswer } from './request.ts';

/** Problems that the API reports, with their status and title; the last part of `type` is the name. */
const problems = {
  'bad-request': [400, 'The request is not understood'],
  'bad-cursor': [400, 'The cursor is not one of this feed'],
  unauthorized: [401, 'The key is missing or unknown'],
  'bad-signature': [401, 'The signature does not hold'],
  forbidden: [403, 'The key does not allow this'],
  'address-not-allowed': [403, 'Requests from this address are not taken'],
  'certificate-wanted': [403, 'A certificate of the client is wanted'],
  'missing-scope': [403, 'The key lacks the scope of this route'],
  'attachment-blocked': [403, 'The attachment is blocked'],
  'confirm-danger': [403, 'The content may be dangerous'],
  redacted: [403, 'The integration keeps this data back'],
  'not-found': [404, 'There is nothing at this address'],
  'link-expired': [410, 'The link has expired'],
  'cursor-gone': [410, 'Events behind the cursor are no longer kept'],
  'idempotency-mismatch': [422, 'The idempotency key belongs to another request'],
  'too-large': [413, 'It is too large'],
  'quota-exceeded': [429, 'The key has made too many requests'],
  internal: [500, 'It could not be done now'],
  'scan-pending': [503, 'The antivirus scan has not ended'],
  busy: [503, 'Too much is asked at the moment'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemName = keyof typeof problems;

/** Further members and headers of a problem. */
interface ProblemDetails {
  /** Members beside the standard ones. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** In s: when to try again. */
  readonly retryAfter?: number;
  /** How to authenticate (RFC 9110 §11.6.1, RFC 6750 §3). */
  readonly challenge?: string;
}

/**
 * An answer that reports a problem.
 *
 * @param detail one sentence about this occurrence; callers of the first version read it as `error`
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problem(
  name: ProblemName,
  detail: string,
  { more = {}, retryAfter, challenge }: ProblemDetails = {},
): ApiAnswer {
  const [status, title] = problems[name];
  return {
    statusCode: status,
    headers: compact({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'www-authenticate': challenge,
      'retry-after': retryAfter === undefined ? undefined : String(retryAfter),
    }),
    body: JSON.stringify({ type: `urn:postern:problem:${name}`, title, status, detail, error: detail, ...more }),
  };
}
