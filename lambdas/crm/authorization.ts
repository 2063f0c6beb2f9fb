import type { Outcome } from '../domain/crm/outcome.ts';
import type { CrmHttp } from './http.ts';

/** The headers that authorize the requests of a connection. */
export interface Authorization {
  /** @param renew the vendor refused the current credentials: ask for new ones */
  headers(renew: boolean): Promise<Outcome<Readonly<Record<string, string>>>>;
}

/**
 * A client that authorizes each request, and asks once for new credentials when the vendor refuses the old ones: a
 * secret that was rotated, or a token that ended before its time.
 */
export function withAuthorization(http: CrmHttp, authorization: Authorization): CrmHttp {
  return async function authorizedHttp(request) {
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
