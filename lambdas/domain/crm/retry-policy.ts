/** Waits before the 2nd, 3rd, … attempt, in ms; the last one repeats. */
const delaysMs = [1_000, 5_000, 25_000, 120_000, 600_000] as const;

/** Failures that count, after which a delivery parks its thread: about 25 minutes of attempts. */
export const maxAttempts = 7;

/** The longest wait while the vendor answers other calls, in ms: then a call that went wrong is no sign of an outage. */
const longestWhileAnsweringMs = 25_000;

/** A vendor that answered within that time answers, in ms. */
const answersForMs = 60_000;

/** How long a delivery is tried before it parks its thread, in ms, where short waits would use the attempts up in a minute. */
const leastTryingMs = 300_000;

/** Whether a delivery was tried often and long enough: with one more failure that counts, it parks its thread. */
export const isTriedEnough = (attempts: number, failedFirstAt: string | undefined, now: Date): boolean =>
  attempts + 1 >= maxAttempts && now.getTime() - Date.parse(failedFirstAt ?? '1970-01-01') >= leastTryingMs;

/**
 * Backoff with full jitter: a uniformly random wait up to the exponential bound, so that workers that failed together do
 * not come back together.
 *
 * @param attempts failures so far, from 1
 * @param random in [0, 1)
 * @param sinceAnswerMs how long ago the vendor answered any call; absent: it is not known
 * @returns ms
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(attempts: number, random: number, sinceAnswerMs?: number): number {
  const delayMs = delaysMs[Math.min(Math.max(attempts, 1), delaysMs.length) - 1] ?? 0;
  const isAnswering = sinceAnswerMs !== undefined && sinceAnswerMs < answersForMs;
  return Math.round((isAnswering ? Math.min(delayMs, longestWhileAnsweringMs) : delayMs) * random);
}

/**
 * The timeout of one request to a CRM, in ms; also the part of a lease that must be left before a request
 * without a key that makes its repetition recognizable.
 */
export const requestTimeoutMs = 15_000;

/** The longest time that the requests of one write take together, in ms. */
export const writeTimeoutMs = ({ requests = 1 }: { readonly requests?: number }): number => requests * requestTimeoutMs;
