import type { Campaign } from '../../mail/campaign.ts';
import type { Channel } from '../signals.ts';

/** The report of a sending service on one mail to one recipient, in our words. */
export interface SenderEvent {
  readonly type: 'delivered' | 'hard-bounce' | 'soft-bounce' | 'complaint' | 'unsubscribe' | 'opt-in';
  readonly address: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The service's own id of this event: a repeated id is the same event. */
  readonly id: string;
  /** A status code or reason word; never the words of a mail. */
  readonly reason?: string;
  /** RFC 5322 Message-ID without angle brackets, where the service names it. */
  readonly messageId?: string;
  readonly campaign?: Campaign;
  /** Absent: email. */
  readonly channel?: Channel;
  /** The tenant that the sender tagged the mail with. */
  readonly tenant?: string;
}

/** A body that does not have its source's format. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** ISO 8601 UTC of Unix seconds. */
export const isoOf = (unixSeconds: number): string => new Date(unixSeconds * 1000).toISOString();

/** A campaign without its empty fields; nothing when none is left. */
export function campaignOf(fields: Record<string, unknown>): Pick<SenderEvent, 'campaign'> {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '' && entry[1].length <= 200,
  );
  return entries.length === 0 ? {} : { campaign: Object.fromEntries(entries) };
}
