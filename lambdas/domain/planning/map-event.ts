import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import type { ContactFields } from '../crm/contact-fields.ts';
import type { CrmRecords, Mapped, MappedObject } from '../crm/crm-records.ts';
import { baseSubject } from '../mail/base-subject.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { scopedId } from '../mail/identity.ts';
import { senderProofOf } from '../mail/sender-proof.ts';
import { applyMapping } from '../mapping/apply-mapping.ts';
import type { ResolvedMapping } from '../mapping/mapping.ts';
import type { MappingField } from '../mapping/mapping-schema.ts';
import type { TaskRule } from '../mapping/rules/rule.ts';
import { filesOf } from './files.ts';
import { peopleOf } from './people.ts';

/**
 * The task that a rule wants of a mail: one, however often it is delivered.
 *
 * @param owner the CRM's id of the user whose it is to be
 */
export function taskOf(
  { activity }: CrmRecords,
  { title, inDays }: TaskRule,
  owner?: string,
): NonNullable<CrmRecords['task']> {
  const { externalId, eventId, receivedAt, subject, link } = activity;
  const due = new Date(Date.parse(receivedAt) + inDays * 86_400_000);
  return compact({
    externalId: scopedId(externalId, 'task', eventId),
    eventId,
    receivedAt,
    title: `${title}: ${subject}`,
    dueDate: due.toISOString().slice(0, 10),
    owner,
    link: link,
  });
}

/** Whose the contact is at the CRM, and so what we make for them: the id of a user. */
export function ownerOf({ ownerField }: Integration, contact: ContactFields = {}): string | undefined {
  const owner = ownerField === undefined ? undefined : contact[ownerField];
  return owner === undefined ? undefined : String(owner);
}

/**
 * Maps an event to CRM records: pure, so that yesterday's mail can be mapped anew and compared.
 *
 * @param beside where the whole mail can be seen, and what the CRM says of the contact
 */
export function mapEvent(
  event: RoutedEvent,
  integration: Integration,
  mapping?: ResolvedMapping,
  {
    url,
    contactFields,
    withoutDeal,
  }: {
    readonly url?: string | undefined;
    readonly contactFields?: ContactFields;
    /** The deal that its address names is not for its sender. */
    readonly withoutDeal?: boolean;
  } = {},
): CrmRecords {
  const { message } = event;
  const { contact, from, direction, companyDomain } = peopleOf(event, integration.trust);
  const subject = message.subject ?? '(no subject)';
  const deal = withoutDeal ? undefined : dealOf(event, integration, subject);
  const fields = mapping === undefined ? {} : applyMapping(mapping, event, contactFields);
  const isFalse = senderProofOf(event, integration.trust) === 'false';
  const later = isFalse ? [] : (mapping?.fields.filter(isFilledLater) ?? []);
  const fill = applyMapping({ fields: later }, event, contactFields);
  const owner = ownerOf(integration, contactFields);
  const externalId = scopedId(integration.tenant, integration.connection, event.eventId);
  const files = filesOf(event, integration, externalId);
  const mapped = (object: MappedObject): Mapped => (fields[object] === undefined ? {} : { fields: fields[object] });
  const ofNewDeal = isFalse ? { onlyExisting: true as const } : compact({ owner, ...mapped('deal') });
  return compact({
    contact: contact
      ? isFalse
        ? { email: contact.email, onlyExisting: true as const }
        : { ...contact, ...mapped('contact') }
      : undefined,
    company:
      companyDomain !== undefined && isBelieved(event, integration)
        ? { domain: companyDomain, name: companyDomain, ...mapped('company') }
        : undefined,
    deal: deal ? ('id' in deal ? deal : { ...deal, ...ofNewDeal }) : undefined,
    fill: Object.keys(fill).length > 0 ? fill : undefined,
    files: files.length > 0 ? files : undefined,
    activity: {
      ...mapped('activity'),
      externalId,
      eventId: event.eventId,
      ...compact({ messageId: message.messageId }),
      threadKey: event.thread.key,
      at: plausibleDate(message.date, event.receivedAt),
      receivedAt: event.receivedAt,
      kind: event.classification.kind,
      subject,
      text: textOf(event, integration),
      ...compact({ from: from, contact: contact }),
      direction,
      to: message.to.map(({ address }) => address),
      cc: message.cc.map(({ address }) => address),
      mappingVersion: integration.mapping,
      ...compact({ link: url === undefined ? undefined : { url, attachments: event.attachments.length } }),
    },
  });
}

/** A mail that may well not be from whom it names makes no company: the domain is somebody else's. */
const isBelieved = (event: RoutedEvent, { trust }: Integration): boolean =>
  senderProofOf(event, trust) !== 'false' && (event.trust?.score ?? 100) >= (trust?.below ?? leastTrust);

/** Where the integration says nothing: below that a mail is somebody's who pretends. 0 to 100. */
const leastTrust = 20;

const isFilledLater = ({ onlyIfEmpty }: MappingField): boolean => onlyIfEmpty === true;

/** Where nothing newest was found apart, everything is. */
function textOf({ body }: RoutedEvent, integration: Integration): string {
  const newest = integration.body === 'newest' ? body.reply?.text : undefined;
  return newest ?? body.text ?? '';
}

function dealOf(event: RoutedEvent, integration: Integration, subject: string): CrmRecords['deal'] {
  const { token } = event.route;
  if (token?.type === 'deal') return { id: token.id };
  // What it answers was sent about a deal, and said so.
  const sentAbout = /^deal-(.+)$/.exec(event.campaign?.recordId ?? '')?.[1];
  if (sentAbout !== undefined) return { id: sentAbout };
  if (integration.deals !== 'thread') return undefined;
  // Whichever mail of the conversation comes first, the deal is called the same.
  const name = baseSubject(subject).title || subject;
  const threadKey = scopedId(integration.tenant, integration.connection, event.thread.key);
  return { threadKey, name, at: event.receivedAt };
}

/** A date header from the future or the last century would put the activity where nobody looks. */
function plausibleDate(date: string | undefined, receivedAt: string): string {
  if (date === undefined) return receivedAt;
  const isFuture = Date.parse(date) > Date.parse(receivedAt) + 86_400_000;
  return isFuture || date < '1990' ? receivedAt : date;
}
