import * as z from 'zod';
import { compact } from '../../../compact.ts';
import type { ReportedRecipient } from './delivery-report.ts';
import { readRecipient } from './recipient.ts';

const recipient = z.object({
  emailAddress: z.string(),
  action: z.string().optional(),
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
});

const notification = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  bounce: z
    .object({
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(recipient),
      reportingMTA: z.string().optional(),
    })
    .optional(),
  complaint: z
    .object({ complaintFeedbackType: z.string().nullish(), complainedRecipients: z.array(recipient) })
    .optional(),
  deliveryDelay: z.object({ delayType: z.string().optional(), delayedRecipients: z.array(recipient) }).optional(),
  delivery: z.object({ recipients: z.array(z.string()).optional() }).optional(),
  mail: z
    .object({
      commonHeaders: z.object({ messageId: z.string().optional() }).optional(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    })
    .optional(),
});

/** A notification of SES that a topic sent as a mail. */
interface TopicNotification {
  readonly kind: 'bounce' | 'delay' | 'delivery' | 'complaint';
  readonly recipients: readonly ReportedRecipient[];
  readonly feedbackType?: string;
  readonly reportingMta?: string;
  readonly originalMessageId?: string;
}

/** Words for the subtypes of SES that have a plain meaning; a notification may hold no other diagnostic. */
const meanings: Readonly<Record<string, string>> = {
  NoEmail: 'no such mailbox',
  Suppressed: 'address is on the suppression list',
  OnAccountSuppressionList: 'address is on the suppression list',
  MailboxFull: 'mailbox full',
  MessageTooLarge: 'message too large',
  ContentRejected: 'content rejected',
  AttachmentRejected: 'attachment rejected',
  SpamDetected: 'spam detected',
  IPFailure: 'sending ip is blocked',
  RecipientServerError: 'server error',
  TransientCommunicationFailure: 'connection failed',
};

const maxJsonLength = 200_000;

/**
 * Reads a notification of SES in the text of a mail: bare, or within the envelope of SNS.
 *
 * @returns absent when the text holds no such notification
 * @see https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
export function readTopicNotification(text: string | undefined): TopicNotification | undefined {
  if (text === undefined || !/"(?:notificationType|eventType)\\?"/.test(text.slice(0, maxJsonLength))) return undefined;
  const outer = jsonIn(text.slice(0, maxJsonLength));
  const message = z.object({ Message: z.string() }).safeParse(outer);
  const parsed = notification.safeParse(message.success ? jsonIn(message.data.Message) : outer);
  return parsed.success ? toNotification(parsed.data) : undefined;
}

/** The outermost JSON object of a text; mail programs may have wrapped its lines. */
function jsonIn(text: string): unknown {
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  for (const attempt of [json, json.replace(/\r?\n/g, '')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next attempt, or no JSON.
    }
  }
  return undefined;
}

type Notification = z.infer<typeof notification>;

function toNotification(data: Notification): TopicNotification | undefined {
  const { bounce, complaint, deliveryDelay, delivery } = data;
  const originalMessageId = messageIdOf(data);
  switch ((data.eventType ?? data.notificationType)?.toLowerCase()) {
    case 'bounce': {
      const recipients = recipientsOf(bounce?.bouncedRecipients, 'failed', bounce?.bounceSubType);
      const reportingMta = bounce?.reportingMTA?.replace(/^[\w-]{1,20}\s*;\s*/, '');
      return compact({ kind: 'bounce' as const, recipients, reportingMta, originalMessageId });
    }
    case 'deliverydelay': {
      const recipients = recipientsOf(deliveryDelay?.delayedRecipients, 'delayed', deliveryDelay?.delayType);
      return compact({ kind: 'delay' as const, recipients, originalMessageId });
    }
    case 'complaint': {
      const recipients = recipientsOf(complaint?.complainedRecipients, 'failed', undefined);
      const feedbackType = complaint?.complaintFeedbackType?.toLowerCase();
      return compact({ kind: 'complaint' as const, recipients, feedbackType, originalMessageId });
    }
    default:
      return delivery === undefined ? undefined : { kind: 'delivery', recipients: [] };
  }
}

/** The Message-ID of the mail that the notification is about, without angle brackets. */
function messageIdOf({ mail }: Notification): string | undefined {
  const header = mail?.headers?.find(({ name }) => name.toLowerCase() === 'message-id')?.value;
  const id = mail?.commonHeaders?.messageId ?? header;
  return id === undefined ? undefined : (/<([^<>\s]{3,990})>/.exec(id)?.[1] ?? id.trim());
}

const recipientsOf = (
  listed: ReadonlyArray<z.infer<typeof recipient>> = [],
  action: string,
  subType: string | undefined,
): ReportedRecipient[] =>
  listed.flatMap(({ emailAddress, status, diagnosticCode }) => {
    const address = readRecipient(emailAddress);
    const diagnostic = diagnosticCode?.replace(/^\w{1,10}\s*;\s*/, '') ?? meanings[subType ?? ''];
    return address === undefined ? [] : [compact({ address, action, status, diagnostic })];
  });
