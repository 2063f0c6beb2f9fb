import { compact } from '../../compact.ts';
import { canaryTenant } from '../configuration/canary-integration.ts';
import type { Integration } from '../configuration/integration.ts';
import { stageMeanings } from '../crm/deal-stage.ts';
import { type ConsentPolicy, defaultConsentPolicy } from './eligibility.ts';

/** The consent settings of a tenant, from all of its integrations. */
export interface ConsentSettings {
  readonly policy: ConsentPolicy;
  readonly policyVersion?: string;
  /** Connections that are informed of suppressions. */
  readonly connections: readonly string[];
  /** The mail that asks a person who was signed up to confirm. */
  readonly confirmation?: ConfirmationMail;
}

export type ConfirmationMail = NonNullable<NonNullable<Integration['consent']>['confirmation']>;

/** Returns the settings of a tenant: the policy of its first integration that has one, the targets of all. */
export function consentSettingsOf(integrations: readonly Integration[], tenant: string): ConsentSettings {
  const own = integrations.filter((integration) => integration.tenant === tenant);
  const policy = own.find(({ consent }) => consent !== undefined)?.consent;
  const connections = own.flatMap(({ connection, mode, consent }) => [
    ...(mode === 'live' ? [connection] : []),
    ...(mode === 'off' ? [] : (consent?.targets ?? [])),
  ]);
  return compact({
    policy: policy ? policyOf(policy) : defaultConsentPolicy,
    policyVersion: policy?.policyVersion,
    confirmation: policy?.confirmation,
    connections: [...new Set(connections)],
  });
}

function policyOf({ requireOptIn, softBounces, stages }: NonNullable<Integration['consent']>): ConsentPolicy {
  const bars = stageMeanings.flatMap((meaning) => {
    const setting = stages?.[meaning];
    return setting === undefined ? [] : [[meaning, setting.bars] as const];
  });
  return compact({ requireOptIn, softBounces, stageBars: stages && Object.fromEntries(bars) });
}

/** The tenant of a question that names none; undefined when there are several tenants, or none. */
export function onlyTenant(integrations: readonly Integration[]): string | undefined {
  const [tenant, ...others] = new Set(
    integrations.map((integration) => integration.tenant).filter((name) => name !== canaryTenant),
  );
  return others.length === 0 ? tenant : undefined;
}
