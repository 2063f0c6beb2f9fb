import type { RateLimits } from '../domain/configuration/api-key.ts';
import type { Log } from '../domain/mail/log.ts';
import { problem } from './problem.ts';
import type { ApiAnswer } from './request.ts';

/** A stretch of time in which a caller may make so many requests: a minute or a day of UTC. */
export interface QuotaWindow {
  readonly name: 'minute' | 'day';
  readonly seconds: number;
  readonly limit: number;
  /** ISO 8601 UTC. */
  readonly startsAt: string;
  readonly endsAt: Date;
}

/**
 * Counts a request.
 *
 * @returns how many there were in the window, this one included; undefined when it would be one too many
 */
type CountRequest = (caller: string, window: QuotaWindow) => Promise<number | undefined>;

interface QuotaPorts {
  readonly count: CountRequest;
  /** Measures that a request could not be counted. */
  readonly failed: () => void;
  readonly log: Log;
  readonly now: () => Date;
}

/** Headers that tell a caller what is left, or the answer for a request too many. */
type QuotaResult = { readonly headers: Readonly<Record<string, string>> } | { readonly refusal: ApiAnswer };

/** Takes a request off the caller's quota. */
export type SpendQuota = (caller: string, limits: RateLimits) => Promise<QuotaResult>;

/** In s. */
const lengths = { minute: 60, day: 86_400 } as const;

/** The windows that a moment is in, for the limits that are set; the shortest first. */
export function windowsOf({ perMinute, perDay }: RateLimits, now: Date): QuotaWindow[] {
  const wanted = [
    ['minute', perMinute],
    ['day', perDay],
  ] as const;
  return wanted.flatMap(([name, limit]) => {
    if (limit === undefined) return [];
    const seconds = lengths[name];
    const start = Math.floor(now.getTime() / 1000 / seconds) * seconds * 1000;
    return [
      { name, seconds, limit, startsAt: new Date(start).toISOString(), endsAt: new Date(start + seconds * 1000) },
    ];
  });
}

/**
 * A quota is fair use between callers, not a wall: while its counters cannot be written, requests pass. The throttle of the
 * route and the reserved executions hold all the same.
 */
export const createSpendQuota = (ports: QuotaPorts): SpendQuota => {
  const { count, failed, log, now } = ports;
  return async (caller, limits) => {
    const states: WindowState[] = [];
    for (const window of windowsOf(limits, now())) {
      try {
        const used = window.limit > 0 ? await count(caller, window) : undefined;
        states.push({ window, left: used === undefined ? 0 : window.limit - used });
        if (used === undefined) return { refusal: tooMany(window, headersOf(states, now()), now()) };
      } catch (error) {
        log.error('api.quota-unknown', { keyId: caller, error: error instanceof Error ? error.name : 'unknown' });
        failed();
      }
    }
    return { headers: headersOf(states, now()) };
  };
};

interface WindowState {
  readonly window: QuotaWindow;
  readonly left: number;
}

const secondsUntil = (end: Date, now: Date): number => Math.max(1, Math.ceil((end.getTime() - now.getTime()) / 1000));

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
function headersOf(states: readonly WindowState[], now: Date): Record<string, string> {
  if (states.length === 0) return {};
  const policies = states.map(({ window: { name, limit, seconds } }) => `"${name}";q=${limit};w=${seconds}`);
  const rests = states.map(
    ({ window: { name, endsAt }, left }) => `"${name}";r=${left};t=${secondsUntil(endsAt, now)}`,
  );
  return { 'ratelimit-policy': policies.join(', '), ratelimit: rests.join(', ') };
}

function tooMany({ name, limit, endsAt }: QuotaWindow, headers: Record<string, string>, now: Date): ApiAnswer {
  const retryAfter = secondsUntil(endsAt, now);
  const answer = problem(
    'quota-exceeded',
    `the key may make ${limit} requests a ${name}; try again in ${retryAfter} s`,
    {
      more: { window: name, limit },
      retryAfter,
    },
  );
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
