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

export interface SesNews {
  readonly events: readonly SenderEvent[];
  /** Of a Send event only. */
  readonly sent?: SentMail;
}

/** The message tag that says whose mail it is. */
export const tenantTags = ['postern-tenant', 'postern_tenant'] as const;

/** Message tags that a sender sets, and what they are to us. */
const tags = {
  tenant: tenantTags,
  campaignId: ['campaign', 'campaign-id', 'campaign_id'],
  templateId: ['template', 'template-id', 'template_id', 'ses:template'],
  recordId: ['record', 'record-id', 'record_id'],
} as const;

/**
 * An SES sending event, by SNS or EventBridge, in our words. One notification can speak of several recipients.
 *
 * SES replaces the Message-ID of what it sends by `<its id>@<region>.amazonses.com` (`@email.amazonses.com` in
 * us-east-1); answers may name that one or the sender's own, so both are known.
 *
 * @throws MalformedEventError when it is none
 */
export function readSesEvent(json: unknown, region: string): SesNews {
  const decoded = sesEvent.safeParse(unwrap(json));
  if (!decoded.success) throw new MalformedEventError('not an SES event');
  const { mail, bounce, complaint, delivery, deliveryDelay, subscription, ...event } = decoded.data;
  const tag = (names: readonly string[]): string | undefined => names.flatMap((name) => mail.tags[name] ?? [])[0];
  const tenant = tag(tags.tenant);
  const about = {
    ...campaignOf({ campaignId: tag(tags.campaignId), templateId: tag(tags.templateId), recordId: tag(tags.recordId) }),
    ...compact({ tenant }),
  };
  const host = region === 'us-east-1' ? 'email.amazonses.com' : `${region}.amazonses.com`;
  const own = mail.commonHeaders?.messageId?.replace(/^<|>$/g, '');
  const messageId = `${mail.messageId}@${host}`;
  const news = (type: SenderEvent['type'], address: string, at: string, id: string, reason?: string): SenderEvent[] =>
    isMailable(address) ? [{ type, address, at: iso(at), id, messageId, ...about, ...compact({ reason }) }] : [];

  switch (event.eventType ?? event.notificationType) {
    case 'Bounce':
      return {
        events: (bounce?.bouncedRecipients ?? []).flatMap(({ emailAddress, status }) => {
          const isHard = bounce!.bounceType === 'Permanent';
          const reason = status ?? bounce!.bounceSubType;
          return news(
            isHard ? 'hard-bounce' : 'soft-bounce',
            emailAddress,
            bounce!.timestamp,
            bounce!.feedbackId,
            reason,
          );
        }),
      };
    case 'Complaint':
      // A complaint that a suppression list made up says that the address was on that list.
      return {
        events: (complaint?.complainedRecipients ?? []).flatMap(({ emailAddress }) =>
          complaint!.complaintFeedbackType === 'not-spam'
            ? []
            : news(
                'complaint',
                emailAddress,
                complaint!.timestamp,
                complaint!.feedbackId,
                complaint!.complaintFeedbackType ?? complaint!.complaintSubType ?? undefined,
              ),
        ),
      };
    case 'Delivery':
      return {
        events: (delivery?.recipients ?? []).flatMap((address) =>
          news('delivered', address, delivery!.timestamp, mail.messageId),
        ),
      };
    case 'DeliveryDelay':
      return {
        events: (deliveryDelay?.delayedRecipients ?? []).flatMap(({ emailAddress, status }) =>
          news(
            'soft-bounce',
            emailAddress,
            deliveryDelay!.timestamp,
            `${mail.messageId} delay ${deliveryDelay!.timestamp}`,
            status ?? deliveryDelay!.delayType,
          ),
        ),
      };
    case 'Subscription':
      return {
        events: subscription?.newTopicPreferences?.unsubscribeAll
          ? mail.destination.flatMap((address) =>
              news('unsubscribe', address, subscription.timestamp, `${mail.messageId} subscription`),
            )
          : [],
      };
    case 'Send':
      return {
        events: [],
        sent: {
          messageIds: [messageId, ...(own !== undefined && own !== messageId ? [own] : [])],
          at: iso(mail.timestamp),
          recipients: mail.destination,
          ...about,
        },
      };
    default:
      // Reject, Open, Click, Rendering Failure: nothing of consent.
      return { events: [] };
  }
}

/** EventBridge wraps the event in `detail`. */
function unwrap(json: unknown): unknown {
  const { source, detail } = (json ?? {}) as { source?: unknown; detail?: unknown };
  return source === 'aws.ses' && typeof detail === 'object' ? detail : json;
}

function iso(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new MalformedEventError('a time is none');
  return date.toISOString();
}
