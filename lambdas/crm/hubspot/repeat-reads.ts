import type { CrmHttp, CrmRequest } from '../http.ts';

/** A failure that comes sooner is no timeout, so that a second request still fits into the time of one, in ms. */
const quickMs = 2_000;

/** Reads by POST, and an upsert under our key, which finds what an earlier one made. */
const repeatable = /\/(?:search|batch\/read|batch\/upsert|read\?channel=EMAIL)$/;

/**
 * Asks once more at once where a request that changes nothing twice ended quickly and without a clear answer, as by a
 * connection that was cut. A delivery makes several requests, and each attempt of a mail counts.
 */
export const withRepeatedReads =
  (http: CrmHttp, now: () => Date): CrmHttp =>
  async (request) => {
    const began = now().getTime();
    const result = await http(request);
    const isQuick = now().getTime() - began < quickMs;
    return result.kind === 'unknown' && isQuick && isRepeatable(request) ? http(request) : result;
  };

const isRepeatable = ({ method, path }: CrmRequest): boolean =>
  method === 'GET' || method === 'PUT' || (method === 'POST' && repeatable.test(path));
