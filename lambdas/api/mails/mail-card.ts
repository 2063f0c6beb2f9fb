import { compact } from '../../compact.ts';
import { crmIds, type Delivery } from '../../domain/delivery/delivery.ts';
import type { MailRecord } from '../../domain/delivery/ledger.ts';
import { trustBandOf } from '../../domain/delivery/mail-cards.ts';
import type { EmailReceived } from '../../domain/mail/event.ts';

/** In UTF-16 units. */
const snippetLength = 140;

/** From harmless to harmful. */
const verdicts = ['clean', 'unscanned', 'suspicious', 'blocked'] as const;

/** One mail of the list, as a caller may see it. */
export interface SeenMail {
  /** With the recipients that the caller may see. */
  readonly mail: MailRecord;
  /** Those that the caller may see. */
  readonly deliveries: readonly Delivery[];
  /** As its first integration sees it; absent when it is gone, or nobody may see it. */
  readonly event?: EmailReceived | undefined;
}

/** The card of a mail. */
export function mailCardOf({ mail, deliveries, event }: SeenMail) {
  const [first] = deliveries;
  const tenants = new Set(deliveries.map(({ tenant }) => tenant));
  const from = event?.message.from;
  return compact({
    mailId: mail.mailId,
    eventId: mail.eventId,
    tenant: tenants.size === 1 ? first?.tenant : undefined,
    receivedAt: mail.receivedAt,
    state: mail.state,
    reason: mail.reason,
    kind: event?.classification.kind ?? first?.mailKind,
    trust: trustBandOf(event?.trust?.score),
    from: senderOf(from, mail),
    to: mail.recipients.map(({ address }) => address),
    subject: event?.message.subject,
    snippet: event?.body.snippet?.slice(0, snippetLength).toWellFormed(),
    attachments: attachmentsOf(event),
    threadKey: first?.threadKey,
    intent: event?.classification.intent?.label,
    deliveries: deliveries.map(shownDelivery),
    erased: deliveries.length > 0 && deliveries.every(({ erasedAt }) => erasedAt !== undefined) ? true : undefined,
  });
}

/** The author; of a mail that was never read, who the envelope says. */
function senderOf(from: EmailReceived['message']['from'], { state, receipt }: MailRecord) {
  if (from !== undefined) return compact({ address: from.address, name: from.name });
  return state === 'quarantined' && receipt?.mailFrom !== undefined ? { address: receipt.mailFrom } : undefined;
}

function attachmentsOf(event: EmailReceived | undefined) {
  const files = event?.attachments ?? [];
  const worst = verdicts.findLast((verdict) => files.some((file) => file.verdict === verdict));
  return compact({ count: files.length, worst });
}

const shownDelivery = (delivery: Delivery) => {
  const { integration, tenant, lane, fate, reason, settledAt, steps } = delivery;
  const crm = crmIds(steps);
  return compact({
    integration,
    tenant,
    lane,
    fate: fate ?? 'pending',
    reason,
    settledAt,
    crm: Object.keys(crm).length > 0 ? crm : undefined,
  });
};
