import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import { treatmentOf } from '../configuration/kinds.ts';
import type { CrmRecords, Mapped, MappedFields, MappedObject, MappedRecords } from '../crm/crm-records.ts';
import { namedKinds } from '../crm/named-record.ts';
import { baseSubject } from '../mail/base-subject.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { scopedId } from '../mail/identity.ts';
import { escapeHtml } from '../mail/text.ts';
import { applyMapping, split } from '../mapping/apply-mapping.ts';
import type { ContactFacts } from '../mapping/contact-facts.ts';
import type { ResolvedMapping } from '../mapping/mapping.ts';
import type { MappingField } from '../mapping/mapping-schema.ts';
import type { TaskRule } from '../mapping/rules/rule.ts';
import { fileNotes } from './file-notes.ts';
import { filesOf } from './files.ts';
import type { MailContext } from './mail-context.ts';
import { isSuspicious, isTooUncertainForDeal } from './review-reasons.ts';
import { unbelievedSender } from './unbelieved-sender.ts';

/** Facts beside the mail itself. */
interface MappingDetails {
  /** The page of the whole mail. */
  readonly url?: string | undefined;
  readonly contact?: ContactFacts;
  /** Set where the deal, or the other record, that the address names is not for the mail's sender. */
  readonly withoutDeal?: boolean;
  /** The task that a rule wants. */
  readonly task?: TaskRule | undefined;
}

const dayMs = 86_400_000;

/** Maps a mail to CRM records: pure, so that yesterday's mail can be mapped anew and compared. */
export function mapEvent(
  mail: MailContext,
  integration: Integration,
  mapping?: ResolvedMapping,
  { url, contact, withoutDeal, task }: MappingDetails = {},
): CrmRecords {
  const { event } = mail;
  const onlyOnKnown = isOnlyOnKnown(mail, integration);
  const makesNone = onlyOnKnown || unbelievedSender(mail, integration) !== undefined;
  const owner = ownerOf(integration, contact);
  const isDealRefused = withoutDeal && event.route.token?.type === 'deal';
  const deal = isDealRefused ? undefined : dealOf(event, integration, onlyOnKnown);
  const fields = mapping === undefined ? {} : applyMapping(mapping, event, contact);
  const externalId = scopedId(integration.tenant, integration.connection, event.eventId);
  const files = filesOf(event, integration, externalId);
  const link = url === undefined ? undefined : { url, attachments: event.attachments.length };
  const activity = activityOf(mail, integration, { externalId, link, fields });
  const name = mapping?.name;
  return compact({
    contact: named(contactOf(mail, integration, makesNone, fields), name),
    onlyOnKnown: onlyOnKnown || undefined,
    company: named(makesNone ? undefined : companyOf(mail, integration, fields), name),
    deal: named(deal && withDealFields(deal, makesNone, owner, fields), name),
    named: withoutDeal ? undefined : namedOf(event),
    fill: makesNone ? undefined : fillOf(mapping, fields),
    files: files.length > 0 ? files : undefined,
    activity,
    task: task && taskOf(activity, task, owner),
  });
}

/** The fields of one record, as a record has them. */
const mapped = (fields: MappedRecords, object: MappedObject): Mapped => compact({ fields: fields[object] });

/** A record with the name of the mapping that filled its fields; one without mapped fields stays as it is. */
const named = <T extends object>(record: T | undefined, mapping: string | undefined): T | undefined =>
  record !== undefined && 'fields' in record && mapping !== undefined ? { ...record, mapping } : record;

/** The contact's owner at the CRM, who also owns what we make for that contact: the id of a user. */
function ownerOf({ ownerField }: Integration, { fields = {} }: ContactFacts = {}): string | undefined {
  const owner = ownerField === undefined ? undefined : fields[ownerField];
  return owner === undefined ? undefined : String(owner);
}

/** Whether a mail may only be logged on records that are there, by its kind. */
export const isOnlyOnKnown = ({ kind }: MailContext, { kinds }: Integration): boolean =>
  treatmentOf(kind, kinds) === 'log-on-known-contacts';

function contactOf(
  { event, people: { contact, companyDomain } }: MailContext,
  { person, trust }: Integration,
  makesNone: boolean,
  fields: MappedRecords,
): CrmRecords['contact'] {
  if (contact === undefined) return undefined;
  const mayBeLead = person === undefined ? undefined : true;
  if (makesNone) return compact({ email: contact.email, onlyExisting: true, mayBeLead });
  const company = isSuspicious(event, { trust }) ? undefined : companyDomain;
  const lead = person === 'lead' ? compact({ company }) : undefined;
  return { ...contact, ...mapped(fields, 'contact'), ...compact({ lead, mayBeLead }) };
}

/**
 * A mail that may well not be from its From makes no company: the domain is somebody else's. Nor does one whose people are
 * leads: the CRM makes their company when it converts them.
 */
function companyOf(
  { event, people: { companyDomain: domain } }: MailContext,
  { trust, person }: Integration,
  fields: MappedRecords,
): CrmRecords['company'] {
  if (person === 'lead') return undefined;
  const isBelieved = !isSuspicious(event, { trust });
  return domain !== undefined && isBelieved ? { domain, name: domain, ...mapped(fields, 'company') } : undefined;
}

/** A mail that makes no deal has none of a conversation that it begins. */
function dealOf(
  { route: { token }, campaign, message, thread, receivedAt }: RoutedEvent,
  integration: Integration,
  onlyOnKnown: boolean,
) {
  if (token?.type === 'deal') return { id: token.id };
  // The mail of ours that it answers was sent about a deal, and carries its id.
  const sentAbout = /^deal-(.+)$/.exec(campaign?.recordId ?? '')?.[1];
  if (sentAbout !== undefined) return { id: sentAbout };
  if (integration.deals !== 'thread' || isTooUncertainForDeal({ thread }, integration)) return undefined;
  if (onlyOnKnown && thread.matchedBy === 'none') return undefined;
  const subject = message.subject ?? noSubject;
  // Every mail of the conversation gives the deal the same name, whichever comes first.
  const name = baseSubject(subject).title || subject;
  const threadKey = scopedId(integration.tenant, integration.connection, thread.key);
  return { threadKey, name, at: receivedAt };
}

/** The record beside a deal that the address names. */
function namedOf({ route: { token } }: RoutedEvent): CrmRecords['named'] {
  const kind = namedKinds.find((known) => known === token?.type);
  return kind === undefined || token === undefined ? undefined : { kind, id: token.id };
}

/** A deal that exists is not changed; a new one gets its owner and fields, unless the mail may make none. */
function withDealFields(
  deal: NonNullable<ReturnType<typeof dealOf>>,
  makesNone: boolean,
  owner: string | undefined,
  fields: MappedRecords,
): CrmRecords['deal'] {
  if ('id' in deal) return deal;
  return makesNone ? { ...deal, onlyExisting: true } : { ...deal, ...compact({ owner, ...mapped(fields, 'deal') }) };
}

/** The mapped fields that are written only where the CRM has nothing, in the order of the mapping. */
function fillOf(mapping: ResolvedMapping | undefined, fields: MappedRecords): MappedRecords | undefined {
  const fill: Partial<Record<MappedObject, MappedFields>> = {};
  for (const { target } of mapping?.fields.filter(isFilledLater) ?? []) {
    const [object, name] = split(target);
    const value = fields[object]?.[name];
    if (value !== undefined) fill[object] = { ...fill[object], [name]: value };
  }
  return Object.keys(fill).length === 0 ? undefined : fill;
}

const isFilledLater = ({ onlyIfEmpty }: MappingField): boolean => onlyIfEmpty === true;

const noSubject = '(no subject)';

function activityOf(
  { event, people: { contact, from, direction } }: MailContext,
  integration: Integration,
  {
    externalId,
    link,
    fields,
  }: {
    readonly externalId: string;
    readonly link: CrmRecords['activity']['link'];
    readonly fields: MappedRecords;
  },
): CrmRecords['activity'] {
  const { message } = event;
  return compact({
    ...mapped(fields, 'activity'),
    externalId,
    eventId: event.eventId,
    messageId: message.messageId,
    threadKey: event.thread.key,
    at: plausibleDate(message.date, event.receivedAt),
    receivedAt: event.receivedAt,
    kind: event.classification.kind,
    subject: message.subject ?? noSubject,
    text: textOf(event, integration),
    html: htmlOf(event, integration),
    from,
    contact,
    direction,
    to: message.to.map(({ address }) => address),
    cc: message.cc.map(({ address }) => address),
    mappingVersion: integration.mapping,
    relations: integration.relations === 'all' ? 'all' : undefined,
    attachments: event.attachments.filter(({ inline }) => !inline).length || undefined,
    link,
    trust: direction === 'inbound' ? event.trust : undefined,
  });
}

/**
 * The newest part of the mail where the integration wants that and one was found, else all of it. An activity without words
 * looks like a mistake, so it says that the mail has none. The notes about files stand before the words, because a long text
 * is cut at its end.
 */
function textOf(event: RoutedEvent, integration: Integration): string {
  const { body, attachments } = event;
  const newest = integration.body === 'newest' ? body.reply?.text : undefined;
  const found = [newest, body.text].find((part) => part !== undefined && hasWords(part));
  // Nobody should take an activity for empty whose words are only closed to us.
  const words =
    body.notice === undefined ? (found ?? noWords(event)) : [body.notice, found ?? ''].filter(Boolean).join('\n\n');
  return [...fileNotes(attachments, integration.files !== undefined), words].join('\n\n');
}

/** The HTML of a mail whose text is shown as a whole, under the same notes about its files. */
function htmlOf({ body, attachments }: RoutedEvent, { body: part, files }: Integration): string | undefined {
  if (body.html === undefined || body.notice !== undefined || part === 'newest') return undefined;
  const notes = fileNotes(attachments, files !== undefined);
  return [...notes.map((note) => `<p>${escapeHtml(note)}</p>`), body.html].join('');
}

/** Whether a text shows anything: blanks, joiners without width and the marks of direction show nothing. */
const hasWords = (text: string): boolean => /[^\s\p{Cf}\p{Cc}\u2800\u3164]/u.test(text);

/** A line in place of words, with the names of the files that the mail brings instead. */
function noWords({ attachments, body: { leftOut = [] } }: RoutedEvent): string {
  if (leftOut.length > 0) return '(The text of this mail is too large to be shown here.)';
  const names = attachments.slice(0, maxFileNames).map(({ filename }) => filename ?? 'a file without a name');
  const more = attachments.length - names.length;
  const files = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return attachments.length === 0 ? '(This mail has no text.)' : `(This mail has no text. Attached: ${files})`;
}

/** File names that stand in place of a text at most. */
const maxFileNames = 10;

/** A date header from the future or the last century would put the activity where nobody looks. */
function plausibleDate(date: string | undefined, receivedAt: string): string {
  if (date === undefined) return receivedAt;
  const isFuture = Date.parse(date) > Date.parse(receivedAt) + dayMs;
  return isFuture || date < '1990' ? receivedAt : date;
}

/** The task that a rule wants: one per mail, however often that is delivered. */
function taskOf(
  { externalId, eventId, receivedAt, subject, link }: CrmRecords['activity'],
  { title, inDays }: TaskRule,
  owner: string | undefined,
): NonNullable<CrmRecords['task']> {
  const due = new Date(Date.parse(receivedAt) + inDays * dayMs);
  return compact({
    externalId: scopedId(externalId, 'task', eventId),
    eventId,
    receivedAt,
    title: `${title}: ${subject}`,
    dueDate: due.toISOString().slice(0, 10),
    owner,
    link,
  });
}
