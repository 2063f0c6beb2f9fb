/** Waits before the 2nd, 3rd, … attempt, in ms; the last one repeats. */
const delaysMs = [1_000, 5_000, 25_000, 120_000, 600_000] as const;

/** Real failures after which a delivery parks its thread: about 25 minutes of trying. */
export const maxAttempts = 7;

/**
 * Full jitter: a uniformly random wait up to the exponential bound, so that workers that failed together do
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
 * For so long one request to a CRM may take, in ms; also how much of a lease must be left when a request is sent
 * that could not be told from its own repetition.
 */
export const requestTimeoutMs = 15_000;

/** So long the requests of one write can take. */
export const writeTimeoutMs = ({ requests = 1 }: { readonly requests?: number }): number => requests * requestTimeoutMs;
