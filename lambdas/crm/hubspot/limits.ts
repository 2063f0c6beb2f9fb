import type { RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { CrmHttp } from '../http.ts';

/**
 * The burst limit of the smallest plan, 100 calls in 10 s.
 *
 * @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export const documentedLimits: RateLimits = { perSecond: 10, burst: 50 };

/** Our share of the limit: people and other tools call the same account. */
const share = 0.9;

/** Reads the limits of an account, as calls in an interval, from the headers of its answers. */
export function createHubspotLimits() {
  let current: RateLimits | undefined;
  return {
    announcedLimits: (): RateLimits | undefined => current,
    see(headers: Headers): void {
      const maxCalls = Number(headers.get('x-hubspot-ratelimit-max'));
      const intervalMs = Number(headers.get('x-hubspot-ratelimit-interval-milliseconds'));
      if (!(maxCalls > 0 && intervalMs > 0)) return;
      const perSecond = (share * maxCalls * 1000) / intervalMs;
      current = { perSecond, burst: Math.max(1, Math.floor((share * maxCalls) / 2)) };
    },
  };
}

/**
 * Searches have a limit of their own, five a second for the whole account, and their answers name no limit. A search over it
 * waits on the spot: it says nothing against other calls, so it must not slow the connection down.
 *
 * @param patient waits short limits out
 * @see https://developers.hubspot.com/docs/api-reference/search/guide
 */
export const withPatientSearches =
  (http: CrmHttp, patient: CrmHttp): CrmHttp =>
  (request) =>
    request.path.endsWith('/search') ? patient(request) : http(request);
