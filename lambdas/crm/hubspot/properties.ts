import * as z from 'zod/mini';
import type { StepKey } from '../../domain/crm/crm-step.ts';
import { andThen, mapOk, type Outcome, ok, unreadableCredentials } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { stepKeys } from '../vendor-kit.ts';
import { call, propertyPath } from './api.ts';
import type { OwnProperty, PropertyMaker } from './make-property.ts';

/** Properties without which no record is written, by object; created on first use where the key's scopes allow it. */
const ours: readonly OwnProperty[] = [
  { object: 'companies', name: 'postern_domain_key', label: 'Postern domain key', unique: true },
  { object: 'deals', name: 'postern_thread_key', label: 'Postern thread key', unique: true },
  { object: 'emails', name: 'postern_event_id', label: 'Postern event id' },
  { object: 'emails', name: 'postern_thread_key', label: 'Postern thread key' },
  { object: 'emails', name: 'postern_kind', label: 'Postern mail kind' },
  { object: 'emails', name: 'postern_mapping_version', label: 'Postern mapping version' },
];

/** The natural key of an activity. Created last: where it exists, the others do. */
const externalIdProperty = {
  object: 'emails',
  name: 'postern_ext_id',
  label: 'Postern external id',
  unique: true,
} as const;

/** All our properties on records of mail and tasks. */
export const ourProperties: readonly OwnProperty[] = [
  ...ours,
  externalIdProperty,
  { ...externalIdProperty, object: 'tasks' },
];

/** Names of the properties that tell more of a record. */
export const detailNames = {
  source: 'postern_source',
  mappingVersion: 'postern_mapping_version',
  trust: 'postern_trust',
  attachments: 'postern_attachments',
} as const;

/**
 * Properties that tell more of a record. Only `doctor --fix` makes them, so that no mail waits for them; the last one is
 * made when all others are there, and where it exists, deliveries write them all.
 */
export const detailProperties: readonly OwnProperty[] = [
  ...['contacts', 'companies', 'deals'].flatMap((object) => [
    { object, name: detailNames.source, label: 'Postern source' },
    { object, name: detailNames.mappingVersion, label: 'Postern mapping version' },
  ]),
  { object: 'emails', name: detailNames.trust, label: 'Postern trust', type: 'number' },
  { object: 'emails', name: detailNames.attachments, label: 'Postern attachments', type: 'number' },
];

/** The properties of ours that the account has. */
interface AccountProperties {
  /** How repetitions of an activity are recognized. */
  readonly key: StepKey;
  /** Whether it has all of `detailProperties`. */
  readonly hasDetails: boolean;
}

const propertyList = z.object({
  results: z.array(z.object({ name: z.string(), hasUniqueValue: z.optional(z.boolean()) })),
});
const property = z.object({ hasUniqueValue: z.optional(z.boolean()) });

/**
 * Determines whether this account keeps e-mail activities unique by our external id, and creates missing properties.
 *
 * HubSpot documents unique custom properties for several objects and does not say whether e-mails are among
 * them, so the account is asked. Where it refuses, the property is a plain one and the activity is looked up
 * before an unclear write is repeated.
 */
export async function ensureProperties(http: CrmHttp, maker: PropertyMaker): Promise<Outcome<AccountProperties>> {
  const list = await call(http, { method: 'GET', path: propertyPath('emails') }, propertyList);
  if (list.kind !== 'ok') return orUnknownKey(asFailure(list), { key: keyOf(false), hasDetails: false });
  const known = new Map(list.value.results.map((entry) => [entry.name, entry]));
  const hasDetails = known.has(detailNames.attachments);
  const current = known.get(externalIdProperty.name);
  if (current !== undefined) return ok({ key: keyOf(current.hasUniqueValue === true), hasDetails });
  const made = mapOk(await createProperties(maker), (key) => ({ key, hasDetails }));
  return orUnknownKey(made, { key: keyOf(false), hasDetails });
}

/** The same for tasks, which only rules ask for. */
export async function ensureTaskKey(http: CrmHttp, maker: PropertyMaker): Promise<Outcome<StepKey>> {
  const path = propertyPath('tasks', `/${externalIdProperty.name}`);
  const current = await call(http, { method: 'GET', path }, property);
  if (current.kind === 'ok') return ok(keyOf(current.value.hasUniqueValue === true));
  const made = current.kind === 'absent' ? await createKey(maker, 'tasks') : asFailure(current);
  return orUnknownKey(made, keyOf(false));
}

/**
 * Without the scope for schemas somebody else must have made the properties: the first write names the one that is missing.
 * Until then nothing is known to be unique.
 */
const orUnknownKey = <T>(outcome: Outcome<T>, unknown: T): Outcome<T> =>
  outcome.kind === 'rejected' || isScopeRefused(outcome) ? ok(unknown) : outcome;

/** HubSpot's search, which shows a new record late, finds activities where the property is a plain one. */
const keyOf = (isUnique: boolean): StepKey => (isUnique ? stepKeys.unique : stepKeys.search);

/** A refusal other than that of the credentials themselves. */
const isScopeRefused = (outcome: Outcome<unknown>): boolean =>
  outcome.kind === 'misconfigured' && outcome.code !== 'HTTP 401' && outcome.code !== unreadableCredentials;

async function createProperties(maker: PropertyMaker): Promise<Outcome<StepKey>> {
  for (const entry of ours) {
    const result = await maker.make(entry);
    if (result.kind !== 'ok') return result;
  }
  return createKey(maker, 'emails');
}

/** Creates one of our properties; a key that the account does not keep unique becomes a plain property. */
export const createOwn = (maker: PropertyMaker, entry: OwnProperty): Promise<Outcome<unknown>> =>
  entry.name === externalIdProperty.name ? createKey(maker, entry.object) : maker.make(entry);

async function createKey(maker: PropertyMaker, object: string): Promise<Outcome<StepKey>> {
  const { unique: _unique, ...plain } = { ...externalIdProperty, object };
  const unique = await maker.make({ ...plain, unique: true });
  if (unique.kind === 'ok') return ok(keyOf(true));
  if (unique.kind !== 'rejected') return unique;
  return andThen(await maker.make(plain), () => ok(keyOf(false)));
}
