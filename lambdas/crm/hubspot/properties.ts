import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { StepKey } from '../../domain/crm/crm-step.ts';
import { andThen, type Outcome, ok, unreadableCredentials } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { stepKeys } from '../vendor-kit.ts';
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

/** All our properties on records of mail and tasks. */
export const ourProperties: readonly OwnProperty[] = [
  ...ours,
  externalIdProperty,
  { ...externalIdProperty, object: 'tasks' },
];

const group = 'postern';

const property = z.object({ name: z.string(), hasUniqueValue: z.optional(z.boolean()) });

/**
 * Determines whether this account keeps e-mail activities unique by our external id, and creates missing properties.
 *
 * HubSpot documents unique custom properties for several objects and does not say whether e-mails are among
 * them, so the account is asked. Where it refuses, the property is a plain one and the activity is looked up
 * before an unclear write is repeated.
 */
export const ensureProperties = (http: CrmHttp): Promise<Outcome<StepKey>> =>
  ensureKey(http, 'emails', () => createProperties(http));

/** The same for tasks, which only rules ask for. */
export const ensureTaskKey = (http: CrmHttp): Promise<Outcome<StepKey>> =>
  ensureKey(http, 'tasks', async () => andThen(await createOurGroup(http, 'tasks'), () => createKey(http, 'tasks')));

async function ensureKey(
  http: CrmHttp,
  object: 'emails' | 'tasks',
  create: () => Promise<Outcome<StepKey>>,
): Promise<Outcome<StepKey>> {
  const path = propertyPath(object, `/${externalIdProperty.name}`);
  const current = await call(http, { method: 'GET', path }, property);
  if (current.kind === 'ok') return ok(keyOf(current.value.hasUniqueValue === true));
  const result = current.kind === 'absent' ? await create() : asFailure(current);
  // Without the scope for schemas somebody else must have made the properties: the first write names the
  // one that is missing. Until then nothing is known to be unique.
  return result.kind === 'rejected' || isScopeRefused(result) ? ok(keyOf(false)) : result;
}

/** HubSpot's search, which shows a new record late, finds activities where the property is a plain one. */
const keyOf = (isUnique: boolean): StepKey => (isUnique ? stepKeys.unique : stepKeys.search);

/** A refusal other than that of the credentials themselves. */
const isScopeRefused = (outcome: Outcome<unknown>): boolean =>
  outcome.kind === 'misconfigured' && outcome.code !== 'HTTP 401' && outcome.code !== unreadableCredentials;

async function createProperties(http: CrmHttp): Promise<Outcome<StepKey>> {
  for (const object of new Set(ours.map((entry) => entry.object))) {
    const result = await createOurGroup(http, object);
    if (result.kind !== 'ok') return result;
  }
  for (const entry of ours) {
    const result = await createOwn(http, entry);
    if (result.kind !== 'ok') return result;
  }
  return createKey(http, 'emails');
}

/** Creates one of `ourProperties`. */
export const createOwn = (http: CrmHttp, entry: OwnProperty): Promise<Outcome<unknown>> =>
  entry.name === externalIdProperty.name
    ? createKey(http, entry.object)
    : createOurProperty(http, entry, entry.unique === true);

async function createKey(http: CrmHttp, object: string): Promise<Outcome<StepKey>> {
  const unique = await createOurProperty(http, { ...externalIdProperty, object }, true);
  if (unique.kind === 'ok') return ok(keyOf(true));
  if (unique.kind !== 'rejected') return unique;
  return andThen(await createOurProperty(http, { ...externalIdProperty, object }, false), () => ok(keyOf(false)));
}

/** Creates the group in which HubSpot's pages show our properties of an object; an existing one is as good. */
export async function createOurGroup(http: CrmHttp, object: string): Promise<Outcome<unknown>> {
  const path = propertyPath(object, '/groups');
  const body = { name: group, label: 'Postern', displayOrder: -1 };
  const result = await call(http, { method: 'POST', path, body }, z.unknown());
  return result.kind === 'conflict' ? ok(undefined) : asOutcome(result);
}

/** Creates a text property of ours; an existing one is as good. */
export async function createOurProperty(
  http: CrmHttp,
  { object, name, label }: Pick<OwnProperty, 'object' | 'name' | 'label'>,
  hasUniqueValue: boolean,
): Promise<Outcome<unknown>> {
  const body = compact({
    name,
    label,
    groupName: group,
    type: 'string',
    fieldType: 'text',
    hasUniqueValue: hasUniqueValue || undefined,
  });
  const result = await call(http, { method: 'POST', path: propertyPath(object), body }, z.unknown());
  return result.kind === 'conflict' ? ok(undefined) : asOutcome(result);
}
