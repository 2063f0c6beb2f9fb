import { crmIds, type Delivery } from '../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../lambdas/domain/delivery/ledger.ts';
import { type RecipientFate, recipientFates } from '../lambdas/domain/delivery/recipient-fates.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import { mailIdOf, type StoredMail } from '../lambdas/domain/mail/receipt.ts';
import { type Html, html } from './html.ts';
import type { MailList, MailStory } from './mail-stories.ts';
import type { ObjectType } from './sandbox-crm/hubspot/schema.ts';
import type { CrmRecord, HubspotStore } from './sandbox-crm/hubspot/store.ts';

const style = `
  :root { color-scheme: light dark; --line: #8884; --soft: #8881; }
  body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 3rem; }
  header { display: flex; gap: 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line); margin-bottom: 1rem; }
  h1 { font-size: 1.3rem; margin: .4rem 0; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
  th { font-weight: 600; white-space: nowrap; } pre { white-space: pre-wrap; background: var(--soft); padding: .75rem; border-radius: .4rem; overflow-wrap: anywhere; }
  .fate { border-radius: .8rem; padding: .05rem .55rem; border: 1px solid; font-size: .85em; white-space: nowrap; }
  .delivered, .shadowed, .suppressed { color: #14803c; } .parked, .dead, .quarantined { color: #c0262d; } .unrouted, .filtered, .pending { color: #9a6700; }
  @media (prefers-color-scheme: dark) { .delivered, .shadowed, .suppressed { color: #4ade80; } .parked, .dead, .quarantined { color: #f87171; } .unrouted, .filtered, .pending { color: #fbbf24; } }
  .quiet { opacity: .7; }`;

function layout(title: string, content: Html): string {
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Postern</title><style>${style}</style></head><body>
<header><h1><a href="/">Postern</a></h1><span class="quiet">local pipeline and sandbox CRM</span></header>
<main>${content}</main></body></html>`;
  return page.markup;
}

const fateBadge = (fate: string | undefined): Html =>
  html`<span class="fate ${fate ?? 'pending'}">${fate ?? 'pending'}</span>`;

/** The time between the receipt of a mail and the end of a delivery, in words. */
function lagOf(delivery: Delivery | undefined): string {
  if (delivery?.settledAt === undefined) return '';
  const ms = Date.parse(delivery.settledAt) - Date.parse(delivery.receivedAt);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const recordLinks = (delivery: Delivery | undefined): Html[] => {
  const ids = crmIds(delivery?.steps ?? {});
  const links: ReadonlyArray<readonly [string, ObjectType, string | undefined]> = [
    ['contact', 'contacts', ids.contactId],
    ['company', 'companies', ids.companyId],
    ['deal', 'deals', ids.dealId],
    ['activity', 'emails', ids.activityId],
  ];
  return links.flatMap(([label, type, id]) =>
    id === undefined ? [] : [html`<a href="/crm/${type}/${id}">${label}</a> `],
  );
};

/** A row for each recipient; a mail without recipients has a row, too, so that no mail is missing from the list. */
const storyRows = ({ mail, event, deliveries }: MailStory): Html[] => {
  const fates = recipientFates(mail, deliveries);
  const none: RecipientFate = {
    recipient: '(none)',
    fate: mail.state === 'quarantined' ? 'quarantined' : 'unrouted',
  };
  return (fates.length === 0 ? [none] : fates).map(
    (entry) => html`<tr><td>${mail.receivedAt.slice(11, 19)}</td>
        <td><a href="/mails/${mail.mailId}">${event?.message.subject ?? '(no subject)'}</a></td>
        <td>${event?.message.from?.address ?? '(none)'}</td><td>${entry.recipient}</td>
        <td>${fateBadge(entry.fate)}</td><td>${lagOf(entry.delivery)}</td><td>${recordLinks(entry.delivery)}</td></tr>`,
  );
};

/** The row of a mail that no function has read: only its object is known. */
const unreadRow = ({ objectKey, storedAt, size = 0 }: StoredMail): Html =>
  html`<tr id="mail-${mailIdOf(objectKey)}"><td>${storedAt.slice(11, 19)}</td>
        <td colspan="3">received, not read yet, ${sizeOf(size)}</td><td>${fateBadge(undefined)}</td><td></td><td></td></tr>`;

const sizeOf = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1_048_576
      ? `${(bytes / 1024).toFixed(1)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;

/** The first page: mails with their fates, and the CRM's newest contacts and deals. */
export function overviewPage({ entries, total }: MailList, crm: HubspotStore, smtpPort: number): string {
  const counts = crm.counts();
  const contacts = crm.all('contacts').toReversed().slice(0, 50);
  const deals = crm.all('deals').toReversed().slice(0, 50);
  const rows = entries.flatMap((entry) => ('mail' in entry ? storyRows(entry) : [unreadRow(entry)]));
  const unread = entries.filter((entry) => !('mail' in entry)).length;
  const waiting =
    unread === 0
      ? ''
      : html` Received and not read yet: ${unread} of them; if that stays so: <code>npx postern doctor</code>.`;
  return layout(
    'Mails',
    html`<h2>Mails</h2>
    ${
      total === 0
        ? html`<p>No mail yet. Send one: <code>npx postern send fixtures/emails --wait</code>, or any mail program to 127.0.0.1:${smtpPort}.</p>`
        : html`<p class="quiet">Mails: ${total}; shown are the newest ${entries.length}.${waiting}</p><table id="mails"><thead><tr><th>Time (UTC)</th><th>Subject</th><th>From</th><th>Recipient</th><th>Fate</th><th>Lag</th><th>CRM</th></tr></thead><tbody>${rows}</tbody></table>`
    }
    ${entries.flatMap((entry) => ('event' in entry && entry.event !== undefined ? [forwardingParagraph(entry.event)] : []))}
    <h2>Sandbox CRM</h2>
    <p>Contacts: ${counts.contacts}, companies: ${counts.companies}, deals: ${counts.deals}, activities: ${counts.emails}</p>
    <table id="contacts"><thead><tr><th>Contact</th><th>Name</th><th>Company</th><th>Activities</th></tr></thead><tbody>${contacts.map(
      (contact) => html`<tr><td><a href="/crm/contacts/${contact.id}">${contact.properties.email}</a></td>
        <td>${[contact.properties.firstname, contact.properties.lastname].filter(Boolean).join(' ')}</td>
        <td>${crm.associated(contact.id, 'companies').map(({ id, properties }) => html`<a href="/crm/companies/${id}">${properties.domain}</a> `)}</td>
        <td>${crm.associated(contact.id, 'emails').length}</td></tr>`,
    )}</tbody></table>
    ${deals.length === 0 ? '' : html`<h2>Deals</h2><table id="deals"><tbody>${deals.map((deal) => html`<tr><td><a href="/crm/deals/${deal.id}">${deal.properties.dealname}</a></td><td>${deal.properties.dealstage}</td></tr>`)}</tbody></table>`}`,
  );
}

/** A forwarding address that a provider wants confirmed: its link is a page of the provider. */
function forwardingLine({ classification: { forwarding }, envelope }: EmailReceived): Html | undefined {
  if (forwarding === undefined) return undefined;
  const { service, account = 'a mailbox', url, code } = forwarding;
  return html`${service} asks whether ${account} may forward to ${envelope.rcptTo[0] ?? 'this pipeline'}.
    ${url === undefined ? '' : html` <a href="${url}" rel="noreferrer">Confirm at ${service}</a>.`}
    ${code === undefined ? '' : html` Code: <code>${code}</code>.`}`;
}

const because = (reasons: readonly string[]): string => (reasons.length > 0 ? ` (${reasons.join(', ')})` : '');

const forwardingParagraph = (event: EmailReceived): Html | '' => {
  const line = forwardingLine(event);
  return line === undefined ? '' : html`<p class="forwarding">${line}</p>`;
};

/** The page of a mail: its envelope, its reading, its attachments and text, and each delivery's steps. */
export function mailPage({ mail, event, deliveries }: MailStory): string {
  const fields = [
    ...mailFields(mail),
    ...(event === undefined ? [] : eventFields(event)),
    ['Reason', mail.reason] as const,
  ];
  return layout(
    event?.message.subject ?? mail.mailId,
    html`<h2>${event?.message.subject ?? '(no subject)'}</h2>
    <table>${fields.filter(([, value]) => value !== undefined).map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</table>
    ${event === undefined ? '' : forwardingParagraph(event)}
    <h2>Fates</h2>
    <table id="fates"><thead><tr><th>Recipient</th><th>Integration</th><th>Fate</th><th>Lag</th><th>Thread</th><th>CRM</th><th>Reason</th></tr></thead><tbody>${recipientFates(
      mail,
      deliveries,
    ).map(
      ({ recipient, integration, fate, delivery, reason }) =>
        html`<tr><td>${recipient}</td><td>${integration}</td><td>${fateBadge(fate)}</td><td>${lagOf(delivery)}</td><td>${delivery?.threadKey.slice(0, 8)}</td><td>${recordLinks(delivery)}</td><td>${reason}</td></tr>`,
    )}</tbody></table>
    ${event === undefined ? '' : attachmentTable(event)}
    ${event === undefined ? '' : newestWords(event)}
    ${event?.body.text === undefined ? '' : html`<h2>Text</h2><pre>${event.body.text.slice(0, 20_000)}</pre>`}`,
  );
}

/** A label of a field and its value; a field without a value is not shown. */
type PageField = readonly [label: string, value: unknown];

const mailFields = ({ mailId, eventId, receivedAt }: MailRecord): PageField[] => [
  ['Mail id', mailId],
  ['Event id', eventId],
  ['Received', receivedAt],
];

function eventFields(event: EmailReceived): PageField[] {
  const { message, classification, authentication, trust, dataRules, body } = event;
  const { from, forwarded } = message;
  return [
    ['From', from && `${from.name ?? ''} <${from.address}>`],
    ['Message-ID', message.messageId],
    ['Kind', `${classification.kind} (${classification.reasons.join(', ')})`],
    [
      'SPF, DKIM, DMARC',
      (['spf', 'dkim', 'dmarc'] as const).map((name) => authentication[name] ?? 'no verdict').join(', '),
    ],
    ['Trust', trust && `${trust.score} of 100${because(trust.reasons)}`],
    ['Intent', intentOf(classification)],
    ['Bounce', bounceOf(classification)],
    ['Forwarded', forwarded && `a mail by ${forwarded.from?.address ?? '(unknown)'}`],
    ['Data', dataRules?.map(({ rule, count }) => `${rule}: ${count}`).join(', ')],
    ['Tracking pixels', body.trackingPixels],
  ];
}

type Classification = EmailReceived['classification'];

const intentOf = ({ intent }: Classification): string | undefined =>
  intent && `${intent.label}${intent.stop ? ', stop outreach' : ''}`;

const bounceOf = ({ bounce }: Classification): string | undefined =>
  bounce?.recipients
    .map(({ address, type, reason, status }) => `${address}: ${type}, ${reason ?? 'other'} ${status ?? ''}`)
    .join('; ');

const attachmentTable = ({ attachments }: EmailReceived): Html | string =>
  attachments.length > 0
    ? html`<h2>Attachments</h2><table><tbody>${attachments.map(({ filename, contentType, detectedType, size, sha256, verdict, reasons }) => html`<tr><td>${filename ?? '(no name)'}</td><td>${contentType}${detectedType && detectedType !== contentType ? `, really ${detectedType}` : ''}</td><td>${size} bytes</td><td>${verdict}${because(reasons)}</td><td><code>${sha256.slice(0, 16)}</code></td></tr>`)}</tbody></table>`
    : '';

/** The words of the sender, without the quoted mail, where they differ from the text. */
function newestWords({ body }: EmailReceived): Html | string {
  const reply = body.reply?.text;
  if (reply === undefined || reply === body.text?.trimEnd()) return '';
  return html`<h2>Newest words</h2><pre id="reply">${reply.slice(0, 20_000)}</pre>`;
}

/** The page of a CRM record with its timeline; each activity links to its mail. */
export function recordPage(type: ObjectType, record: CrmRecord, crm: HubspotStore): string {
  const title =
    record.properties.email ??
    record.properties.domain ??
    record.properties.dealname ??
    record.properties.hs_email_subject ??
    record.id;
  const related = (['contacts', 'companies', 'deals'] as const).flatMap((other) =>
    crm
      .associated(record.id, other)
      .map(
        ({ id, properties }) =>
          html`<tr><th>${other}</th><td><a href="/crm/${other}/${id}">${properties.email ?? properties.domain ?? properties.dealname}</a></td></tr>`,
      ),
  );
  const activities = type === 'emails' ? [record] : crm.associated(record.id, 'emails');
  return layout(
    title,
    html`<h2>${title}</h2>
    <table id="properties">${Object.entries(record.properties)
      .filter(([name]) => name !== 'hs_email_text')
      .map(([name, value]) => html`<tr><th>${name}</th><td>${value.slice(0, 300)}</td></tr>`)}</table>
    ${related.length === 0 ? '' : html`<h2>Linked records</h2><table id="links">${related}</table>`}
    <h2>Timeline</h2>
    <table id="timeline">${activities
      .toSorted((a, b) => (a.properties.hs_timestamp ?? '').localeCompare(b.properties.hs_timestamp ?? ''))
      .map(
        ({
          id,
          properties,
        }) => html`<tr><td>${properties.hs_timestamp}</td><td><a href="/crm/emails/${id}">${properties.hs_email_subject}</a></td>
        <td>${properties.postern_kind}</td><td><a href="/events/${properties.postern_event_id}">mail</a></td></tr>`,
      )}</table>`,
  );
}

export const messagePage = (title: string, text: string): string =>
  layout(title, html`<h2>${title}</h2><p>${text}</p>`);
