import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { StepKey } from '../../domain/crm/crm-step.ts';
import { type Outcome, unreadableCredentials } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { call, propertyPath } from './api.ts';

/** A property of ours. */
export interface OwnProperty {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly unique?: true;
}

/** Our own properties, by object; created on first use where the key's scopes allow it. */
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

/** Everything of ours that records of mail and tasks have. */
export const ourProperties: readonly OwnProperty[] = [
  ...ours,
  externalIdProperty,
  { ...externalIdProperty, object: 'tasks' },
];

const group = 'postern';
/** How long HubSpot's search may not yet show a record that was just written. */
const visibilityLagMs = 30_000;

const property = z.object({ name: z.string(), hasUniqueValue: z.optional(z.boolean()) });
const anything = z.unknown();

/**
 * Finds out whether this account keeps e-mail activities unique by our external id, creating what is missing.
 *
 * HubSpot documents unique custom properties for several objects and does not say whether e-mails are among
 * them, so the account is asked. Where it refuses, the property is a plain one and the activity is looked up
 * before an unclear write is repeated.
 */
export const ensureProperties = (http: CrmHttp): Promise<Outcome<StepKey>> =>
  ensureKey(http, 'emails', () => createProperties(http));

/** The same of tasks, which only rules ask for. */
export const ensureTaskKey = (http: CrmHttp): Promise<Outcome<StepKey>> =>
  ensureKey(http, 'tasks', async () => {
    const made = await createOurGroup(http, 'tasks');
    return made.kind === 'ok' ? createKey(http, 'tasks') : made;
  });

async function ensureKey(
  http: CrmHttp,
  object: 'emails' | 'tasks',
  create: () => Promise<Outcome<StepKey>>,
): Promise<Outcome<StepKey>> {
  const path = propertyPath(object, `/${externalIdProperty.name}`);
  const found = await call(http, { method: 'GET', path }, property);
  if (found.kind === 'ok') return ok(found.value.hasUniqueValue === true);
  const created = found.kind === 'absent' ? await create() : asFailure(found);
  // Without the scope for schemas somebody else must have made the properties: the first write will tell, and
  // name the one that is missing. Until then nothing is known to be unique.
  return created.kind === 'rejected' || isScopeRefused(created) ? ok(false) : created;
}

/** A refusal other than that of the credentials themselves. */
const isScopeRefused = (outcome: Outcome<unknown>): boolean =>
  outcome.kind === 'misconfigured' && outcome.code !== 'HTTP 401' && outcome.code !== unreadableCredentials;

async function createProperties(http: CrmHttp): Promise<Outcome<StepKey>> {
  for (const object of new Set(ours.map((entry) => entry.object))) {
    const made = await createOurGroup(http, object);
    if (made.kind !== 'ok') return made;
  }
  for (const entry of ours) {
    const made = await createOwn(http, entry);
    if (made.kind !== 'ok') return made;
  }
  return createKey(http, 'emails');
}

/** One of `ourProperties`. */
export const createOwn = (http: CrmHttp, entry: OwnProperty): Promise<Outcome<unknown>> =>
  entry.name === externalIdProperty.name
    ? createKey(http, entry.object)
    : createOurProperty(http, entry, entry.unique === true);

async function createKey(http: CrmHttp, object: string): Promise<Outcome<StepKey>> {
  const unique = await createOurProperty(http, { ...externalIdProperty, object }, true);
  if (unique.kind === 'ok') return ok(true);
  if (unique.kind !== 'rejected') return unique;
  const plain = await createOurProperty(http, { ...externalIdProperty, object }, false);
  return plain.kind === 'ok' ? ok(false) : plain;
}

/** The group in which HubSpot's pages show our properties of an object. */
export async function createOurGroup(http: CrmHttp, object: string): Promise<Outcome<unknown>> {
  const path = propertyPath(object, '/groups');
  const body = { name: group, label: 'Postern', displayOrder: -1 };
  const made = await call(http, { method: 'POST', path, body }, anything);
  return made.kind === 'ok' || made.kind === 'conflict'
    ? { kind: 'ok', value: undefined, how: 'existing' }
    : asFailure(made);
}

/** A text property of ours; one that is there already is as good. */
export async function createOurProperty(
  http: CrmHttp,
  { object, name, label }: { object: string; name: string; label: string },
  hasUniqueValue: boolean,
): Promise<Outcome<unknown>> {
  const body = compact({
    name,
    label,
    groupName: group,
    type: 'string',
    fieldType: 'text',
    hasUniqueValue: hasUniqueValue ? true : undefined,
  });
  const made = await call(http, { method: 'POST', path: propertyPath(object), body }, anything);
  if (made.kind === 'conflict') return { kind: 'ok', value: undefined, how: 'existing' };
  return made.kind === 'ok' ? made : asFailure(made);
}

const ok = (isUnique: boolean): Outcome<StepKey> => ({
  kind: 'ok',
  value: isUnique ? { kind: 'unique' } : { kind: 'lookup', visibilityLagMs },
  how: 'existing',
});
