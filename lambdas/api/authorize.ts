import { compact } from '../compact.ts';
import type { RateLimits } from '../domain/configuration/api-key.ts';
import { createAllowList } from '../domain/configuration/cidr.ts';
import type { Log } from '../domain/mail/log.ts';
import { type Scope, scopeOf } from '../scopes.ts';
import type { ApiCaller, Identify } from './caller.ts';
import { problem } from './problem.ts';
import type { SpendQuota } from './quota.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';

interface AuthorizePorts {
  readonly identify: Identify;
  /** Blocks of addresses from which the stage takes requests; absent: from everywhere. */
  readonly allow?: readonly string[] | undefined;
  /** The domain at which clients show a certificate; absent: none is wanted. */
  readonly certifiedAt?: string | undefined;
  /** Limits of callers without limits of their own. */
  readonly limits: RateLimits;
  readonly spend: SpendQuota;
  /** Counts a request that was refused. */
  readonly refused: () => void;
  readonly log: Log;
}

/** A caller who may make the request, with headers about the quota for the answer; or the answer that refuses it. */
type Authorization =
  | { readonly caller: ApiCaller; readonly headers: Readonly<Record<string, string>> }
  | { readonly refusal: ApiAnswer };

/** Judges a request to a route that wants a scope: who makes it, and whether they may. */
export type Authorize = (request: ApiRequest) => Promise<Authorization>;

/** Judges each request in the API's own function, since API Gateway's authorizers could not say why they refuse. */
export const createAuthorize = (ports: AuthorizePorts): Authorize => {
  const refuse = (request: ApiRequest, reason: string, refusal: ApiAnswer, keyId?: string): Authorization => {
    const { route, requestId } = request;
    ports.refused();
    ports.log.warn('api.refused', compact({ route, reason, requestId, keyId }));
    return { refusal };
  };
  const isAllowed = ports.allow === undefined ? () => true : createAllowList(ports.allow);
  return async (request) => {
    // Before the key: from elsewhere nobody learns whether a key works.
    if (!isAllowed(request.ip))
      return refuse(request, 'address', problem('address-not-allowed', 'the API is open to other addresses'));
    if (ports.certifiedAt !== undefined && request.certifiedAt !== ports.certifiedAt)
      return refuse(
        request,
        'certificate',
        problem('certificate-wanted', `ask https://${ports.certifiedAt}, with a certificate`),
      );
    const caller = await ports.identify(request);
    if ('reason' in caller) {
      const { reason, detail, id } = caller;
      return refuse(request, reason, problem('unauthorized', detail, { challenge: challengeOf(reason) }), id);
    }
    const { id, allow } = caller;
    if (allow !== undefined && !createAllowList(allow)(request.ip))
      return refuse(request, 'address', problem('address-not-allowed', 'the key works from other addresses'), id);
    const scope = scopeOf(request.route);
    const hasScope = scope === 'any' || caller.scopes.some((each) => each === scope);
    if (!hasScope) return refuse(request, 'scope', missingScope(scope), id);
    const quota = await ports.spend(id, caller.limits ?? ports.limits);
    return 'refusal' in quota ? refuse(request, 'quota', quota.refusal, id) : { caller, headers: quota.headers };
  };
};

/** RFC 6750 §3.1: a request without any credentials gets no error code. */
const challengeOf = (reason: string): string => (reason === 'missing' ? 'Bearer' : 'Bearer error="invalid_token"');

/** A route without a scope is open to no key. */
function missingScope(scope: Scope | 'public' | 'any' | 'none' = 'none'): ApiAnswer {
  return problem('missing-scope', `the key lacks the scope ${scope}`, {
    more: { scope },
    challenge: `Bearer error="insufficient_scope", scope="${scope}"`,
  });
}
