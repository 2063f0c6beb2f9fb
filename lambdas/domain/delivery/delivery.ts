import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { LagKind } from '../consent/signals.ts';
import type { StepName } from '../crm/crm-step.ts';
import type { ErrorClass } from '../crm/outcome.ts';
import type { Campaign } from '../mail/campaign.ts';
import type { EmailReceived } from '../mail/event.ts';
import type { Token } from '../mail/token.ts';

/** The end of a delivery, or of a recipient without a delivery. */
export type Fate =
  | 'delivered'
  | 'shadowed'
  | 'suppressed'
  | 'filtered'
  | 'quarantined'
  | 'unrouted'
  | 'parked'
  | 'dead';

/** Conversation goes through the thread's queue; a bounce, complaint or unsubscribe must not wait there. */
export type Lane = 'conversation' | 'suppression';

/** One step in the ledger: an intent before the write, done with the CRM's id after it. */
export interface StepRecord {
  /** `refused`: the CRM clearly did not make the write, or was not asked to: it may be made without looking first. */
  readonly state: 'intent' | 'done' | 'refused';
  /** When the state was written, or an unclear write was answered, ISO 8601 UTC. */
  readonly at: string;
  /** When the write was first intended, ISO 8601 UTC: an idempotency key at the vendor is as old as that. */
  readonly since?: string;
  /** Absent while an intent, and when the step found nothing to write. */
  readonly id?: string;
  /** Further records of the same mail that a look-up found. */
  readonly duplicates?: readonly string[];
  /** Other records that matched as well; the newest got the mail. */
  readonly alternatives?: readonly string[];
  /** The effect of the step, or the reason why it had none. */
  readonly note?: string;
}

export interface DeliveryId {
  readonly eventId: string;
  readonly integration: string;
}

/** One conversation of one integration. */
interface Conversation {
  readonly integration: string;
  readonly threadKey: string;
}

/** Event × integration: the unit of queue, ledger and retry. */
export interface Delivery extends DeliveryId {
  readonly tenant: string;
  readonly lane: Lane;
  /** Set in the suppression lane: the promise that the mail falls under. */
  readonly kind?: LagKind;
  /** The kind of the mail, for the feed; absent in rows of earlier versions. */
  readonly mailKind?: EmailReceived['classification']['kind'];
  readonly threadKey: string;
  readonly matchedBy: string;
  /** Confidence in the conversation, 0 to 1; absent: certain, and in rows of earlier versions whatever it was. */
  readonly confidence?: number;
  /** Other conversations that the mail proved to be the same one. */
  readonly aliases?: readonly string[];
  readonly recipients: readonly string[];
  readonly token?: Token;
  /**
   * The authentication of the copy that brought the delivery; the event holds that of the first copy of a mail. Absent in
   * rows of earlier versions.
   */
  readonly authentication?: EmailReceived['authentication'];
  /** Trust in the sender by the integration's policy, when it has one. */
  readonly trust?: NonNullable<EmailReceived['trust']>;
  /** The tags of our mail that this one answers. */
  readonly campaign?: Campaign;
  /** Set in the suppression lane: keyed hashes of the addresses that the mail has evidence for. */
  readonly reportedOn?: readonly string[];
  /** Set in the suppression lane: the sender had used up the changes that unproven mail may make. */
  readonly isOverCap?: boolean;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  readonly state: 'pending' | 'done' | 'failed';
  readonly fate?: Fate;
  readonly reason?: string;
  /** The connection that it waits for in its conversation: it goes on by itself when that is back. */
  readonly waitsFor?: string;
  /** The class of its last failure. */
  readonly errorClass?: ErrorClass;
  /** When it failed first and last, ISO 8601 UTC. */
  readonly failedFirstAt?: string;
  readonly failedLastAt?: string;
  /** Failures that count; waiting for a rate limit does not. */
  readonly attempts: number;
  /** Grows with every lease. */
  readonly fence: number;
  /** Until when a worker holds it, or held it when it died; ISO 8601 UTC by the ledger's clock. */
  readonly leaseUntil?: string;
  readonly steps: Readonly<Partial<Record<StepName, StepRecord>>>;
  readonly mappingVersion?: string;
  readonly settledAt?: string;
  /** When its mail was erased at the request of a person, ISO 8601 UTC: there is nothing to replay. */
  readonly erasedAt?: string;
  /** The legal holds on it: rows about the same mail that are written later are under them as well. */
  readonly heldBy?: readonly string[];
}

const nonEmpty = z.string().check(z.minLength(1));

/** A queue message: a pointer, never a body. */
const deliveryMessage = z.strictObject({
  schema: z.literal('delivery/1'),
  eventId: nonEmpty,
  integration: nonEmpty,
  threadKey: nonEmpty,
  /** The contact, as a hash scoped by connection: the ledger's key of their records at the CRM. */
  person: z.optional(nonEmpty),
  /** The same person in the consent ledger: the keyed hash of their address, and the connection that may know them. */
  subject: z.optional(z.strictObject({ tenant: z.string(), hash: z.string(), connection: z.string() })),
});
export type DeliveryMessage = z.infer<typeof deliveryMessage>;

/**
 * Reads a message of the deliveries queue.
 *
 * @throws SyntaxError or ZodError; neither quotes the message
 */
export function decodeDeliveryMessage(body: string): DeliveryMessage {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new SyntaxError('the queue message is not JSON');
  }
  return deliveryMessage.parse(json);
}

export const deliveryMessageOf = ({
  eventId,
  integration,
  threadKey,
  person,
  subject,
}: DeliveryId & Pick<DeliveryMessage, 'threadKey' | 'person' | 'subject'>): DeliveryMessage =>
  compact({
    schema: 'delivery/1',
    eventId,
    integration,
    threadKey,
    person,
    subject,
  });

/**
 * The place of a delivery among those that wait in its conversation: by its receipt, in text order. A mail can be queued
 * again, under another SequenceNumber, when a notification is repeated or a queue gave it up; its receipt stays.
 */
export const placeOf = ({ receivedAt, eventId }: Pick<Delivery, 'receivedAt' | 'eventId'>): string =>
  `${receivedAt}#${eventId}`;

/** No integration's key holds it. */
const groupMark = '#';

/** The FIFO group: one conversation of one integration. */
export const groupOf = ({ integration, threadKey }: Conversation): string => `${integration}${groupMark}${threadKey}`;

/** The conversation of a FIFO group. */
export function parseGroup(group: string): Conversation {
  const [integration = '', ...threadKey] = group.split(groupMark);
  return { integration, threadKey: threadKey.join(groupMark) };
}

/** The ids of the CRM's records, under the names that the CLI prints. */
export function crmIds(steps: Delivery['steps']): {
  contactId?: string;
  companyId?: string;
  dealId?: string;
  activityId?: string;
} {
  const { contact, company, deal, activity } = steps;
  return compact({
    contactId: contact?.id,
    companyId: company?.id,
    dealId: deal?.id,
    activityId: activity?.id,
  });
}

export type Steps = Partial<Record<StepName, StepRecord>>;
