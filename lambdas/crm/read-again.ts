import type { CrmHttp, CrmRequest } from './http.ts';

/** A read that ended later has used up its time, in ms. */
const soonMs = 3_000;

/** Searches that travel in a body, at Zoho, Close, Freshsales and Zendesk Sell. */
const search = /\/(?:coql|data\/search\/|filtered_search\/\w+|contacts\/search)$/;

/** Whether a request changes nothing, so that it may be repeated at any time. */
const isRead = ({ method, path }: CrmRequest): boolean => method === 'GET' || (method === 'POST' && search.test(path));

/**
 * A client that asks once more where a read ended without a clear answer: a reset connection, a 5xx. Otherwise one such answer
 * would end the attempt at the whole mail, and count against the connection like an unclear write, which only a look-up clears.
 *
 * @param now the clock: a read that ran into its timeout is not repeated, for the lease has no time for two
 */
export const readAgain = (http: CrmHttp, now: () => Date): CrmHttp =>
  async function readingTwice(request) {
    const startedAt = now().getTime();
    const result = await http(request);
    const mayRepeat = result.kind === 'unknown' && isRead(request) && now().getTime() - startedAt < soonMs;
    return mayRepeat ? http(request) : result;
  };
