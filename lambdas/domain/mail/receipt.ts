import * as z from 'zod';
import { compact } from '../../compact.ts';
import type { AuthenticationVerdict, EmailReceived } from './event.ts';

const verdict = z.object({ status: z.string() }).optional();
/** Not SES's: a receiver of one's own may give the score behind its verdict. */
const scored = z.object({ status: z.string(), score: z.number().optional() }).optional();

/**
 * The notification that SES publishes to the topic of an S3 action.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 */
const notification = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({ messageId: z.string().min(1), timestamp: z.string(), source: z.string().optional() }),
  receipt: z.object({
    recipients: z.array(z.string()),
    spfVerdict: verdict,
    dkimVerdict: verdict,
    dmarcVerdict: verdict,
    /** Not SES's: the laptop's intake checks ARC as well. */
    arcVerdict: verdict,
    spamVerdict: scored,
    virusVerdict: verdict,
    action: z.object({ objectKey: z.string(), bucketName: z.string().optional() }),
  }),
  /** Set by our sweep when the receipt was lost: the envelope is unknown. */
  recovered: z.boolean().optional(),
});

/** The receipt of one mail: its envelope and the receiver's verdicts, the only ones worth trusting. */
export interface Receipt {
  /** The id that SES gave this transaction; one mail can arrive under several. */
  readonly mailId: string;
  readonly objectKey: string;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  /** Absent for the null sender. */
  readonly mailFrom?: string;
  readonly recipients: readonly string[];
  readonly authentication: EmailReceived['authentication'];
  readonly spam?: AuthenticationVerdict;
  /** On the receiver's own scale. */
  readonly spamScore?: number;
  readonly virus?: AuthenticationVerdict;
  /** Whether the sweep made it from the bare object, because the notification never came. */
  readonly recovered: boolean;
}

/**
 * Reads an SES receipt notification.
 *
 * @throws ZodError for anything else; its message names fields, never their values.
 */
export function decodeReceipt(json: unknown): Receipt {
  const { mail, receipt, recovered } = notification.parse(json);
  const source = mail.source === '<>' ? undefined : mail.source || undefined;
  return compact({
    mailId: mail.messageId,
    objectKey: receipt.action.objectKey,
    receivedAt: new Date(mail.timestamp).toISOString(),
    mailFrom: source,
    recipients: [...new Set(receipt.recipients)],
    authentication: compact({
      spf: verdictOf(receipt.spfVerdict),
      dkim: verdictOf(receipt.dkimVerdict),
      dmarc: verdictOf(receipt.dmarcVerdict),
      arc: verdictOf(receipt.arcVerdict),
    }),
    spam: verdictOf(receipt.spamVerdict),
    spamScore: receipt.spamVerdict?.score,
    virus: verdictOf(receipt.virusVerdict),
    recovered: recovered ?? false,
  });
}

/** The notification that the sweep writes for an object when its own notification is lost. */
export function recoveredNotification(mailId: string, objectKey: string, storedAt: string): object {
  return {
    notificationType: 'Received',
    recovered: true,
    mail: { messageId: mailId, timestamp: storedAt },
    receipt: { recipients: [], action: { objectKey } },
  };
}

/** SES says PASS, FAIL, GRAY or PROCESSING_FAILED; DISABLED, where it did not check, is no verdict. */
function verdictOf(value: { status: string } | undefined): AuthenticationVerdict | undefined {
  switch (value?.status) {
    case 'PASS':
      return 'pass';
    case 'FAIL':
      return 'fail';
    case 'GRAY':
      return 'neutral';
    case 'PROCESSING_FAILED':
      return 'temperror';
    default:
      return undefined;
  }
}

/** A raw mail as the bucket lists it. */
export interface StoredMail {
  readonly objectKey: string;
  /** ISO 8601 UTC. */
  readonly storedAt: string;
  /** In bytes. */
  readonly size?: number;
}

/** The raw object's name is the id that SES gave the mail. */
export const mailIdOf = (objectKey: string): string => objectKey.split('/').at(-1) ?? objectKey;
