import type { Campaign } from './campaign.ts';

/** The mail of ours that a sending event is about. */
export interface SentMail {
  /** RFC 5322 Message-IDs under which it may be answered, without angle brackets. */
  readonly messageIds: readonly string[];
  readonly at: string;
  readonly recipients: readonly string[];
  readonly campaign?: Campaign;
  readonly tenant?: string;
}
