import type { RateLimits } from '../../domain/crm/crm-adapter.ts';

/**
 * The burst limit of the smallest plan, 100 calls in 10 s.
 *
 * @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export const documentedLimits: RateLimits = { perSecond: 10, burst: 50 };

/** So much of the limit is ours: people and other tools call the same account. */
const share = 0.9;

/** Reads the limits of an account from the headers of its answers: so many calls in an interval. */
export function createHubspotLimits() {
  let learned: RateLimits | undefined;
  return {
    learned: (): RateLimits | undefined => learned,
    see(headers: Headers): void {
      const most = Number(headers.get('x-hubspot-ratelimit-max'));
      const intervalMs = Number(headers.get('x-hubspot-ratelimit-interval-milliseconds'));
      if (!(most > 0 && intervalMs > 0)) return;
      const perSecond = (share * most * 1000) / intervalMs;
      learned = { perSecond, burst: Math.max(1, Math.floor((share * most) / 2)) };
    },
  };
}
