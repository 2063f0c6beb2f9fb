import type { Campaign } from '../mail/campaign.ts';

/**
 * The index entry of one Message-ID, or another mark of a conversation, within a tenant. People are keyed hashes of
 * their addresses throughout, as in the consent ledger: a reader of the index finds nobody by guessing.
 */
export interface ThreadEntry {
  readonly messageId: string;
  /** The conversation that it is in, merges followed. */
  readonly threadKey: string;
  /** The conversation that it first belonged to: another than `threadKey` after a merge. Absent: the same. */
  readonly home?: string;
  /** The sender of the mail with this id; absent while only others have named it. */
  readonly sender?: string;
  /** When the thread was first seen, ISO 8601 UTC: the older thread wins a merge. */
  readonly threadSince: string;
  /** Sender and recipients of the mail that carried the id, or that named it first. */
  readonly participants?: readonly string[];
  /** The sender who named an id or a mark; absent where one of our own people did, and in rows of earlier versions. */
  readonly namedBy?: string;
  /** Hash of the base subject of the mail with this id; absent in rows of earlier versions and of what others named. */
  readonly subject?: string;
  /** Date field of that mail, ISO 8601 UTC. */
  readonly sentAt?: string;
  /** Whether another mail had come under the id before, of somebody else or of the same sender: all versions are kept. */
  readonly isRival?: boolean;
  /** Whether the mail joined people who had not written to its sender: its participants are no members. */
  readonly isGuest?: boolean;
  /** Whether the mail joined a conversation in which somebody else had written. */
  readonly isJoined?: boolean;
  /** Whether a merge of the conversation was taken back: no mail merges it again. */
  readonly isSplit?: boolean;
  /** Whether the mail is ours: the account sent it, or one of our own people, proven, sent us a copy. */
  readonly isOutbound?: boolean;
  /** Tags of a mail that we sent. */
  readonly campaign?: Campaign;
}

/** The clues of a mail to its conversation. People are keyed hashes of their normalized addresses. */
export interface ThreadClues {
  readonly tenant: string;
  readonly messageId?: string;
  readonly inReplyTo?: string;
  /** Oldest first. */
  readonly references: readonly string[];
  /** Keyed hash of the sender. */
  readonly from?: string;
  /** Keyed hashes of To and Cc. */
  readonly to?: readonly string[];
  /** Recipients outside the tenant's domains and our addresses; only where From is inside, proven or not. */
  readonly outside?: readonly string[];
  readonly subject?: string;
  /** The Date field, ISO 8601 UTC. */
  readonly sentAt?: string;
  /** Outlook's `Thread-Index` (MS-OXOMSG §2.2.1.3): the first 22 bytes are the same all through a conversation. */
  readonly threadIndex?: string;
  /** Outlook's `Thread-Topic`: the subject with which the conversation began. */
  readonly topic?: string;
  /** Name and value of the header that names a conversation by the integration's setting. */
  readonly headerToken?: string;
  /** A conversation that the address names. */
  readonly token?: string;
  /** Whether the address bore our tag. */
  readonly isTokenSigned?: boolean;
  /** Result of authentication: `fail` only where the sender is proven false, `unknown` where nothing was checked. */
  readonly authentication?: 'pass' | 'fail' | 'unknown';
  /** Whether the mail proves that one of the tenant's own people wrote it. */
  readonly isOurs?: boolean;
  /** The Message-ID of the mail that a bounce or a complaint is about. */
  readonly reportOf?: string;
  readonly eventId: string;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
}

export interface ThreadDecision {
  readonly key: string;
  readonly since: string;
  /** Other threads that this mail proves to be the same conversation. */
  readonly aliases: readonly string[];
  readonly matchedBy:
    | 'none'
    | 'message-id'
    | 'in-reply-to'
    | 'references'
    | 'thread-index'
    | 'token'
    | 'outbound'
    | 'subject';
  readonly confidence: number;
  /** Whether evidence does not count, because a stranger who fails authentication offered it. */
  readonly isRefused?: boolean;
  /** Tags of the mail of ours that this one answers or reports. */
  readonly campaign?: Campaign;
  /** Keyed hashes of the recipients of the mail of ours that this one reports on; absent when it names none. */
  readonly reportedRecipients?: readonly string[];
  /**
   * Rows to write to the index, each only if nobody holds it. Their `threadKey` is where they belong without any
   * merge.
   */
  readonly claims: readonly ThreadEntry[];
}
