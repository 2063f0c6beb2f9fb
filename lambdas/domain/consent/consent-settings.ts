import { compact } from '../../compact.ts';
import { canaryTenant } from '../configuration/canary-integration.ts';
import type { Integration } from '../configuration/integration.ts';
import { type ConsentPolicy, defaultConsentPolicy } from './eligibility.ts';

/** What a tenant's integrations come to, where consent is concerned. */
export interface ConsentSettings {
  readonly policy: ConsentPolicy;
  readonly policyVersion?: string;
  /** Connections that must hear of suppressions. */
  readonly connections: readonly string[];
  /** How whoever was signed up is asked to confirm. */
  readonly confirmation?: ConfirmationMail;
}

export type ConfirmationMail = NonNullable<NonNullable<Integration['consent']>['confirmation']>;

/** The settings of a tenant: the policy of its first integration that has one, the targets of all. */
export function consentSettingsOf(integrations: readonly Integration[], tenant: string): ConsentSettings {
  const own = integrations.filter((integration) => integration.tenant === tenant);
  const decided = own.find(({ consent }) => consent !== undefined)?.consent;
  const connections = own.flatMap(({ connection, mode, consent }) => [
    ...(mode === 'live' ? [connection] : []),
    ...(mode === 'off' ? [] : (consent?.targets ?? [])),
  ]);
  return compact({
    policy: decided ? { requireOptIn: decided.requireOptIn, softBounces: decided.softBounces } : defaultConsentPolicy,
    policyVersion: decided?.policyVersion,
    confirmation: decided?.confirmation ? decided.confirmation : undefined,
    connections: [...new Set(connections)],
  });
}

/** The tenant that is meant when nobody says; undefined when there are several, or none. */
export function onlyTenant(integrations: readonly Integration[]): string | undefined {
  const [tenant, ...others] = new Set(
    integrations.map((integration) => integration.tenant).filter((name) => name !== canaryTenant),
  );
  return others.length === 0 ? tenant : undefined;
}
