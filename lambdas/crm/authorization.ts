import type { Outcome } from '../domain/crm/outcome.ts';
import type { CrmHttp } from './http.ts';

/** What goes with every request of a connection, and how to get it anew. */
export interface Authorization {
  /** @param renew what was known is refused: ask for another */
  headers(renew: boolean): Promise<Outcome<Readonly<Record<string, string>>>>;
}

/**
 * A client that authorizes each request, and once asks for new credentials when the vendor refuses the old ones: a
 * secret that was rotated, or a token that ended before its time.
 */
export function withAuthorization(http: CrmHttp, authorization: Authorization): CrmHttp {
  return async (request) => {
    for (const renew of [false, true]) {
      const headers = await authorization.headers(renew);
      if (headers.kind !== 'ok') return headers;
      const result = await http({ ...request, headers: { ...headers.value, ...request.headers } });
      const isRefused = result.kind === 'misconfigured' && result.code === 'HTTP 401';
      if (renew || !isRefused) return result;
    }
    return { kind: 'unknown' };
  };
}
