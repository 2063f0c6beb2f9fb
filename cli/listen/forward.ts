import { fetchFailure } from '../api/fetch-failure.ts';
import { signedHeaders, type WebhookMessage } from './webhook-request.ts';

/** How long a receiver may take, in ms; as long as a webhook connection waits. */
const timeoutMs = 15_000;

/** The result of one attempt to deliver a message to the developer's server. */
export interface Attempt {
  readonly message: WebhookMessage;
  /** 1 for the first. */
  readonly attempt: number;
  readonly ms: number;
  /** That of the answer; absent where none came. */
  readonly status?: number;
  /** Why none came. */
  readonly error?: string;
}

export const isDelivered = ({ status = 0 }: Attempt): boolean => status >= 200 && status < 300;

export interface ForwardPorts {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly signal: AbortSignal;
  readonly onAttempt: (attempt: Attempt) => void;
}

/** The wait before the second attempt, in ms; it doubles up to the longest one. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Delivers a message, and again after a failure.
 *
 * @param retries further attempts after the first one
 */
export async function forward(ports: ForwardPorts, message: WebhookMessage, retries: number): Promise<Attempt> {
  const { wait, signal, onAttempt } = ports;
  for (let attempt = 1; ; attempt += 1) {
    const result = await deliverOnce(ports, message, attempt);
    onAttempt(result);
    if (isDelivered(result) || attempt > retries || signal.aborted) return result;
    await wait(Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)));
  }
}

async function deliverOnce(
  { url, secrets, now, signal }: ForwardPorts,
  message: WebhookMessage,
  attempt: number,
): Promise<Attempt> {
  const started = performance.now();
  const elapsed = (): number => Math.round(performance.now() - started);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: signedHeaders(secrets, url, message, now()),
      body: message.body,
      // A webhook connection follows none either: the signature names the address.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.arrayBuffer();
    return { message, attempt, ms: elapsed(), status: response.status };
  } catch (error) {
    return { message, attempt, ms: elapsed(), error: fetchFailure(error, timeoutMs) };
  }
}
