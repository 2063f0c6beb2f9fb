/** Waits before the 2nd, 3rd, … attempt, in ms; the last one repeats. */
const delaysMs = [1_000, 5_000, 25_000, 120_000, 600_000] as const;

/** Failures that count, after which a delivery parks its thread: about 25 minutes of attempts. */
export const maxAttempts = 7;

/**
 * Backoff with full jitter: a uniformly random wait up to the exponential bound, so that workers that failed together do
 * not come back together.
 *
 * @param attempts failures so far, from 1
 * @param random in [0, 1)
 * @returns ms
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(attempts: number, random: number): number {
  const bound = delaysMs[Math.min(Math.max(attempts, 1), delaysMs.length) - 1] ?? 0;
  return Math.round(bound * random);
}

/**
 * The timeout of one request to a CRM, in ms; also the part of a lease that must be left before a request
 * without a key that makes its repetition recognizable.
 */
export const requestTimeoutMs = 15_000;

/** The longest time that the requests of one write take together, in ms. */
export const writeTimeoutMs = ({ requests = 1 }: { readonly requests?: number }): number => requests * requestTimeoutMs;
