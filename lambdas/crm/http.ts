import * as z from 'zod/mini';
import { compact } from '../compact.ts';
import type { Failure } from '../domain/crm/outcome.ts';
import { isPrivateUrl } from '../domain/crm/private-url.ts';
import { requestTimeoutMs } from '../domain/crm/retry-policy.ts';

/** A vendor's answer to one request. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when the body is empty or no JSON. */
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

/** Reads an answer of 400 or above; undefined when the vendor means what the status says. */
export type ReadRefusal = (answer: HttpAnswer, now: Date) => Failure | undefined;

interface CrmHttpOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly now: () => Date;
  /** Receives the headers of every answer: some vendors announce their limits there. */
  readonly onHeaders?: (headers: Headers) => void;
  /** Called when the vendor has answered, whatever it said: anything but a limit, an error of its server or a page for people. */
  readonly onAnswer?: () => void;
  /** The vendor's own meaning of a status; absent: the standard meaning. */
  readonly readRefusal?: ReadRefusal;
  /**
   * Whether an HTML page is an answer, as the server of a webhook may give one.
   *
   * @default false
   */
  readonly mayAnswerPages?: boolean;
}

/** A wait for a limit where the vendor names no end, in ms. */
const defaultWaitMs = 10_000;

/**
 * A JSON client on the built-in fetch. A vendor's answer is a value: a 2xx or an ordinary 4xx is an
 * answer for the adapter to judge; limits, refused credentials and unclear ends are outcomes already.
 */
export function createCrmHttp(options: CrmHttpOptions): CrmHttp {
  // A row of the control table may be older than its check, and some addresses come from a secret or from an answer.
  const isOpen = !isPrivateUrl(options.baseUrl);
  return async function crmHttp(request) {
    if (isOpen) return { kind: 'misconfigured', code: 'not-encrypted', message: 'the address wants https' };
    let response: Response;
    let text: string;
    try {
      response = await fetch(options.baseUrl.replace(/\/$/, '') + request.path, fetchInit(options.headers, request));
      text = await response.text();
    } catch {
      // Refused, reset or timed out: whether the vendor acted on it is not known.
      return { kind: 'unknown' };
    }
    options.onHeaders?.(response.headers);
    const result = resultOf(response, text, options);
    if (result.kind !== 'unknown' && result.kind !== 'throttled') options.onAnswer?.();
    return result;
  };
}

function fetchInit(headers: Readonly<Record<string, string>>, request: CrmRequest): RequestInit {
  const { method, body, headers: extra } = request;
  return compact({
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
  });
}

/** A page for people comes from a proxy or announces maintenance; it says nothing about this message. */
const htmlPage = /^\s*<(?:!doctype|html)/i;

function resultOf({ status, headers }: Response, text: string, options: CrmHttpOptions): HttpResult {
  const { now, readRefusal, mayAnswerPages = false } = options;
  const json = parse(text);
  const refusal = status < 400 ? undefined : readRefusal?.({ status, headers, json }, now());
  if (refusal !== undefined) return refusal;
  if (status === 429) return throttled(headers, text, now());
  if (status >= 500 || status === 408) return { kind: 'unknown' };
  if (!mayAnswerPages && htmlPage.test(text)) return { kind: 'unknown' };
  if (status === 401 || status === 403)
    return { kind: 'misconfigured', code: `HTTP ${status}`, message: codeOf(json) ?? 'credentials or scope refused' };
  return { kind: 'answer', answer: { status, headers, json } };
}

/** How long all waits of one call together may take, in ms. */
const maxWaitMs = 5_000;
/** A limit that passes sooner is waited out, in ms. */
const shortWaitMs = 1_500;

/**
 * A client that waits burst limits out on the spot instead of handing them up: for the few calls that must not queue
 * behind all others. Where the vendor names no time, it asks again soon.
 */
export function createThrottleWaitingHttp(
  http: CrmHttp,
  {
    now,
    pause,
    random,
  }: {
    readonly now: () => Date;
    readonly pause: (ms: number) => Promise<unknown>;
    /** In [0, 1). */
    readonly random: () => number;
  },
): CrmHttp {
  return async function throttleWaitingHttp(request) {
    const deadline = now().getTime() + maxWaitMs;
    for (let tries = 0; ; tries += 1) {
      const result = await http(request);
      if (result.kind !== 'throttled' || result.scope === 'daily') return result;
      const wantedMs = result.isGuess ? 0 : result.retryAt.getTime() - now().getTime();
      const waitMs = Math.max(wantedMs, 20 + random() * 20 * 2 ** Math.min(tries, 4));
      if (wantedMs > shortWaitMs || now().getTime() + waitMs > deadline) return result;
      await pause(waitMs);
    }
  };
}

/** `Retry-After` is seconds or an HTTP date (RFC 9110 §10.2.3). */
function retryTime(retryAfter: string | null, now: Date): number {
  if (retryAfter === null) return Number.NaN;
  const seconds = Number(retryAfter);
  return Number.isNaN(seconds) ? Date.parse(retryAfter) : now.getTime() + seconds * 1000;
}

function throttled(headers: Headers, body: string, now: Date): Failure {
  const at = retryTime(headers.get('retry-after'), now);
  const isGuess = Number.isNaN(at);
  return compact({
    kind: 'throttled',
    scope: /daily/i.test(body.slice(0, 2000)) ? 'daily' : 'burst',
    retryAt: new Date(isGuess ? now.getTime() + defaultWaitMs : at),
    isGuess: isGuess || undefined,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const coded = z.object({ category: z.optional(z.unknown()), code: z.optional(z.unknown()) });

/** A vendor's error code, which names no person; its message may, so it is left out. */
function codeOf(json: unknown): string | undefined {
  const error = coded.safeParse(json).data;
  const code = error?.category ?? error?.code;
  return typeof code === 'string' ? code.slice(0, 100) : undefined;
}

function bytesOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}
