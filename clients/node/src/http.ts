import { errorOf, PosternError } from './errors.ts';

/** How to reach the API. */
export interface ClientOptions {
  /** The output `ApiUrl` of the stack, or your own domain. */
  readonly baseUrl: string;
  /** None on a laptop. */
  readonly key?: string;
  /** Times that a request is repeated that the API could not answer. @default 4 */
  readonly retries?: number;
  /** Waits. Replace it in tests. */
  readonly sleep?: (ms: number) => Promise<void>;
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly query?: object;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Status of success beside 2xx. */
  readonly accept?: number;
}

const longestWaitMs = 30_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sends requests, and repeats those that meet 429, 5xx or a broken connection: after `Retry-After`, or after 1, 2, 4 … s.
 * Every request of the API may be repeated.
 */
export function createHttp({ baseUrl, key, retries = 4, sleep = wait }: ClientOptions) {
  const base = baseUrl.replace(/\/+$/, '');
  const own = key === undefined ? {} : { authorization: `Bearer ${key}` };

  async function attempt(path: string, { method = 'GET', query, body, headers, accept }: Call): Promise<Response> {
    const answer = await fetch(`${base}${path}${queryOf(query)}`, {
      method,
      // A redirect leads to a bucket, which must not get the key.
      redirect: 'manual',
      headers: { accept: 'application/json', ...own, ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.ok || answer.status === accept) return answer;
    throw await errorOf(answer);
  }

  return {
    sleep,
    /** @throws PosternError when the API refuses, or could not answer after all retries */
    async call(path: string, call: Call = {}): Promise<Response> {
      for (let tries = 0; ; tries += 1) {
        try {
          return await attempt(path, call);
        } catch (error) {
          if (tries >= retries || !isTransient(error)) throw error;
          const after = error instanceof PosternError ? error.retryAfter : undefined;
          await sleep(after === undefined ? Math.min(longestWaitMs, 1000 * 2 ** tries) : after * 1000);
        }
      }
    },
  };
}

export type Http = ReturnType<typeof createHttp>;

/** `fetch` throws a TypeError for a connection that breaks. */
const isTransient = (error: unknown): boolean =>
  error instanceof PosternError ? error.status === 429 || error.status >= 500 : error instanceof TypeError;

function queryOf(query: object = {}): string {
  const values = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return values.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(values))}`;
}
