import * as z from 'zod/mini';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure, cut, done } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { textWithLink } from '../marker.ts';
import type { Activity, Refs, Written } from '../vendor-records.ts';
import { call, keyField, type Part, upsertedRef } from './api.ts';
import type { SalesforceCalls } from './together.ts';

/** What the org lets us write of a mail. */
export interface ActivityFields {
  /** Tasks where Enhanced Email is off. */
  readonly object: 'EmailMessage' | 'Task';
  /** Lengths by field, in characters. */
  readonly lengths: ReadonlyMap<string, number>;
}

const described = z.object({
  createable: z.boolean(),
  fields: z.array(
    z.object({
      name: z.string(),
      length: z.optional(z.number()),
      createable: z.boolean(),
      externalId: z.optional(z.boolean()),
      unique: z.optional(z.boolean()),
    }),
  ),
});
const created = z.object({ id: z.string() });

/**
 * Asks the org what a mail can be there, how long its fields are, and whether our key is there and unique: without that
 * nothing could be repeated safely.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
 */
export async function describeActivity(http: CrmHttp, version: string): Promise<Outcome<ActivityFields>> {
  for (const object of ['EmailMessage', 'Task'] as const) {
    const path = `/services/data/${version}/sobjects/${object}/describe`;
    const found = await call(http, { method: 'GET', path }, described);
    if (found.kind === 'absent') continue;
    if (found.kind !== 'ok') return asFailure(found);
    const { createable, fields } = found.value;
    if (!createable) continue;
    const key = fields.find(({ name }) => name === keyField);
    if (key?.createable !== true || key.unique !== true || key.externalId !== true)
      return {
        kind: 'misconfigured',
        code: 'NO_KEY_FIELD',
        message: `${object} wants a text field ${keyField} (64), external id and unique, that we may write`,
      };
    const lengths = new Map(fields.filter((field) => field.createable).map(({ name, length = 0 }) => [name, length]));
    return { kind: 'ok', value: { object, lengths }, how: 'existing' };
  }
  return { kind: 'misconfigured', code: 'NO_ACTIVITY', message: 'neither EmailMessage nor Task may be created' };
}

/** Logs the mail as what the org has for it. */
export const logActivity = (
  http: CrmHttp,
  version: string,
  calls: SalesforceCalls,
  fields: ActivityFields,
  activity: Activity,
  refs: Refs,
): Written => {
  const unknown = Object.keys(activity.fields ?? {}).find((name) => !fields.lengths.has(name));
  if (unknown !== undefined) {
    const message = `${fields.object} has no field ${unknown} that we may write`;
    return Promise.resolve({ kind: 'misconfigured', code: 'NO_FIELD', message });
  }
  return fields.object === 'EmailMessage'
    ? logMessage(http, version, calls, fields, activity, refs)
    : logTask(calls, fields, activity, refs);
};

/**
 * An EmailMessage and its relation to the sender, together or not at all. Inserted, never upserted: one that is there may
 * not be changed, and the refusal of our key a second time is the success of the first.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_emailmessage.htm
 */
async function logMessage(
  http: CrmHttp,
  version: string,
  calls: SalesforceCalls,
  fields: ActivityFields,
  activity: Activity,
  { contact, company, deal }: Refs,
): Written {
  const related = deal ?? company;
  const { from } = activity;
  const message = fitted(fields, {
    [keyField]: activity.externalId,
    Incoming: activity.direction === 'inbound',
    // New, or sent.
    Status: activity.direction === 'inbound' ? '0' : '3',
    Subject: activity.subject,
    TextBody: textWithLink(activity, fields.lengths.get('TextBody') || maxTextLength),
    MessageDate: activity.at,
    FromAddress: from?.email,
    FromName: [from?.firstName, from?.lastName].filter(Boolean).join(' ') || undefined,
    ToAddress: activity.to.join('; ') || undefined,
    CcAddress: activity.cc.join('; ') || undefined,
    MessageIdentifier: activity.messageId === undefined ? undefined : `<${activity.messageId}>`,
    RelatedToId: related?.id,
    ...ours(activity),
  });
  const parts: Part[] = [{ method: 'POST', path: '/sobjects/EmailMessage', referenceId: 'mail', body: message }];
  if (contact !== undefined) {
    // Addresses alone link to nobody.
    const contactEmail = activity.contact?.email ?? from?.email;
    const body = {
      EmailMessageId: '@{mail.id}',
      RelationId: contact.id,
      RelationType: activity.direction === 'inbound' ? 'FromAddress' : 'ToAddress',
      RelationAddress: contactEmail,
    };
    parts.push({ method: 'POST', path: '/sobjects/EmailMessageRelation', referenceId: 'sender', body });
  }
  const made = await calls.atomically(parts);
  if (made.kind === 'conflict') {
    if (made.holder !== undefined) return done({ id: made.holder }, 'existing');
    const path = `/services/data/${version}/sobjects/EmailMessage/${keyField}/${activity.externalId}?fields=Id`;
    const read = await call(http, { method: 'GET', path }, z.object({ Id: z.string() }));
    return read.kind === 'ok' ? done({ id: read.value.Id }, 'existing') : asFailure(read);
  }
  if (made.kind !== 'ok') return asFailure(made);
  const mail = created.safeParse(made.value.get('mail'));
  return mail.success ? done({ id: mail.data.id }, 'created') : { kind: 'unknown' };
}

async function logTask(
  calls: SalesforceCalls,
  fields: ActivityFields,
  activity: Activity,
  { contact, company, deal }: Refs,
): Written {
  const body = fitted(fields, {
    Subject: activity.subject,
    Description: textWithLink(activity, fields.lengths.get('Description') || maxTextLength),
    Status: 'Completed',
    TaskSubtype: 'Email',
    ActivityDate: activity.at.slice(0, 10),
    WhoId: contact?.id,
    WhatId: (deal ?? company)?.id,
    ...ours(activity),
  });
  const path = `/sobjects/Task/${keyField}/${activity.externalId}`;
  const made = await calls.request({ method: 'PATCH', path, body });
  if (made.kind === 'conflict' && made.holder !== undefined) return done({ id: made.holder }, 'existing');
  return made.kind === 'ok' ? upsertedRef(made.value) : asFailure(made);
}

/** What is mapped, and fields of ours that an org may have or not. */
const ours = (activity: Activity): Record<string, unknown> => ({
  ...activity.fields,
  Postern_Event_Id__c: activity.eventId,
  Postern_Thread_Key__c: activity.threadKey,
  Postern_Kind__c: activity.kind,
  Postern_Mapping_Version__c: activity.mappingVersion,
});

/** Of TextBody and Description, where the org does not say. */
const maxTextLength = 32_000;

/** Only what the org has, and no longer than it takes: over REST nothing is cut for us. */
function fitted({ lengths }: ActivityFields, body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const length = lengths.get(name);
      if (value === undefined || length === undefined) return [];
      return [[name, typeof value === 'string' && length > 0 ? cut(value, length) : value]];
    }),
  );
}
