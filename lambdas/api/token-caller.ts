import { compact } from '../compact.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { type ApiRole, roleScopes, type Scope, scopes } from '../scopes.ts';
import type { TokenSettings } from './access-settings.ts';
import type { ApiCaller, Unidentified } from './caller.ts';

type Claims = Readonly<Record<string, unknown>>;

/**
 * The caller that a verified token names: its rights by the claim of roles, or else of scopes, its tenant by the claim of the
 * tenant. A role or scope that is none of ours gives nothing.
 */
export function tokenCaller(claims: Claims, settings: TokenSettings): ApiCaller | Unidentified {
  const { issuer, audience } = settings;
  const subject = textIn(claims, 'sub') ?? textIn(claims, 'client_id') ?? '';
  const id = `jwt:${sha256(issuer, subject).slice(0, 16)}`;
  const refuse = (detail: string): Unidentified => ({ reason: 'claims', detail, id });
  if (!isFor(claims, audience)) return refuse('the token is for another audience');
  // Cognito says what a token is for; one for the page itself opens no API.
  if (claims.token_use === 'id') return refuse('wants an access token: this is an ID token');
  const tenant = tenantOf(claims, settings);
  if ('fault' in tenant) return refuse(tenant.fault);
  return compact({
    id,
    // Some issuers have addresses as subjects, which stay out of the audit log.
    name: subject === '' || subject.includes('@') ? id : `jwt ${subject.slice(0, 100)}`,
    ...tenant,
    scopes: scopesOf(claims, settings),
  });
}

/** Judges tokens of an issuer, for one setting. */
interface TokenJudge {
  readonly issuer: string;
  readonly judge: (token: string) => Promise<ApiCaller | Unidentified>;
}

const unknownIssuer: Unidentified = { reason: 'unknown', detail: 'the token is not valid' };

/**
 * Has a token judged by the settings of its issuer alone, so that an issuer that does not answer stops no token of another. The
 * first setting that takes it counts: two may differ in their audience.
 *
 * @returns undefined where no setting takes tokens
 */
export function tokenCallers(judges: readonly TokenJudge[]): TokenJudge['judge'] | undefined {
  if (judges.length === 0) return undefined;
  return async (token) => {
    // Whoever made the token wrote this. It says who may judge, and the judge checks it with the signature.
    const named = issuerOf(token);
    let refusal = unknownIssuer;
    for (const { judge } of judges.filter(({ issuer }) => issuer === named)) {
      const answer = await judge(token);
      if (!('reason' in answer)) return answer;
      refusal = answer;
    }
    return refusal;
  };
}

function issuerOf(token: string): unknown {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return (claims as { readonly iss?: unknown } | null)?.iss;
  } catch {
    return undefined;
  }
}

const isRole = (text: string): text is ApiRole => Object.hasOwn(roleScopes, text);

function scopesOf(claims: Claims, settings: TokenSettings): readonly Scope[] {
  const { scopeClaim = 'scope', scopePrefix = '', roleClaim, rolePrefix = '' } = settings;
  if (roleClaim === undefined) {
    const granted = new Set(textsIn(claims[scopeClaim]));
    return scopes.filter((scope) => granted.has(`${scopePrefix}${scope}`));
  }
  const roles = textsIn(claims[roleClaim]).flatMap((text) => {
    const role = text.startsWith(rolePrefix) ? text.slice(rolePrefix.length) : '';
    return isRole(role) ? [role] : [];
  });
  const granted = new Set<Scope>(roles.flatMap((role) => roleScopes[role]));
  return scopes.filter((scope) => granted.has(scope));
}

/** The tenant of a token; none for a caller of every tenant. */
function tenantOf(claims: Claims, settings: TokenSettings): { readonly tenant?: string } | { readonly fault: string } {
  const { tenantClaim, tenantPrefix = '', allTenants, tenant } = settings;
  if (tenantClaim === undefined)
    return tenant === undefined ? { fault: 'the stage says no tenant for tokens' } : { tenant };
  const value = Object.hasOwn(claims, tenantClaim) ? claims[tenantClaim] : undefined;
  // A text is one name, since names of tenants may have blanks; a list is of groups, among which a mark tells tenants.
  const isMarked = tenantPrefix !== '' || allTenants !== undefined;
  const values = typeof value === 'string' ? [value] : isMarked ? textsIn(value) : [];
  if (allTenants !== undefined && values.includes(allTenants)) return {};
  const names = new Set(
    values.filter((each) => each.startsWith(tenantPrefix)).map((each) => each.slice(tenantPrefix.length)),
  );
  names.delete('');
  const [name, ...others] = names;
  if (name === undefined) return { fault: `the token names no tenant in the claim ${tenantClaim}` };
  return others.length === 0
    ? { tenant: name }
    : { fault: `the token names several tenants in the claim ${tenantClaim}, and wants one` };
}

/** Access tokens of Cognito have no `aud`, but the client that they were made for, as API Gateway's own authorizer takes it. */
function isFor(claims: Claims, audience: readonly string[]): boolean {
  const named = textsIn(claims.aud ?? claims.client_id);
  return named.some((name) => audience.includes(name));
}

/** A list of texts, or a text with blanks between (RFC 8693 §4.2). */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter(Boolean);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function textIn(claims: Claims, name: string): string | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
