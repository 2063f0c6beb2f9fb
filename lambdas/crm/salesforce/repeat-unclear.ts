import type { CrmHttp } from '../http.ts';

/** An answer that failed sooner was a broken connection or an error page, not a server that is out of breath; in ms. */
const soonMs = 2_000;

/**
 * Sends a request with an unclear end once more, unless it took long to fail. Each request to Salesforce may be repeated at any
 * time: records have our unique key, mails and their relations are written whole or not at all, and other writes set values.
 * So one broken connection among the calls of a mail does not send the mail back into its queue.
 */
export const repeatUnclear =
  (http: CrmHttp, now: () => Date): CrmHttp =>
  async (request) => {
    const startedAt = now().getTime();
    const result = await http(request);
    return result.kind === 'unknown' && now().getTime() - startedAt < soonMs ? http(request) : result;
  };
