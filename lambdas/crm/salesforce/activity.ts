import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, created, type Outcome, type Ref } from '../../domain/crm/outcome.ts';
import { asHtml, linkLine, textWithLink, trustLine } from '../activity-text.ts';
import { noSender } from '../mailboxes.ts';
import { nameOf } from '../person-name.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import type { Activity, Refs, Written } from '../vendor-records.ts';
import { type Part, recordOfConflict, upsertedRef } from './api.ts';
import { fittedStrictly, type OrgFields } from './org.ts';
import { keyField, mappingVersionField } from './own-fields.ts';
import { isLead, taskRefs, ticketOf } from './people.ts';
import { isTakenAddress } from './person-rows.ts';
import { type Related, relatedTo, relationParts } from './relations.ts';
import type { MailFacts, RecordPorts } from './upsert.ts';

const insertAnswer = z.object({ id: z.string() });

/** Logs the mail as the object that the org has for it. */
export async function logActivity(ports: RecordPorts, activity: Activity, refs: Refs): Written {
  const { mails, objects } = ports.org;
  const fields = objects.get(mails) ?? new Map();
  const unknown = Object.keys(activity.fields ?? {}).find((name) => !fields.has(name));
  if (unknown !== undefined)
    return { kind: 'misconfigured', code: 'NO_FIELD', message: `${mails} has no field ${unknown} that we may write` };
  return mails === 'EmailMessage' ? logMessage(ports, activity, refs) : logTask(ports, activity, refs);
}

/**
 * An EmailMessage and its relations, together or not at all. Inserted, never upserted: an existing one may not be changed, and
 * the refusal of our key a second time is the success of the first.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_emailmessage.htm
 */
async function logMessage(ports: RecordPorts, activity: Activity, refs: Refs): Written {
  return andThen(await relatedTo(ports, activity, refs), async (related) => {
    const result = await writeMessage(ports, { activity, refs, related, takes: isTakenAddress });
    // Salesforce knows more rules for addresses than it documents: a mail is worth more than its header fields.
    return result.kind === 'rejected' && result.code === 'INVALID_EMAIL_ADDRESS'
      ? writeMessage(ports, { activity, refs, related, takes: () => false })
      : result;
  });
}

/** A mail with its records, and the addresses that may stand in fields. */
interface Message {
  readonly activity: Activity;
  readonly refs: Refs;
  readonly related: Related;
  /** Whether a field takes an address; any other is named in the text. */
  readonly takes: (email: string) => boolean;
}

async function writeMessage(ports: RecordPorts, message: Message): Promise<Outcome<Ref>> {
  const { http, version, calls } = ports;
  const { activity, related, takes } = message;
  const relations = related.relations.map(({ id, type, address }) =>
    compact({ id, type, address: address !== undefined && takes(address) ? address : undefined }),
  );
  const answer = await calls.atomically([messagePart(ports, message), ...relationParts(relations)]);
  if (answer.kind === 'conflict')
    return recordOfConflict(http, version, `/sobjects/EmailMessage/${keyField}/${activity.externalId}`, answer);
  return andThen(asOutcome(answer), (bodies): Outcome<Ref> => {
    const mail = insertAnswer.safeParse(bodies.get('mail'));
    return mail.success ? created(mail.data.id) : { kind: 'unknown' };
  });
}

function messagePart({ org, mail }: RecordPorts, { activity, refs, related, takes }: Message): Part {
  const fields: OrgFields = org.objects.get('EmailMessage') ?? new Map();
  const isInbound = activity.direction === 'inbound';
  const recipients = recipientsOf(fields, activity, takes);
  const body = fittedStrictly(fields, {
    [keyField]: activity.externalId,
    Incoming: isInbound,
    // New, or sent.
    Status: isInbound ? '0' : '3',
    Subject: activity.subject,
    ...bodiesOf(fields, activity, recipients.note),
    MessageDate: activity.at,
    ...senderOf(activity, takes),
    ToAddress: recipients.to,
    CcAddress: recipients.cc,
    ...threadOf(fields, activity, mail),
    ReplyToEmailMessageId: related.replyTo,
    ParentId: ticketOf(refs)?.id,
    RelatedToId: relatedRecord(refs),
    ...ownValues(activity, mail),
  });
  return { method: 'POST', path: '/sobjects/EmailMessage', referenceId: 'mail', body };
}

/**
 * The case that the address names, which is also the parent of the mail, else the deal, else the account of a contact: a lead
 * has none.
 */
const relatedRecord = (refs: Refs): string | undefined =>
  (ticketOf(refs) ?? refs.deal ?? (isLead(refs.contact?.id) ? undefined : refs.company))?.id;

/** The author. An address that Salesforce does not take becomes the name. */
function senderOf(
  { from }: Activity,
  takes: Message['takes'],
): { readonly FromAddress: string; readonly FromName?: string | undefined } {
  if (from === undefined) return { FromAddress: noSender.email, FromName: noSender.name };
  if (!takes(from.email)) return { FromAddress: noSender.email, FromName: from.email };
  const isNamed = from.firstName !== undefined || from.lastName !== undefined;
  return { FromAddress: from.email, FromName: isNamed ? nameOf(from) : undefined };
}

/** Recipients that fit whole into a field, with a line of text that names all others. */
function recipientsOf(fields: OrgFields, { to, cc }: Activity, takes: Message['takes']) {
  const addressees = joined(to.filter(takes), fields.get('ToAddress')?.length || maxAddressesLength);
  const copied = joined(cc.filter(takes), fields.get('CcAddress')?.length || maxAddressesLength);
  const others = [...to, ...cc].filter(
    (email) => !takes(email) || addressees.others.includes(email) || copied.others.includes(email),
  );
  const named = others.slice(0, maxNamedRecipients);
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : '';
  const note = others.length === 0 ? '' : `Also to: ${named.join(', ')}${more}\n\n`;
  return { to: addressees.text || undefined, cc: copied.text || undefined, note };
}

/** The length of ToAddress and CcAddress where the org names none, in characters. */
const maxAddressesLength = 4000;
/** Recipients that a line of text names. */
const maxNamedRecipients = 50;

/** Addresses with semicolons between them, as many as fit, and the others. */
function joined(emails: readonly string[], maxLength: number): { text: string; others: readonly string[] } {
  const fitting: string[] = [];
  const others: string[] = [];
  let length = 0;
  for (const email of emails) {
    const fits = length + email.length <= maxLength;
    (fits ? fitting : others).push(email);
    if (fits) length += email.length + separator.length;
  }
  return { text: fitting.join(separator), others };
}
const separator = '; ';

/** The length of TextBody and Description where the org names none, in characters. */
const maxTextLength = 32_000;

/** The text, and the HTML where it fits whole: half of it would be another page. */
function bodiesOf(fields: OrgFields, activity: Activity, note: string) {
  const text = textWithLink(
    { ...activity, text: note + activity.text },
    fields.get('TextBody')?.length || maxTextLength,
  );
  if (activity.html === undefined) return { TextBody: text };
  const foot = linkLine(activity) + trustLine(activity);
  const html = `${asHtml(note)}${activity.html}${foot === '' ? '' : `<hr><p>${asHtml(foot)}</p>`}`;
  return { TextBody: text, HtmlBody: html.length <= (fields.get('HtmlBody')?.length ?? 0) ? html : undefined };
}

/**
 * Message-IDs by which Salesforce, too, joins the mails of a conversation; half an id would join nothing.
 *
 * @see https://help.salesforce.com/s/articleView?id=service.customizesupport_email_to_case_threading.htm&type=5
 */
function threadOf(fields: OrgFields, { messageId }: Activity, { references, inReplyTo }: MailFacts) {
  const idOf = (field: string, id: string | undefined): string | undefined => {
    const text = id && `<${id}>`;
    return text !== undefined && text.length <= (fields.get(field)?.length ?? 0) ? text : undefined;
  };
  return {
    MessageIdentifier: idOf('MessageIdentifier', messageId),
    ThreadIdentifier: idOf('ThreadIdentifier', references[0] ?? inReplyTo ?? messageId),
  };
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_task.htm */
async function logTask(ports: RecordPorts, activity: Activity, refs: Refs): Written {
  const { http, version, calls, org, mail } = ports;
  const fields: OrgFields = org.objects.get('Task') ?? new Map();
  const { who, what } = taskRefs(refs);
  const body = fittedStrictly(fields, {
    Subject: activity.subject,
    Description: textWithLink(activity, fields.get('Description')?.length || maxTextLength),
    Status: 'Completed',
    TaskSubtype: 'Email',
    ActivityDate: activity.at.slice(0, 10),
    WhoId: who,
    WhatId: what,
    ...ownValues(activity, mail),
  });
  const path = `/sobjects/Task/${keyField}/${activity.externalId}`;
  const answer = await calls.request({ method: 'PATCH', path, body });
  if (answer.kind === 'ok') return upsertedRef(answer.value);
  return answer.kind === 'conflict' ? recordOfConflict(http, version, path, answer) : asFailure(answer);
}

/** Mapped fields, and fields of ours that an org may have or not. */
const ownValues = (activity: Activity, { attachments, mappingVersion }: MailFacts): Record<string, unknown> => ({
  ...activity.fields,
  Postern_Event_Id__c: activity.eventId,
  Postern_Thread_Key__c: activity.threadKey,
  Postern_Kind__c: activity.kind,
  Postern_Trust__c: activity.trust?.score,
  Postern_Attachments__c: attachments,
  [mappingVersionField]: mappingVersion,
});
