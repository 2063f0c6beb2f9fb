import { compact } from '../compact.ts';
import type { Failure } from '../domain/crm/outcome.ts';
import { requestTimeoutMs } from '../domain/crm/retry-policy.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when the body is empty or is none. */
  readonly json: unknown;
}

export type HttpResult = { readonly kind: 'answer'; readonly answer: HttpAnswer } | Failure;

export interface CrmRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query; never an e-mail address, for URLs end up in logs. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type CrmHttp = (request: CrmRequest) => Promise<HttpResult>;

/** Reads an answer of 400 or above; nothing when the vendor means what the status says. */
export type ReadRefusal = (answer: HttpAnswer, now: Date) => Failure | undefined;

/** A wait for a limit whose end the vendor did not say. */
const defaultWaitMs = 10_000;

/**
 * A JSON client on the built-in fetch. What the vendor answers is a value: a 2xx or an ordinary 4xx is an
 * answer for the adapter to judge; limits, refused credentials and unclear ends are outcomes already.
 */
export function createCrmHttp(options: {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly now: () => Date;
  /** Sees the headers of every answer: some vendors say there how fast they may be called. */
  readonly onHeaders?: (headers: Headers) => void;
  /** What the vendor means by a status that it uses in a way of its own; absent: what the status says. */
  readonly readRefusal?: ReadRefusal;
  /** Whoever answers may do so with a page, as anybody's own server does. */
  readonly mayAnswerPages?: boolean;
}): CrmHttp {
  const { baseUrl, headers, now, onHeaders, readRefusal, mayAnswerPages = false } = options;
  return async ({ method, path, body, headers: extra }) => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(
        baseUrl.replace(/\/$/, '') + path,
        compact({
          method,
          headers: compact({
            accept: 'application/json',
            'content-type': body === undefined ? undefined : 'application/json',
            ...headers,
            ...extra,
          }),
          body: body === undefined ? undefined : bytesOf(body),
          signal: AbortSignal.timeout(requestTimeoutMs),
          redirect: 'error',
        }),
      );
      text = await response.text();
    } catch {
      // Refused, reset or timed out: whether the vendor acted on it is not known.
      return { kind: 'unknown' };
    }
    const { status } = response;
    onHeaders?.(response.headers);
    const json = parse(text);
    const refusal = status < 400 ? undefined : readRefusal?.({ status, headers: response.headers, json }, now());
    if (refusal !== undefined) return refusal;
    if (status === 429) return throttled(response.headers, text, now());
    if (status >= 500 || status === 408) return { kind: 'unknown' };
    // A page for people is a proxy's or a maintenance notice, and no word of the vendor about this message.
    if (!mayAnswerPages && /^\s*<(?:!doctype|html)/i.test(text)) return { kind: 'unknown' };
    if (status === 401 || status === 403) {
      return { kind: 'misconfigured', code: `HTTP ${status}`, message: codeOf(json) ?? 'credentials or scope refused' };
    }
    return { kind: 'answer', answer: { status, headers: response.headers, json } };
  };
}

/** For so long all waits of one patient call together may take, in ms. */
const patienceMs = 5_000;
/** A limit that passes so soon is waited out. */
const shortWaitMs = 1_500;

/**
 * A client that waits out burst limits on the spot instead of handing them up: for the few calls that must not queue
 * behind all others. Where the vendor names no time it asks again soon.
 */
export function createPatientHttp(
  http: CrmHttp,
  { now, pause, random }: { now: () => Date; pause: (ms: number) => Promise<unknown>; random: () => number },
): CrmHttp {
  return async (request) => {
    const deadline = now().getTime() + patienceMs;
    for (let tries = 0; ; tries += 1) {
      const result = await http(request);
      if (result.kind !== 'throttled' || result.scope === 'daily') return result;
      const asked = result.isGuess ? 0 : result.retryAt.getTime() - now().getTime();
      const waitMs = Math.max(asked, 20 + random() * 20 * 2 ** Math.min(tries, 4));
      if (asked > shortWaitMs || now().getTime() + waitMs > deadline) return result;
      await pause(waitMs);
    }
  };
}

/** `Retry-After` is seconds or an HTTP date (RFC 9110 §10.2.3). */
function throttled(headers: Headers, body: string, now: Date): Failure {
  const retryAfter = headers.get('retry-after');
  const seconds = Number(retryAfter);
  const at =
    retryAfter === null ? Number.NaN : Number.isNaN(seconds) ? Date.parse(retryAfter) : now.getTime() + seconds * 1000;
  const isDaily = /daily/i.test(body.slice(0, 2000));
  return compact({
    kind: 'throttled',
    scope: isDaily ? 'daily' : 'burst',
    retryAt: new Date(Number.isNaN(at) ? now.getTime() + defaultWaitMs : at),
    isGuess: Number.isNaN(at) ? true : undefined,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A vendor's error code, which names no person; its message may, so it is left out. */
function codeOf(json: unknown): string | undefined {
  const code =
    (json as { category?: unknown; code?: unknown } | undefined)?.category ?? (json as { code?: unknown })?.code;
  return typeof code === 'string' ? code.slice(0, 100) : undefined;
}

const bytesOf = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' ? body : body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
