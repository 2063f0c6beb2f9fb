import { compact } from '../../compact.ts';
import type { EmailReceived } from '../mail/event.ts';
import { crmIds, type Delivery } from './delivery.ts';
import type { MailRecord } from './ledger.ts';
import { recipientFates } from './recipient-fates.ts';

/** The stored facts about one event. */
interface KnownEvent {
  readonly eventId: string;
  /** Absent when its object is gone. */
  readonly event?: EmailReceived;
  readonly mails: readonly MailRecord[];
  readonly deliveries: readonly Delivery[];
  /** The event of the same Message-ID and sender with another content. */
  readonly conflictsWith?: string;
}

/** The way of one event, as `postern trace` and the API tell it. */
export type EventStory = ReturnType<typeof storyOf>;
export type DeliveryStory = EventStory['deliveries'][number];

/** Tells the way of an event: the mails that brought it, the fate of each recipient, and each delivery. */
export const storyOf = ({ eventId, event, mails, deliveries, conflictsWith }: KnownEvent) =>
  compact({
    eventId,
    externalId: event?.externalId,
    contentDigest: event?.contentDigest,
    messageId: event?.message.messageId,
    kind: event?.classification.kind,
    rules: event?.classification.reasons,
    authentication: event?.authentication,
    attachments: event?.attachments.length,
    conflictsWith,
    mails: mails.map((mail) => mailStoryOf(mail, deliveries)),
    deliveries: deliveries.map(deliveryStoryOf),
  });

const mailStoryOf = (mail: MailRecord, deliveries: readonly Delivery[]) => ({
  mailId: mail.mailId,
  receivedAt: mail.receivedAt,
  object: mail.objectKey,
  recipients: recipientFates(mail, deliveries).map(({ recipient, integration, fate, reason }) => ({
    recipient,
    integration,
    fate: fate ?? 'pending',
    reason,
  })),
});

const deliveryStoryOf = (delivery: Delivery) =>
  compact({
    integration: delivery.integration,
    lane: delivery.lane,
    thread: delivery.threadKey,
    matchedBy: delivery.matchedBy,
    campaign: delivery.campaign,
    state: delivery.state,
    fate: delivery.fate ?? 'pending',
    reason: delivery.reason,
    errorClass: delivery.errorClass,
    failedFirstAt: delivery.failedFirstAt,
    failedLastAt: delivery.failedLastAt,
    next: nextCommand(delivery),
    attempts: delivery.attempts,
    leases: delivery.fence,
    steps: delivery.steps,
    crm: crmIds(delivery.steps),
    mappingVersion: delivery.mappingVersion,
    receivedAt: delivery.receivedAt,
    settledAt: delivery.settledAt,
  });

/** The command that takes a delivery further that came to rest. */
function nextCommand({ fate, erasedAt, eventId }: Delivery): string | undefined {
  if (fate === 'parked') return `postern redrive --event ${eventId}`;
  // There is nothing to replay of a mail that was erased.
  return fate === 'dead' && erasedAt === undefined ? `postern replay ${eventId}` : undefined;
}
