import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { consentSettingsOf } from '../lambdas/domain/consent/consent-settings.ts';
import { holdLimits } from '../lambdas/domain/consent/holds.ts';
import type { Vendor } from '../lambdas/domain/crm/connection.ts';

/** The answer to one question of a readiness review, from the configuration. */
export interface ReadinessAnswer {
  /** A short name, for programs. */
  readonly topic: 'identity key' | 'consent paths' | 'placement' | 'pause thresholds' | 'mapping owners';
  readonly question: string;
  readonly answer: readonly string[];
  /** Points that the configuration leaves open; none: the question is answered. */
  readonly open: readonly string[];
}

/** Facts beside the configuration. */
export interface ReadinessFacts {
  readonly file: IntegrationsFile;
  /** Whether a variable of the deployment has a value. */
  readonly isSet: (variable: 'ADDRESS_KEY' | 'TOKEN_KEYS' | 'API_URL') => boolean;
}

/** Destinations that know people by an id of their own, beside the address. */
const profileVendors: ReadonlySet<Vendor> = new Set(['segment', 'rudderstack', 'mparticle']);

/** Answers the five questions, in their order. */
export const answerReadiness = (facts: ReadinessFacts): ReadinessAnswer[] => [
  identityKey(facts),
  consentPaths(facts),
  placement(facts),
  pauseThresholds(facts),
  mappingOwners(facts),
];

const tenantsOf = ({ integrations }: IntegrationsFile): string[] => [
  ...new Set(integrations.map(({ tenant }) => tenant)),
];

function identityKey({ file, isSet }: ReadinessFacts): ReadinessAnswer {
  const profiles = Object.entries(file.connections).filter(([, { vendor }]) => profileVendors.has(vendor));
  return {
    topic: 'identity key',
    question: 'Which key identifies a mail and a person in every system?',
    answer: [
      'a mail: its external id, the SHA-256 of Message-ID and normalized From',
      'a person: the normalized address, in our tables as a keyed hash',
      ...profiles.map(([name, connection]) =>
        'userId' in connection && connection.userId !== undefined
          ? `${name}: the address and the user id of the configuration`
          : `${name}: the address alone`,
      ),
    ],
    open: isSet('ADDRESS_KEY') ? [] : ['ADDRESS_KEY is not set: nobody knows the key that hashes addresses'],
  };
}

function consentPaths({ file, isSet }: ReadinessFacts): ReadinessAnswer {
  const tenants = tenantsOf(file).map((tenant) => ({
    tenant,
    connections: consentSettingsOf(file.integrations, tenant).connections,
    sources: Object.entries(file.intake ?? {}).filter(([, source]) => source.tenant === tenant),
  }));
  const hasLinks = isSet('API_URL') && isSet('TOKEN_KEYS');
  return {
    topic: 'consent paths',
    question: 'By which paths does an opt-out arrive, and which systems learn of it?',
    answer: [
      `in: answers and List-Unsubscribe mail, bounces and complaints${hasLinks ? ', one-click links' : ''}`,
      ...tenants.map(
        ({ tenant, connections, sources }) =>
          `${tenant}: in by ${sources.length === 0 ? 'no webhook' : sources.map(([name, { format }]) => `${name} (${format})`).join(', ')}; out to ${['ses', ...connections].join(', ')}`,
      ),
    ],
    open: [
      ...(hasLinks ? [] : ['one-click links cannot be made: API_URL or TOKEN_KEYS is not set']),
      ...tenants
        .filter(({ connections }) => connections.length === 0)
        .map(({ tenant }) => `${tenant}: no CRM or CDP learns of an opt-out, because no integration is live`),
    ],
  };
}

function placement({ file }: ReadinessFacts): ReadinessAnswer {
  const tenants = tenantsOf(file);
  const withoutDomains = tenants.filter(
    (tenant) => !file.integrations.some((each) => each.tenant === tenant && (each.trust?.ownDomains.length ?? 0) > 0),
  );
  return {
    topic: 'placement',
    question: 'Who watches where our own mail lands?',
    answer: [
      'complaints, hard bounces and deferrals of each mailbox provider, from sending events: postern holds',
      'DMARC of the own domains: postern doctor',
      'whether mail lands in the inbox or in spam is not measured here: a tool with seed addresses does that',
    ],
    open: [...withoutDomains.map((tenant) => `${tenant}: no trust.ownDomains, so that no DMARC record is watched`)],
  };
}

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

function pauseThresholds({ file }: ReadinessFacts): ReadinessAnswer {
  const { complaints, hardBounces, deferrals } = holdLimits;
  const braked = file.integrations.filter(({ brake }) => brake !== undefined);
  return {
    topic: 'pause thresholds',
    question: 'At which rates does sending pause, and incoming mail stop?',
    answer: [
      `a mailbox provider is held from ${percent(complaints.hold)} complaints, ${percent(hardBounces.hold)} hard bounces or ${percent(deferrals.hold)} deferrals in 24 hours, and released under ${percent(complaints.release)}, ${percent(hardBounces.release)} and ${percent(deferrals.release)}`,
      'a page goes out from 0.3 % complaints',
      ...braked.map(
        ({ key, brake }) =>
          `${key}: more than ${brake!.mails} mails of a sender in ${brake!.minutes} minutes are quarantined`,
      ),
    ],
    open: file.integrations
      .filter(({ brake, mode }) => brake === undefined && mode !== 'off')
      .map(({ key }) => `${key}: no brake, so that a sender's loop fills the CRM`),
  };
}

function mappingOwners({ file }: ReadinessFacts): ReadinessAnswer {
  const used = [...Map.groupBy(file.integrations, ({ mapping }) => mapping)].map(([mapping, integrations]) => ({
    mapping,
    keys: integrations.map(({ key }) => key).join(', '),
    owner: file.mappings?.[mapping]?.owner,
  }));
  return {
    topic: 'mapping owners',
    question: 'Who owns each mapping, and hears of a renamed field?',
    answer: used.map(
      ({ mapping, keys, owner = 'nobody of yours (built in)' }) => `${mapping}: ${owner}; used by ${keys}`,
    ),
    open: used
      .filter(({ owner }) => owner === undefined)
      .map(({ mapping, keys }) => `${keys}: ${mapping} is built in; extend it by a mapping with an owner`),
  };
}
