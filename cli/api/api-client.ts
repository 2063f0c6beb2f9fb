import * as z from 'zod';
import { compact } from '../../lambdas/compact.ts';
import { ConfigError, TransientError } from '../../lambdas/domain/errors.ts';
import { fetchFailure } from './fetch-failure.ts';

/** How long an answer may take, in ms. */
const timeoutMs = 30_000;

/** An answer other than the one that was asked for. */
interface ApiProblem {
  readonly kind: 'problem';
  readonly status: number;
  /** The last part of the problem's type, as in `cursor-gone`; absent where the answer is no problem detail. */
  readonly name?: string;
  readonly detail: string;
  /** From `Retry-After`. */
  readonly retryAfterMs?: number;
  /** The cursor to go on with, after `cursor-gone`. */
  readonly oldest?: string;
}

/** The result of one question; `unreachable` names the reason, and never the key. */
export type ApiResult =
  | { readonly kind: 'answer'; readonly json: unknown }
  | ApiProblem
  | { readonly kind: 'unreachable'; readonly reason: string };

/** A question to the API by GET. */
export type AskApi = (
  path: string,
  query?: Readonly<Record<string, string | number | undefined>>,
  signal?: AbortSignal,
) => Promise<ApiResult>;

/** A question whose words stay out of the address, which ends up in logs on its way. */
export type PostApi = (path: string, body: object) => Promise<ApiResult>;

const problemDetails = z.object({
  type: z.string().optional(),
  detail: z.string().optional(),
  title: z.string().optional(),
  oldest: z.string().optional(),
});

/**
 * Asks the API of a pipeline or a deployment. Every failure is a value; it throws only when the caller's signal ends it.
 *
 * @param url without a slash at its end
 * @param key sent as a bearer token; undefined: none, which a laptop allows on loopback
 */
export function createApiClient(
  url: string,
  key: string | undefined,
): { readonly ask: AskApi; readonly post: PostApi } {
  const authorization = key === undefined ? undefined : `Bearer ${key}`;

  async function send(path: string, init: RequestInit, signal?: AbortSignal): Promise<ApiResult> {
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${url}${path}`, {
        ...init,
        headers: compact({ accept: 'application/json', authorization, ...init.headers }),
        // The key goes to the address that was named, and to no other.
        redirect: 'error',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      return resultOf(response, await response.text());
    } catch (error) {
      if (signal?.aborted === true) throw error;
      return { kind: 'unreachable', reason: fetchFailure(error, timeoutMs) };
    }
  }

  return {
    ask(path, query = {}, signal) {
      const given = Object.entries(query).flatMap(
        ([name, value]): Array<[string, string]> => (value === undefined ? [] : [[name, String(value)]]),
      );
      return send(given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`, {}, signal);
    },
    post: (path, body) =>
      send(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  };
}

function resultOf({ status, headers }: Response, text: string): ApiResult {
  const json = parse(text);
  if (status === 200 && json !== undefined) return { kind: 'answer', json };
  const { type, detail, title, oldest } = problemDetails.safeParse(json).data ?? {};
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return compact({
    kind: 'problem',
    status,
    name: type?.startsWith('urn:postern:problem:') === true ? type.slice('urn:postern:problem:'.length) : undefined,
    detail: detail ?? title ?? `HTTP ${status}`,
    retryAfterMs: Number.isNaN(seconds) ? undefined : seconds * 1000,
    oldest,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the same question may be answered later. */
export const mayPass = (result: ApiResult): boolean =>
  result.kind === 'unreachable' ||
  (result.kind === 'problem' && (result.status === 429 || result.status === 408 || result.status >= 500));

/** The failure in a few words. */
export const troubleOf = (result: Exclude<ApiResult, { kind: 'answer' }>): string =>
  result.kind === 'unreachable' ? result.reason : result.detail;

/** The next step after a status. */
const advice: Readonly<Record<number, string>> = {
  401: '; set POSTERN_API_KEY, or name a file with the key by --api-key-file',
  403: '; another key may be needed: docs/api.md#keys',
};

/**
 * The JSON of an answer.
 *
 * @throws ConfigError for a refusal, with the next step
 * @throws TransientError when the API did not answer
 */
export function answered(result: ApiResult): unknown {
  if (result.kind === 'answer') return result.json;
  if (mayPass(result)) throw new TransientError(`the API does not answer: ${troubleOf(result)}; try again later`);
  const { status } = result as ApiProblem;
  throw new ConfigError(`the API refuses: ${troubleOf(result)}${advice[status] ?? ''}`);
}
