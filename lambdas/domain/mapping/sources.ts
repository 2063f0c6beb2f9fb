import { domainOf } from '../mail/address.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { type ContactFacts, factSources } from './contact-facts.ts';

/** A value as it stands in an event, before any transform. */
export type SourceValue = string | number | boolean | readonly string[];

/** Whether a value is a list: `Array.isArray` alone does not narrow the type of a read-only list. */
export const isList = (value: SourceValue | undefined): value is readonly string[] => Array.isArray(value);

type Source = (event: RoutedEvent) => SourceValue | undefined;

const verdict = ({ authentication: { spf, dkim, dmarc } }: RoutedEvent): string | undefined =>
  [spf && `spf=${spf}`, dkim && `dkim=${dkim}`, dmarc && `dmarc=${dmarc}`].filter(Boolean).join(' ') || undefined;

/** Sources of a mapping by their names. The list is closed, so that the check finds a misspelled name. */
export const sources = {
  subject: ({ message }) => message.subject,
  text: ({ body }) => body.text ?? body.notice,
  'text.safe': ({ body }) => body.safeText ?? body.text ?? body.notice,
  reply: ({ body }) => body.reply?.text,
  snippet: ({ body }) => body.snippet ?? body.notice,
  'from.name': ({ message }) => message.from?.name,
  'from.address': ({ message }) => message.from?.address,
  'from.domain': ({ message }) => domainOf(message.from?.address ?? ''),
  to: ({ message }) => message.to.map(({ address }) => address),
  cc: ({ message }) => message.cc.map(({ address }) => address),
  recipients: ({ envelope }) => envelope.rcptTo,
  'message.id': ({ message }) => message.messageId,
  'message.date': ({ message }) => message.date,
  'received.at': ({ receivedAt }) => receivedAt,
  'event.id': ({ eventId }) => eventId,
  'thread.key': ({ thread }) => thread.key,
  'thread.confidence': ({ thread }) => thread.confidence,
  'thread.matched-by': ({ thread }) => thread.matchedBy,
  integration: ({ route }) => route.integration,
  kind: ({ classification }) => classification.kind,
  'kind.confidence': ({ classification }) => classification.confidence,
  intent: ({ classification }) => classification.intent?.label,
  'intent.confidence': ({ classification }) => classification.intent?.confidence,
  'intent.stop': ({ classification }) => classification.intent?.stop,
  'auto-reply.returns-at': ({ classification }) => classification.autoReply?.returnsAt,
  'auto-reply.delegate': ({ classification }) => classification.autoReply?.delegate,
  'calendar.start': ({ classification }) => classification.calendar?.start,
  'calendar.summary': ({ classification }) => classification.calendar?.summary,
  trust: ({ trust }) => trust?.score,
  'trust.reasons': ({ trust }) => trust?.reasons,
  spam: ({ spam }) => spam,
  'spam.score': ({ spamScore }) => spamScore,
  virus: ({ virus }) => virus,
  authentication: verdict,
  'signature.text': ({ body }) => body.reply?.signature,
  'signature.phone': ({ body }) => body.reply?.contact?.phone,
  'signature.title': ({ body }) => body.reply?.contact?.title,
  'signature.company': ({ body }) => body.reply?.contact?.company,
  'forwarded.from': ({ message }) => message.forwarded?.from?.address,
  'attachments.count': ({ attachments }) => attachments.filter(({ inline }) => !inline).length,
  'attachments.names': ({ attachments }) => attachments.flatMap(({ filename }) => filename ?? []),
  'attachments.verdicts': ({ attachments }) => attachments.map((attachment) => attachment.verdict),
  'data-rules': ({ dataRules }) => dataRules?.map(({ rule }) => rule),
  'campaign.id': ({ campaign }) => campaign?.campaignId,
  'campaign.template': ({ campaign }) => campaign?.templateId,
  'campaign.record': ({ campaign }) => campaign?.recordId,
} as const satisfies Record<string, Source>;

const sourceOf: Readonly<Record<string, Source>> = sources;

const header = /^header:([A-Za-z0-9-]{1,76})$/;

/**
 * A CRM's own name of a field: a word, forty hexadecimal digits at Pipedrive, words at Zendesk Sell; dots lead into
 * a record that this one points to.
 */
const fieldName = '[A-Za-z0-9][\\w .-]{0,99}';
export const contactField = new RegExp(`^${fieldName}$`);
/** A record and a field of it, as mappings and rules write it. */
export const mappedTarget = new RegExp(`^(?:contact|company|deal|activity)\\.${fieldName}$`);

/** The field of the contact that a source is, as in `crm:territory`. */
export function contactFieldOf(source: string): string | undefined {
  const name = source.startsWith('crm:') ? source.slice('crm:'.length) : '';
  return contactField.test(name) ? name : undefined;
}

/**
 * Whether there is such a source: one of the list, a fact about the contact, a header by its name, or a field that the contact
 * has at the CRM.
 */
export const isSource = (name: string): boolean =>
  Object.hasOwn(sources, name) ||
  Object.hasOwn(factSources, name) ||
  header.test(name) ||
  contactFieldOf(name) !== undefined;

/**
 * The value of a source; absent when the mail has none.
 *
 * @param facts about the contact
 */
export function sourceValue(name: string, event: RoutedEvent, facts: ContactFacts = {}): SourceValue | undefined {
  const value = plainValue(name, event, facts);
  return value === '' || (isList(value) && value.length === 0) ? undefined : value;
}

function plainValue(name: string, event: RoutedEvent, facts: ContactFacts): SourceValue | undefined {
  const field = contactFieldOf(name);
  if (field !== undefined) return facts.fields?.[field];
  if (Object.hasOwn(factSources, name)) return factSources[name]?.(facts);
  const headerName = header.exec(name)?.[1]?.toLowerCase();
  if (headerName === undefined) return sourceOf[name]?.(event);
  return event.message.headers.find((field) => field.name.toLowerCase() === headerName)?.value;
}
