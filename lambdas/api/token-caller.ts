import { compact } from '../compact.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { scopes } from '../scopes.ts';
import type { AccessSettings } from './access-settings.ts';
import type { ApiCaller, Unidentified } from './caller.ts';

type Claims = Readonly<Record<string, unknown>>;
type TokenSettings = NonNullable<AccessSettings['jwt']>;

/**
 * The caller that a verified token names: its rights by the claim of scopes, its tenant by the claim of the tenant. A scope that is none
 * of ours gives nothing.
 */
export function tokenCaller(claims: Claims, settings: TokenSettings): ApiCaller | Unidentified {
  const { issuer, audience, scopeClaim = 'scope', scopePrefix = '', tenantClaim, tenant: fixed } = settings;
  const subject = textIn(claims, 'sub') ?? textIn(claims, 'client_id') ?? '';
  const id = `jwt:${sha256(issuer, subject).slice(0, 16)}`;
  const refuse = (detail: string): Unidentified => ({ reason: 'claims', detail, id });
  if (!isFor(claims, audience)) return refuse('the token is for another audience');
  const tenant = tenantClaim === undefined ? fixed : textIn(claims, tenantClaim);
  if (tenant === undefined && tenantClaim !== undefined)
    return refuse(`the token names no tenant in the claim ${tenantClaim}`);
  const granted = new Set(textsIn(claims[scopeClaim]));
  return compact({
    id,
    // Some issuers have addresses as subjects, which stay out of the audit log.
    name: subject === '' || subject.includes('@') ? id : `jwt ${subject.slice(0, 100)}`,
    tenant,
    scopes: scopes.filter((scope) => granted.has(`${scopePrefix}${scope}`)),
  });
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
