import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, created, existing, type Outcome, type Ref } from '../../domain/crm/outcome.ts';
import { textWithLink } from '../activity-text.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import type { Activity, Refs, Written } from '../vendor-records.ts';
import type { ActivityFields } from './activity-fields.ts';
import { call, keyField, type Part, singleId, upsertedRef } from './api.ts';
import type { SalesforceCalls } from './batch.ts';

/** The ways to call an org, and the fields that it has for mails. */
export interface ActivityPorts {
  readonly http: CrmHttp;
  /** The version of the API, as in v68.0. */
  readonly version: string;
  readonly calls: SalesforceCalls;
  readonly fields: ActivityFields;
}

const insertAnswer = z.object({ id: z.string() });

/** Logs the mail as the object that the org has for it. */
export async function logActivity(ports: ActivityPorts, activity: Activity, refs: Refs): Written {
  const { object, lengths } = ports.fields;
  const unknown = Object.keys(activity.fields ?? {}).find((name) => !lengths.has(name));
  if (unknown !== undefined)
    return { kind: 'misconfigured', code: 'NO_FIELD', message: `${object} has no field ${unknown} that we may write` };
  return object === 'EmailMessage' ? logMessage(ports, activity, refs) : logTask(ports, activity, refs);
}

/**
 * An EmailMessage and its relation to the sender, together or not at all. Inserted, never upserted: an existing one may
 * not be changed, and the refusal of our key a second time is the success of the first.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_emailmessage.htm
 */
async function logMessage(ports: ActivityPorts, activity: Activity, refs: Refs): Written {
  const answer = await ports.calls.atomically([
    messagePart(ports.fields, activity, refs),
    ...relationParts(activity, refs),
  ]);
  if (answer.kind === 'conflict')
    return answer.holder === undefined ? findMessage(ports, activity) : existing(answer.holder);
  return andThen(asOutcome(answer), (bodies): Outcome<Ref> => {
    const mail = insertAnswer.safeParse(bodies.get('mail'));
    return mail.success ? created(mail.data.id) : { kind: 'unknown' };
  });
}

/** The case that the address of the mail names. */
export const ticketOf = (named: Ref | undefined): Ref | undefined => (named?.type === 'ticket' ? named : undefined);

/** A case is the parent of its mails, and then it is also what they relate to. */
function messagePart(fields: ActivityFields, activity: Activity, { company, deal, named }: Refs): Part {
  const { from } = activity;
  const isInbound = activity.direction === 'inbound';
  const body = fitted(fields, {
    [keyField]: activity.externalId,
    Incoming: isInbound,
    // New, or sent.
    Status: isInbound ? '0' : '3',
    Subject: activity.subject,
    TextBody: textWithLink(activity, fields.lengths.get('TextBody') || maxTextLength),
    MessageDate: activity.at,
    FromAddress: from?.email,
    FromName: [from?.firstName, from?.lastName].filter(Boolean).join(' ') || undefined,
    ToAddress: activity.to.join('; ') || undefined,
    CcAddress: activity.cc.join('; ') || undefined,
    MessageIdentifier: activity.messageId === undefined ? undefined : `<${activity.messageId}>`,
    ParentId: ticketOf(named)?.id,
    RelatedToId: (ticketOf(named) ?? deal ?? company)?.id,
    ...ownFields(activity),
  });
  return { method: 'POST', path: '/sobjects/EmailMessage', referenceId: 'mail', body };
}

/** The relation to the contact: addresses alone link to nobody. */
function relationParts({ contact: person, from, direction }: Activity, { contact, named }: Refs): Part[] {
  const type = direction === 'inbound' ? 'FromAddress' : 'ToAddress';
  const sender = contact && relationPart('sender', contact, type, person?.email ?? from?.email);
  const other = named?.type === 'contact' ? relationPart('named', named, 'OtherAddress') : undefined;
  return [sender, other].filter((part) => part !== undefined);
}

/** @param type of an address that the mail has, or `OtherAddress` */
const relationPart = (referenceId: string, { id }: Ref, type: string, address?: string): Part => ({
  method: 'POST',
  path: '/sobjects/EmailMessageRelation',
  referenceId,
  body: compact({
    EmailMessageId: '@{mail.id}',
    RelationId: id,
    RelationType: type,
    RelationAddress: address,
  }),
});

async function findMessage({ http, version }: ActivityPorts, { externalId }: Activity): Written {
  const path = `/services/data/${version}/sobjects/EmailMessage/${keyField}/${externalId}?fields=Id`;
  return andThen(asOutcome(await call(http, { method: 'GET', path }, singleId)), ({ Id }) => existing(Id));
}

async function logTask({ calls, fields }: ActivityPorts, activity: Activity, refs: Refs): Written {
  const body = fitted(fields, {
    Subject: activity.subject,
    Description: textWithLink(activity, fields.lengths.get('Description') || maxTextLength),
    Status: 'Completed',
    TaskSubtype: 'Email',
    ActivityDate: activity.at.slice(0, 10),
    WhoId: refs.contact?.id,
    WhatId: (ticketOf(refs.named) ?? refs.deal ?? refs.company)?.id,
    ...ownFields(activity),
  });
  const path = `/sobjects/Task/${keyField}/${activity.externalId}`;
  const answer = await calls.request({ method: 'PATCH', path, body });
  if (answer.kind === 'ok') return upsertedRef(answer.value);
  return answer.kind === 'conflict' && answer.holder !== undefined ? existing(answer.holder) : asFailure(answer);
}

/** Mapped fields, and fields of ours that an org may have or not. */
const ownFields = (activity: Activity): Record<string, unknown> => ({
  ...activity.fields,
  Postern_Event_Id__c: activity.eventId,
  Postern_Thread_Key__c: activity.threadKey,
  Postern_Kind__c: activity.kind,
  Postern_Mapping_Version__c: activity.mappingVersion,
});

/** The length of TextBody and Description where the org names none, in characters. */
const maxTextLength = 32_000;

/** Only fields that the org has, and no longer than it takes: over REST Salesforce cuts nothing. */
function fitted({ lengths }: ActivityFields, body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const length = lengths.get(name);
      if (value === undefined || length === undefined) return [];
      return [[name, typeof value === 'string' && length > 0 ? cut(value, length) : value]];
    }),
  );
}
