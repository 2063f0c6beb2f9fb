import * as z from 'zod/mini';
import { andThen, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { type Answer, asFailure, asOutcome } from '../vendor-call.ts';
import { call, query } from './api.ts';

const createAnswer = z.object({ id: z.string() });
const withIdentity = z.object({ identity: z.string() });

/** Lets the connection's user see and write fields, by a permission set *Postern*. An existing permission is as good. */
export async function allowFields(
  http: CrmHttp,
  version: string,
  fields: ReadonlyArray<{ readonly object: string; readonly name: string }>,
): Promise<Outcome<unknown>> {
  const base = `/services/data/${version}`;
  const permissionSet = await ensurePermissionSet(http, version);
  if (permissionSet.kind !== 'ok') return permissionSet;
  const PermissionSetId = permissionSet.value;
  for (const { object, name } of fields) {
    const permission = { ParentId: PermissionSetId, SobjectType: object, Field: `${object}.${name}` };
    const body = { ...permission, PermissionsRead: true, PermissionsEdit: true };
    const answer = await insert(http, version, 'FieldPermissions', body);
    // A field that could not be made cannot be allowed either; its own reason is reported.
    if (answer.kind !== 'ok' && answer.kind !== 'rejected') return asFailure(answer);
  }
  const user = await call(http, { method: 'GET', path: `${base}/` }, withIdentity);
  if (user.kind !== 'ok') return asFailure(user);
  const AssigneeId = user.value.identity.split('/').at(-1);
  return asOutcome(await insert(http, version, 'PermissionSetAssignment', { AssigneeId, PermissionSetId }));
}

/** The id of our permission set. */
async function ensurePermissionSet(http: CrmHttp, version: string): Promise<Outcome<string>> {
  return andThen(
    await query(http, version, "SELECT Id FROM PermissionSet WHERE Name = 'Postern' LIMIT 1"),
    async ([current]): Promise<Outcome<string>> => {
      if (current !== undefined) return ok(current.Id);
      const answer = await insert(http, version, 'PermissionSet', { Name: 'Postern', Label: 'Postern' });
      return andThen(asOutcome(answer), ({ id }) => ok(id));
    },
  );
}

/** Inserts a record. Salesforce refuses an existing one as a duplicate, which is as good. */
async function insert(
  http: CrmHttp,
  version: string,
  object: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer<{ readonly id: string }>> {
  const path = `/services/data/${version}/sobjects/${object}`;
  const answer = await call(http, { method: 'POST', path, body }, createAnswer);
  return answer.kind === 'conflict' ? ok({ id: '' }) : answer;
}
