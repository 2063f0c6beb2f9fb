import type * as z from 'zod';
import {
  type Connection,
  hasContacts,
  keepsFiles,
  keepsLeads,
  listsOpenDeals,
  notifiable,
  relatesRecipients,
} from '../crm/connection.ts';
import { cannotName } from '../crm/named-record.ts';
import { openDealsName } from '../mapping/contact-facts.ts';
import { type Resolution, resolveMapping } from '../mapping/mapping.ts';
import type { Mappings } from '../mapping/mapping-schema.ts';
import { chosenMappings } from './chosen-mappings.ts';
import { fieldsToLookUp } from './fields-to-look-up.ts';
import { file, type Integration, type IntegrationsFile } from './integration.ts';

/** One mistake in a configuration file: the key, the value there and the value that is wanted. */
interface Mistake {
  readonly path: string;
  readonly message: string;
}

/** Checks an `integrations.yaml`, already parsed, and reports all its mistakes together. */
export function checkIntegrations(
  json: unknown,
): { readonly ok: true; readonly value: IntegrationsFile } | { readonly ok: false; readonly mistakes: Mistake[] } {
  const parsed = file.safeParse(json);
  if (!parsed.success) return { ok: false, mistakes: parsed.error.issues.map((issue) => mistakeOf(issue, json)) };
  const mistakes = crossCheck(parsed.data);
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, value: parsed.data };
}

/** One integration, and the parts of the file that its checks compare it with. */
interface CheckedIntegration {
  readonly entry: Integration;
  /** The path, as in `integrations[2]`. */
  readonly path: string;
  readonly connections: IntegrationsFile['connections'];
  /** The connection of the integration; absent: there is none of that name. */
  readonly connection: Connection | undefined;
  readonly mappings: Mappings;
  /** Keys of the integrations before it. */
  readonly keys: Set<string>;
  /** Keys of integrations by the address patterns before it, in lower case. */
  readonly owners: Map<string, string>;
}

type Check = (checked: CheckedIntegration) => Mistake[];

/** The checks of one integration against the rest of the file, in the order in which mistakes are reported. */
const checks: readonly Check[] = [
  checkConnection,
  checkConsentTargets,
  checkMapping,
  checkRuleMappings,
  checkNotifiedConnections,
  checkDeliveredEvents,
  checkDealMoves,
  checkNamedRecords,
  checkFiles,
  checkLeads,
  checkRelations,
  checkLookUp,
  checkOpenDeals,
  checkEligibility,
  checkRollout,
  checkShadow,
  checkKey,
  checkAddresses,
];

function crossCheck({ connections, integrations, mappings = {} }: IntegrationsFile): Mistake[] {
  const keys = new Set<string>();
  const owners = new Map<string, string>();
  return [
    ...Object.keys(mappings).flatMap((key) => mappingMistakes(`mappings.${key}`, resolveMapping(key, mappings))),
    ...integrations.flatMap((entry, index) => {
      const path = `integrations[${index}]`;
      const connection = ownConnection(connections, entry.connection);
      const checked = { entry, path, connections, connection, mappings, keys, owners };
      return checks.flatMap((check) => check(checked));
    }),
  ];
}

/** A name from the file may be a property that every object has, such as `constructor`. */
const ownConnection = (connections: IntegrationsFile['connections'], name: string): Connection | undefined =>
  Object.hasOwn(connections, name) ? connections[name] : undefined;

const mappingMistakes = (path: string, resolution: Resolution): Mistake[] =>
  resolution.kind === 'ok' ? [] : [{ path, message: resolution.message }];

const unknownConnection = (path: string, name: string, connections: IntegrationsFile['connections']): Mistake => ({
  path,
  message: `found "${name}", wants one of the connections: ${Object.keys(connections).join(', ') || 'none'}`,
});

function checkConnection({ entry, path, connections, connection }: CheckedIntegration): Mistake[] {
  return connection === undefined ? [unknownConnection(`${path}.connection`, entry.connection, connections)] : [];
}

function checkConsentTargets({ entry, path, connections }: CheckedIntegration): Mistake[] {
  return (entry.consent?.targets ?? []).flatMap((target, position) =>
    ownConnection(connections, target) === undefined
      ? [unknownConnection(`${path}.consent.targets[${position}]`, target, connections)]
      : [],
  );
}

/** A mapping of the file that cannot be resolved is reported where it stands, not again by each integration. */
function checkMapping({ entry, path, mappings }: CheckedIntegration): Mistake[] {
  if (mappings[entry.mapping] !== undefined) return [];
  return mappingMistakes(`${path}.mapping`, resolveMapping(entry.mapping, mappings));
}

function checkRuleMappings({ entry, path, mappings }: CheckedIntegration): Mistake[] {
  return (entry.rules ?? []).flatMap(({ do: { mapping } }, position) =>
    mapping === undefined
      ? []
      : mappingMistakes(`${path}.rules[${position}].do.mapping`, resolveMapping(mapping, mappings)),
  );
}

function checkNotifiedConnections({ entry, path, connections }: CheckedIntegration): Mistake[] {
  return (entry.rules ?? []).flatMap((rule, position) =>
    notNotifiable(`${path}.rules[${position}].do.notify`, rule.do.notify, connections),
  );
}

function checkDeliveredEvents({ entry, path, connections, connection }: CheckedIntegration): Mistake[] {
  const settings = (['deliveredEvents', 'deliveredInFeed'] as const).filter((name) => entry[name] !== undefined);
  if (connection !== undefined && !hasContacts(connection)) {
    const message = `is about records of a CRM, which a ${connection.vendor} does not have`;
    return settings.map((name) => ({ path: `${path}.${name}`, message }));
  }
  return notNotifiable(`${path}.deliveredEvents`, entry.deliveredEvents, connections);
}

/** Connections that take no event as it is. */
const notNotifiable = (
  path: string,
  names: readonly string[] = [],
  connections: CheckedIntegration['connections'],
): Mistake[] =>
  names.flatMap((name) => {
    const vendor = ownConnection(connections, name)?.vendor;
    if (vendor !== undefined && notifiable.includes(vendor)) return [];
    return [{ path, message: `found "${name}", wants a connection to a ${notifiable.join(', ')}` }];
  });

function checkDealMoves({ entry, path, connection }: CheckedIntegration): Mistake[] {
  if (connection === undefined || hasContacts(connection)) return [];
  const message = `moves a deal, which a ${connection.vendor} does not have`;
  return (entry.rules ?? []).flatMap(({ do: { moveDeal } }, position) =>
    moveDeal === undefined ? [] : [{ path: `${path}.rules[${position}].do.moveDeal`, message }],
  );
}

/** A pattern that takes records of a kind which the CRM does not have could only refuse mail. */
function checkNamedRecords({ entry, path, connection }: CheckedIntegration): Mistake[] {
  if (connection === undefined) return [];
  return entry.addresses.flatMap((pattern, position) => {
    const kind = /\{([a-z]+)\}/.exec(pattern)?.[1];
    const message = kind && cannotName(connection.vendor, kind);
    return message ? [{ path: `${path}.addresses[${position}]`, message: `found "${pattern}": ${message}` }] : [];
  });
}

function checkFiles({ entry, path, connection }: CheckedIntegration): Mistake[] {
  if (entry.files === undefined || connection === undefined || keepsFiles(connection)) return [];
  const message = `wants a connection that keeps files, found a ${connection.vendor}; links lead to attachments anywhere`;
  return [{ path: `${path}.files`, message }];
}

function checkLeads({ entry, path, connection }: CheckedIntegration): Mistake[] {
  if (entry.person !== 'lead') return [];
  const at = `${path}.person`;
  const hasNoLeads = connection !== undefined && !keepsLeads(connection);
  return [
    ...(hasNoLeads ? [{ path: at, message: `wants a connection with leads, found a ${connection.vendor}` }] : []),
    ...(entry.deals === 'thread'
      ? [{ path: at, message: 'wants deals: token, found thread; a lead has deals after its conversion' }]
      : []),
  ];
}

function checkRelations({ entry, path, connection }: CheckedIntegration): Mistake[] {
  if (entry.relations !== 'all' || connection === undefined || relatesRecipients(connection)) return [];
  const message = `wants a connection that relates a mail to several people, found a ${connection.vendor}`;
  return [{ path: `${path}.relations`, message }];
}

function checkLookUp({ entry, path, connection, mappings }: CheckedIntegration): Mistake[] {
  const fields = fieldsToLookUp(entry, chosenMappings(entry, mappings));
  if (fields.length === 0 || connection === undefined || hasContacts(connection)) return [];
  const message = `looks up ${fields.join(', ')} of the contact, which a ${connection.vendor} does not have`;
  return [{ path, message }];
}

function checkOpenDeals({ entry, path, connection, mappings }: CheckedIntegration): Mistake[] {
  const isAsked = fieldsToLookUp(entry, chosenMappings(entry, mappings)).includes(openDealsName);
  if (!isAsked || connection === undefined || listsOpenDeals(connection)) return [];
  return [{ path, message: `asks for open deals of the contact, which no one call of a ${connection.vendor} tells` }];
}

function checkEligibility({ entry, path, connection }: CheckedIntegration): Mistake[] {
  if (entry.eligibility?.crm === undefined || connection === undefined || hasContacts(connection)) return [];
  const message = `wants a connection with contacts, found a ${connection.vendor}`;
  return [{ path: `${path}.eligibility.crm`, message }];
}

function checkRollout({ entry, path }: CheckedIntegration): Mistake[] {
  if (entry.rollout === undefined || entry.mode === 'shadow') return [];
  return [{ path: `${path}.rollout`, message: `wants mode shadow, found ${entry.mode}` }];
}

/** A shadow is planned like the live mail, so that it needs a connection of the same vendor. */
function checkShadow({ entry, path, connections, connection }: CheckedIntegration): Mistake[] {
  if (entry.shadow === undefined) return [];
  const { to } = entry.shadow;
  const target = ownConnection(connections, to);
  if (entry.mode !== 'shadow') return [{ path: `${path}.shadow`, message: `wants mode shadow, found ${entry.mode}` }];
  if (target === undefined) return [unknownConnection(`${path}.shadow.to`, to, connections)];
  if (to === entry.connection)
    return [
      { path: `${path}.shadow.to`, message: `found "${to}", which the live mail goes to; wants another connection` },
    ];
  if (connection !== undefined && target.vendor !== connection.vendor)
    return [
      { path: `${path}.shadow.to`, message: `found a ${target.vendor}, wants a ${connection.vendor} as connection is` },
    ];
  // Who the sender is, is known only after the account was chosen.
  if (entry.rollout?.senders !== undefined)
    return [{ path: `${path}.shadow`, message: 'wants a rollout by percent or mailboxes, found one by senders' }];
  return [];
}

function checkKey({ entry, path, keys }: CheckedIntegration): Mistake[] {
  const isTaken = keys.has(entry.key);
  keys.add(entry.key);
  const message = `found "${entry.key}" a second time, wants a key of its own`;
  return isTaken ? [{ path: `${path}.key`, message }] : [];
}

function checkAddresses({ entry, path, owners }: CheckedIntegration): Mistake[] {
  return entry.addresses.flatMap((pattern, position) => {
    const owner = owners.get(pattern.toLowerCase());
    owners.set(pattern.toLowerCase(), entry.key);
    const message = `found "${pattern}", which integration "${owner}" has already; one address goes to one integration`;
    return owner === undefined ? [] : [{ path: `${path}.addresses[${position}]`, message }];
  });
}

/** Names the key, the value that was found there and the value that is wanted instead. */
export function mistakeOf(issue: z.core.$ZodIssue, json: unknown): Mistake {
  const path = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  // The message names what an invalid name of a record must be.
  const why = (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message;
  return { path: path || '(file)', message: `found ${shownValue(issue.path, json)}: ${why}` };
}

/** The value at a path, cut to what a message has room for. */
function shownValue(path: readonly PropertyKey[], json: unknown): string {
  // Somebody may have put the secret itself there.
  if (path.at(-1) === 'credentials') return 'something else';
  const value = path.reduce(valueAt, json);
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'nothing').slice(0, 80);
}

const valueAt = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
