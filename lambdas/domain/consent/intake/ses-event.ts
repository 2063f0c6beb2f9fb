import * as z from 'zod';
import { compact } from '../../../compact.ts';
import { isMailable } from '../../mail/address.ts';
import type { SentMail } from '../../mail/sent-mail.ts';
import { campaignOf, MalformedEventError, type SenderEvent } from './sender-event.ts';

const recipient = z.object({
  emailAddress: z.string(),
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
});

/** @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const sesEvent = z.object({
  eventType: z.string().optional(),
  // EventBridge and the older notifications spell it so.
  notificationType: z.string().optional(),
  mail: z.object({
    timestamp: z.string(),
    messageId: z.string(),
    destination: z.array(z.string()).default([]),
    commonHeaders: z.object({ messageId: z.string().optional() }).optional(),
    tags: z.record(z.string(), z.array(z.string())).default({}),
  }),
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(recipient),
      timestamp: z.string(),
      feedbackId: z.string(),
    })
    .optional(),
  complaint: z
    .object({
      complainedRecipients: z.array(recipient),
      timestamp: z.string(),
      feedbackId: z.string(),
      complaintFeedbackType: z.string().nullish(),
      complaintSubType: z.string().nullish(),
    })
    .optional(),
  delivery: z.object({ timestamp: z.string(), recipients: z.array(z.string()) }).optional(),
  deliveryDelay: z
    .object({ timestamp: z.string(), delayType: z.string().optional(), delayedRecipients: z.array(recipient) })
    .optional(),
  subscription: z
    .object({
      timestamp: z.string(),
      newTopicPreferences: z
        .object({ unsubscribeAll: z.boolean().default(false), topicSubscriptionStatus: z.array(z.unknown()).nullish() })
        .optional(),
    })
    .optional(),
});

interface SesNews {
  readonly events: readonly SenderEvent[];
  /** Set for a Send event only. */
  readonly sent?: SentMail;
}

/** The message tag that names the tenant of a mail. */
export const tenantTags = ['postern-tenant', 'postern_tenant'] as const;

/** Message tags that a sender sets, by what they mean here. */
const tags = {
  tenant: tenantTags,
  campaignId: ['campaign', 'campaign-id', 'campaign_id'],
  templateId: ['template', 'template-id', 'template_id', 'ses:template'],
  recordId: ['record', 'record-id', 'record_id'],
} as const;

type SesEvent = z.infer<typeof sesEvent>;

/** The facts that all news of one SES event share. */
interface SesMail {
  readonly messageId: string;
  /** The tenant and the campaign in the message tags. */
  readonly tagged: Pick<SenderEvent, 'tenant' | 'campaign'>;
}

/** The news of one recipient, as the event has it. */
type SesRecipient = Pick<SenderEvent, 'type' | 'address' | 'at' | 'id'> & { readonly reason?: string | undefined };

/**
 * Reads an SES sending event, by SNS or EventBridge. One notification can concern several recipients.
 *
 * @throws MalformedEventError when it is none
 */
export function readSesEvent(json: unknown, region: string): SesNews {
  const decoded = sesEvent.safeParse(unwrap(json));
  if (!decoded.success) throw new MalformedEventError('not an SES event');
  const event = decoded.data;
  const mail = { messageId: sesMessageId(event, region), tagged: taggedOf(event) };
  if ((event.eventType ?? event.notificationType) === 'Send') return { events: [], sent: sentMailOf(event, mail) };
  const events = recipientsOf(event).filter(({ address }) => isMailable(address));
  return {
    events: events.map(({ type, address, at, id, reason }) => ({
      type,
      address,
      at: iso(at),
      id,
      messageId: mail.messageId,
      ...mail.tagged,
      ...compact({ reason }),
    })),
  };
}

/**
 * The Message-ID that SES puts into a mail, in place of the sender's own: `<its id>@<region>.amazonses.com`, and
 * `@email.amazonses.com` in us-east-1.
 */
function sesMessageId({ mail }: SesEvent, region: string): string {
  const host = region === 'us-east-1' ? 'email.amazonses.com' : `${region}.amazonses.com`;
  return `${mail.messageId}@${host}`;
}

function taggedOf({ mail }: SesEvent): SesMail['tagged'] {
  const tag = (names: readonly string[]): string | undefined => names.flatMap((name) => mail.tags[name] ?? [])[0];
  return {
    ...campaignOf({ campaignId: tag(tags.campaignId), templateId: tag(tags.templateId), recordId: tag(tags.recordId) }),
    ...compact({ tenant: tag(tags.tenant) }),
  };
}

/** A mail that SES has sent. Answers may name the Message-ID of SES or the sender's own, so both are kept. */
function sentMailOf({ mail }: SesEvent, { messageId, tagged }: SesMail): SentMail {
  const own = mail.commonHeaders?.messageId?.replace(/^<|>$/g, '');
  return {
    messageIds: [messageId, ...(own !== undefined && own !== messageId ? [own] : [])],
    at: iso(mail.timestamp),
    recipients: mail.destination,
    ...tagged,
  };
}

/** The recipients that an event concerns. Reject, Open, Click and Rendering Failure have no meaning for consent. */
function recipientsOf(event: SesEvent): SesRecipient[] {
  switch (event.eventType ?? event.notificationType) {
    case 'Bounce':
      return bouncesOf(event);
    case 'Complaint':
      return complaintsOf(event);
    case 'Delivery':
      return deliveriesOf(event);
    case 'DeliveryDelay':
      return delaysOf(event);
    case 'Subscription':
      return subscriptionsOf(event);
    default:
      return [];
  }
}

function bouncesOf({ bounce }: SesEvent): SesRecipient[] {
  if (bounce === undefined) return [];
  const { bounceType, bounceSubType, bouncedRecipients, timestamp: at, feedbackId: id } = bounce;
  const type = bounceType === 'Permanent' ? 'hard-bounce' : 'soft-bounce';
  return bouncedRecipients.map(({ emailAddress, status }) => ({
    type,
    address: emailAddress,
    at,
    id,
    reason: status ?? bounceSubType,
  }));
}

/** A complaint that a suppression list made up states that the address was on that list. */
function complaintsOf({ complaint }: SesEvent): SesRecipient[] {
  if (complaint === undefined || complaint.complaintFeedbackType === 'not-spam') return [];
  const { complainedRecipients, complaintFeedbackType, complaintSubType, timestamp: at, feedbackId: id } = complaint;
  const reason = complaintFeedbackType ?? complaintSubType ?? undefined;
  return complainedRecipients.map(({ emailAddress }) => ({ type: 'complaint', address: emailAddress, at, id, reason }));
}

function deliveriesOf({ delivery, mail }: SesEvent): SesRecipient[] {
  if (delivery === undefined) return [];
  const { recipients, timestamp: at } = delivery;
  return recipients.map((address) => ({ type: 'delivered', address, at, id: mail.messageId }));
}

function delaysOf({ deliveryDelay, mail }: SesEvent): SesRecipient[] {
  if (deliveryDelay === undefined) return [];
  const { delayedRecipients, delayType, timestamp: at } = deliveryDelay;
  const id = `${mail.messageId} delay ${at}`;
  return delayedRecipients.map(({ emailAddress, status }) => ({
    type: 'soft-bounce',
    address: emailAddress,
    at,
    id,
    reason: status ?? delayType,
  }));
}

function subscriptionsOf({ subscription, mail }: SesEvent): SesRecipient[] {
  if (!subscription?.newTopicPreferences?.unsubscribeAll) return [];
  const id = `${mail.messageId} subscription`;
  return mail.destination.map((address) => ({ type: 'unsubscribe', address, at: subscription.timestamp, id }));
}

const eventBridgeEvent = z.object({ source: z.literal('aws.ses'), detail: z.record(z.string(), z.unknown()) });

/** EventBridge wraps the event in `detail`. */
function unwrap(json: unknown): unknown {
  const decoded = eventBridgeEvent.safeParse(json);
  return decoded.success ? decoded.data.detail : json;
}

function iso(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new MalformedEventError('a time is none');
  return date.toISOString();
}
