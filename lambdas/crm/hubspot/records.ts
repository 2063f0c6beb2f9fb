import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { CrmRecords, MappedFields } from '../../domain/crm/crm-records.ts';
import type { Outcome, Ref } from '../../domain/crm/outcome.ts';
import { asFailure, cut } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { taskText, textWithLink } from '../marker.ts';
import { writeOwned } from '../record-steps.ts';
import type { FieldAccess, Task } from '../vendor-records.ts';
import { batchResult, call, objectPath, singleRecord } from './api.ts';
import type { HubspotCalls } from './create.ts';
import { findContact, findThreadDeal, recordByKey } from './find-records.ts';

type Refs = Partial<Record<'contact' | 'company' | 'deal', Ref>>;
type Written = Promise<Outcome<Ref | undefined>>;

/** HubSpot's own association types. @see https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide */
const associationTypes = {
  contact: 198,
  company: 186,
  deal: 210,
  dealToContact: 3,
  dealToCompany: 5,
  contactToCompany: 279,
  taskToContact: 204,
  taskToCompany: 192,
  taskToDeal: 216,
} as const;

const withProperties = z.object({ properties: z.record(z.string(), z.unknown()) });
const maxSubjectLength = 1000;
/** The limit of e-mail bodies is not documented; notes take 65,536. */
const maxTextLength = 65_000;

const ok = (ref: Ref | undefined, how: 'created' | 'updated' | 'existing' | 'unchanged'): Outcome<Ref | undefined> => ({
  kind: 'ok',
  value: ref,
  how,
});

/**
 * Creates the sender as a contact of their company, or finds the contact that has the address.
 *
 * The name goes only to a contact that we created: what a person typed into the CRM is worth more than the
 * display name of a mail client. The address is never part of a URL, so a refusal that does not name its holder is
 * followed by an upsert that changes nothing.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/batch/post-crm-v3-objects-contacts-batch-upsert
 */
export async function findOrCreateContact(
  http: CrmHttp,
  calls: HubspotCalls,
  { email, firstName, lastName, fields, onlyExisting }: NonNullable<CrmRecords['contact']>,
  { company }: Refs,
): Written {
  if (onlyExisting) return findContact(http, email);
  const properties = compact({
    email,
    firstname: firstName,
    lastname: lastName,
    ...asStrings(fields),
  });
  const associations = linkTo(company, 'companies', associationTypes.contactToCompany).map(associationOf);
  const created = await calls.create({ type: 'contacts', key: 'email', properties, associations });
  if (created.kind === 'ok') return ok({ id: created.value.id }, 'created');
  if (created.kind !== 'conflict') return asFailure(created);
  if (created.holder !== undefined) return ok({ id: created.holder }, 'existing');
  const body = { inputs: [{ id: email, idProperty: 'email', properties: { email } }] };
  const found = await call(http, { method: 'POST', path: objectPath('contacts', '/batch/upsert'), body }, batchResult);
  if (found.kind !== 'ok') return asFailure(found);
  const [contact] = found.value.results;
  return contact === undefined ? { kind: 'unknown' } : ok({ id: contact.id }, 'existing');
}

/**
 * Finds the company by its domain, or creates it under our unique key.
 *
 * The search sees what people and other tools created; the key settles the race of two mails that both found
 * nothing. Several companies of one domain are left for a person to sort out: the mail is linked to none.
 */
export async function findOrCreateCompany(
  calls: HubspotCalls,
  { domain, name, fields }: NonNullable<CrmRecords['company']>,
): Written {
  const found = await calls.companiesOf(domain);
  if (found.kind !== 'ok') return asFailure(found);
  const [first, second] = found.value;
  if (second !== undefined) return ok(undefined, 'unchanged');
  if (first !== undefined) return ok({ id: first }, 'existing');
  const company = { postern_domain_key: domain, domain, name, ...asStrings(fields) };
  const upserted = await calls.upsertCompany(company);
  return upserted.kind === 'ok' ? ok({ id: upserted.value.id }, upserted.how as 'created') : asFailure(upserted);
}

/** Associates the contact with its company. */
export async function linkContact(http: CrmHttp, { contact, company }: Refs): Written {
  if (contact === undefined || company === undefined) return ok(undefined, 'unchanged');
  return linkRecords(http, ['contacts', contact.id], ['companies', company.id]);
}

/** Proves that the deal named by the address exists, or opens the conversation's own. */
export async function findOrCreateDeal(
  http: CrmHttp,
  calls: HubspotCalls,
  deal: NonNullable<CrmRecords['deal']>,
  refs: Refs,
): Written {
  if ('id' in deal) {
    // Anybody can write any token: an unknown one is no deal, and no error either.
    if (!/^\d{1,20}$/.test(deal.id)) return ok(undefined, 'unchanged');
    const found = await call(http, { method: 'GET', path: objectPath('deals', `/${deal.id}`) }, singleRecord);
    if (found.kind === 'absent') return ok(undefined, 'unchanged');
    return found.kind === 'ok' ? ok({ id: found.value.id }, 'existing') : asFailure(found);
  }
  if (deal.onlyExisting) return findThreadDeal(http, deal.threadKey);
  const properties = {
    dealname: cut(deal.name, maxSubjectLength),
    pipeline: 'default',
    dealstage: 'qualifiedtobuy',
    postern_thread_key: deal.threadKey,
    ...asStrings(deal.fields),
  };
  const links = [
    ...linkTo(refs.contact, 'contacts', associationTypes.dealToContact),
    ...linkTo(refs.company, 'companies', associationTypes.dealToCompany),
  ];
  return writeOwned(deal, ({ owner }) =>
    createOnce(http, calls, 'deals', { properties: { ...properties, ...ownedBy(owner) }, links }, 'postern_thread_key'),
  );
}

/**
 * Logs the mail with its associations in one request, so that the unique external id covers them too.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-emails-v3/guide
 */
export async function logEmail(
  http: CrmHttp,
  calls: HubspotCalls,
  activity: CrmRecords['activity'],
  refs: Refs,
): Written {
  const { from } = activity;
  const mailbox = (email: string) => ({ email });
  const properties = {
    hs_timestamp: activity.at,
    hs_email_direction: activity.direction === 'inbound' ? 'INCOMING_EMAIL' : 'EMAIL',
    hs_email_subject: cut(activity.subject, maxSubjectLength),
    hs_email_text: textWithLink(activity, maxTextLength),
    hs_email_headers: JSON.stringify(
      compact({
        from: from,
        to: activity.to.map(mailbox),
        cc: activity.cc.map(mailbox),
        bcc: [],
      }),
    ),
    postern_ext_id: activity.externalId,
    postern_event_id: activity.eventId,
    postern_thread_key: activity.threadKey,
    postern_kind: activity.kind,
    postern_mapping_version: activity.mappingVersion,
    ...asStrings(activity.fields),
  };
  const links = [
    ...linkTo(refs.contact, 'contacts', associationTypes.contact),
    ...linkTo(refs.company, 'companies', associationTypes.company),
    ...linkTo(refs.deal, 'deals', associationTypes.deal),
  ];
  return createOnce(http, calls, 'emails', { properties, links }, 'postern_ext_id');
}

const types = { contact: 'contacts', company: 'companies', deal: 'deals' } as const;

/** Properties of records that are there. */
export const propertyAccess = (http: CrmHttp): FieldAccess => ({
  async read(object, id, names) {
    const path = objectPath(types[object], `/${id}?properties=${names.map(encodeURIComponent).join(',')}`);
    const found = await call(http, { method: 'GET', path }, withProperties);
    return found.kind === 'ok' ? { ...found, value: found.value.properties } : found;
  },
  write(object, id, fields) {
    const body = { properties: asStrings(fields) };
    return call(http, { method: 'PATCH', path: objectPath(types[object], `/${id}`), body }, singleRecord);
  },
});

const ownedBy = (owner: string | undefined) => owner !== undefined && { hubspot_owner_id: owner };

/** @see https://developers.hubspot.com/docs/api-reference/crm-tasks-v3/guide */
export async function addTask(http: CrmHttp, calls: HubspotCalls, task: Task, refs: Refs): Written {
  const properties = {
    hs_task_subject: cut(task.title, maxSubjectLength),
    hs_task_body: taskText(task),
    hs_task_status: 'NOT_STARTED',
    hs_task_type: 'EMAIL',
    hs_timestamp: `${task.dueDate}T12:00:00.000Z`,
    postern_ext_id: task.externalId,
  };
  const links = [
    ...linkTo(refs.contact, 'contacts', associationTypes.taskToContact),
    ...linkTo(refs.company, 'companies', associationTypes.taskToCompany),
    ...linkTo(refs.deal, 'deals', associationTypes.taskToDeal),
  ];
  return writeOwned(task, ({ owner }) =>
    createOnce(http, calls, 'tasks', { properties: { ...properties, ...ownedBy(owner) }, links }, 'postern_ext_id'),
  );
}

/**
 * Creates a record; a conflict on its unique property means that an earlier attempt did, or another integration
 * of the same account. Then the links of this delivery are added to what is there.
 */
async function createOnce(
  http: CrmHttp,
  calls: HubspotCalls,
  type: 'deals' | 'emails' | 'tasks',
  { properties, links }: { readonly properties: Record<string, string>; readonly links: readonly Link[] },
  key: string,
): Written {
  const associations = links.map(associationOf);
  const created = await calls.create({ type, key, properties, associations });
  if (created.kind === 'ok') return ok({ id: created.value.id }, 'created');
  if (created.kind !== 'conflict') return asFailure(created);
  const existing = await recordByKey(http, type, key, properties[key]);
  if (existing.kind !== 'ok') return asFailure(existing);
  for (const { ref, target } of links) {
    const linked = await linkRecords(http, [type, existing.value.id], [target, ref.id]);
    if (linked.kind !== 'ok') return linked;
  }
  return ok({ id: existing.value.id }, 'existing');
}

/** Associates two records; a set, so that repeating it changes nothing. */
async function linkRecords(
  http: CrmHttp,
  [fromType, fromId]: readonly [string, string],
  [toType, toId]: readonly [string, string],
): Written {
  const path = objectPath(fromType, `/${fromId}/associations/default/${toType}/${toId}`);
  const linked = await call(http, { method: 'PUT', path }, z.unknown());
  return linked.kind === 'ok' ? ok(undefined, 'updated') : asFailure(linked);
}

interface Link {
  readonly ref: Ref;
  readonly target: 'contacts' | 'companies' | 'deals';
  readonly typeId: number;
}

const linkTo = (ref: Ref | undefined, target: Link['target'], typeId: number): Link[] =>
  ref === undefined ? [] : [{ ref, target, typeId }];

const associationOf = ({ ref, typeId }: Link) => ({
  to: { id: ref.id },
  types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
});

/** HubSpot takes every value as a string. */
const asStrings = (fields: MappedFields = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
