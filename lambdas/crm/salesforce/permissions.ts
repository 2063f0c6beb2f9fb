import * as z from 'zod/mini';
import { andThen, type Failure, mapOk, none, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { call, query } from './api.ts';

const createAnswer = z.object({ id: z.string() });
const withIdentity = z.object({ identity: z.string() });

/**
 * Lets the connection's user see and write fields, by a permission set *Postern*. An existing permission is as good; one that
 * is refused keeps none of the others back.
 */
export async function allowFields(
  http: CrmHttp,
  version: string,
  fields: ReadonlyArray<{ readonly object: string; readonly name: string }>,
): Promise<Outcome<unknown>> {
  const permissionSet = await ensurePermissionSet(http, version);
  if (permissionSet.kind !== 'ok') return permissionSet;
  const PermissionSetId = permissionSet.value;
  const failures: Failure[] = [];
  for (const { object, name } of fields) {
    const permission = { ParentId: PermissionSetId, SobjectType: object, Field: `${object}.${name}` };
    const body = { ...permission, PermissionsRead: true, PermissionsEdit: true };
    const answer = await insertOnce(http, version, 'FieldPermissions', body);
    // A field that could not be made cannot be allowed either; its own reason is reported.
    if (answer.kind !== 'ok' && answer.kind !== 'rejected') failures.push(answer);
  }
  const user = await call(http, { method: 'GET', path: `/services/data/${version}/` }, withIdentity);
  if (user.kind !== 'ok') return asFailure(user);
  const AssigneeId = user.value.identity.split('/').at(-1);
  const assigned = await insertOnce(http, version, 'PermissionSetAssignment', { AssigneeId, PermissionSetId });
  return assigned.kind === 'ok' ? (failures[0] ?? assigned) : assigned;
}

/** The id of our permission set, which another set-up may have made at the same time. */
async function ensurePermissionSet(http: CrmHttp, version: string): Promise<Outcome<string>> {
  const found = await findPermissionSet(http, version);
  if (found.kind !== 'ok' || found.value !== undefined) return idOf(found);
  const path = `/services/data/${version}/sobjects/PermissionSet`;
  const body = { Name: 'Postern', Label: 'Postern' };
  const answer = await call(http, { method: 'POST', path, body }, createAnswer);
  if (answer.kind === 'ok') return ok(answer.value.id);
  const made = await findPermissionSet(http, version);
  return made.kind === 'ok' && made.value !== undefined ? idOf(made) : asFailure(answer);
}

const idOf = (found: Outcome<string | undefined>): Outcome<string> => andThen(found, (id = '') => ok(id));

const findPermissionSet = async (http: CrmHttp, version: string): Promise<Outcome<string | undefined>> =>
  mapOk(
    await query(http, version, "SELECT Id FROM PermissionSet WHERE Name = 'Postern' LIMIT 1"),
    ([permissionSet]) => permissionSet?.Id,
  );

/** Inserts a record. Salesforce refuses an existing one as a duplicate, which is as good. */
async function insertOnce(
  http: CrmHttp,
  version: string,
  object: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Outcome<unknown>> {
  const path = `/services/data/${version}/sobjects/${object}`;
  const answer = await call(http, { method: 'POST', path, body }, createAnswer);
  const isThere = answer.kind === 'conflict' || (answer.kind === 'rejected' && answer.code === 'DUPLICATE_VALUE');
  return isThere ? none() : asOutcome(answer);
}
