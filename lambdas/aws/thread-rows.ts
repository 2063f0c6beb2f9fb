import { compact } from '../compact.ts';
import type { Campaign } from '../domain/mail/campaign.ts';
import { sha256 } from '../domain/mail/identity.ts';
import type { ThreadEntry } from '../domain/threads/thread-entry.ts';
import type { ThreadMerge } from '../domain/threads/thread-merge.ts';
import { threadDays } from '../retention.ts';
import { decodeRow, type Row } from './dynamo-row.ts';
import { optionalSetting, type Settings } from './settings.ts';

// Keys and rows of the threads table, in one place.

/** A mail under an id that another mail has. */
export type Rival = Pick<
  MessageRow,
  'threadKey' | 'threadSince' | 'sender' | 'subject' | 'sentAt' | 'isGuest' | 'isJoined'
>;

/** A row of a Message-ID or a mark. */
export interface MessageRow {
  readonly pk: string;
  readonly threadKey: string;
  readonly threadSince: string;
  readonly sender?: string;
  /** Hash of the base subject of its mail; absent in rows of earlier versions. */
  readonly subject?: string;
  /** Date field of its mail, ISO 8601 UTC. */
  readonly sentAt?: string;
  readonly participants?: readonly string[];
  readonly namedBy?: string;
  readonly isGuest?: boolean;
  readonly isJoined?: boolean;
  readonly isOutbound?: boolean;
  readonly campaign?: Campaign;
  /** Further mails under the same id. */
  readonly rivals?: ReadonlyArray<Rival>;
  /** When DynamoDB may delete the row, epoch seconds. */
  readonly ttl?: number;
  /** Marks of legal holds, which no entry of the index has. */
  readonly heldBy?: ReadonlySet<string>;
  readonly heldUntil?: number;
}

/** A row of a thread; only a thread that was merged into another has one. */
export interface ThreadRow {
  readonly pk: string;
  readonly threadKey: string;
  /** The start of the conversation that it was merged into, ISO 8601 UTC. */
  readonly threadSince: string;
  /** The thread that it was merged into; absent where that was taken back. */
  readonly aliasOf?: string;
  /** The event of the mail that named both; absent in rows of earlier versions. */
  readonly mergedBy?: string;
  /** When that mail was received, ISO 8601 UTC. */
  readonly mergedAt?: string;
  /** When the merge was taken back, ISO 8601 UTC. */
  readonly splitAt?: string;
  readonly ttl?: number;
}

/** Reads a row under {@link messageRow}. */
export const toMessageRow = (row: Row): MessageRow => decodeRow<MessageRow>(row, ['pk', 'threadKey', 'threadSince']);

/** Reads a row under {@link threadRow}. */
export const toThreadRow = (row: Row): ThreadRow => decodeRow<ThreadRow>(row, ['pk', 'threadKey', 'threadSince']);

/** The merge that a row stands for; undefined where it was taken back. */
export const toMerge = (
  tenant: string,
  { threadKey, aliasOf, mergedBy, mergedAt }: ThreadRow,
): ThreadMerge | undefined =>
  aliasOf === undefined
    ? undefined
    : compact({ tenant, thread: threadKey, into: aliasOf, by: mergedBy || undefined, at: mergedAt || undefined });

/** The row of a Message-ID. Ids are hashed: they can be long, and hold addresses. */
export const messageRow = (tenant: string, messageId: string): string => `M#${tenant}#${sha256(messageId)}`;
export const threadRow = (tenant: string, threadKey: string): string => `T#${tenant}#${threadKey}`;

/** Days that rows of a conversation stay after its last mail, by the environment of a function. */
export const inactiveDaysOf = (environment: Settings = {}): number =>
  Number(optionalSetting(environment, 'inactiveDays') ?? threadDays);

/**
 * When a row that is written now may go.
 *
 * @param at when its mail was received or sent, ISO 8601 UTC
 * @param days see {@link inactiveDaysOf}
 */
export const threadTtl = (at: string, days: number): number => Math.floor(Date.parse(at) / 1000) + days * 86_400;

/** All entries of an id: the first mail under it, then the mails that others sent under it. */
export const entriesOf = (
  { pk: _pk, ttl: _ttl, heldBy: _heldBy, heldUntil: _heldUntil, rivals = [], ...first }: MessageRow,
  messageId: string,
  threads: ReadonlyMap<string, ThreadRow>,
): ThreadEntry[] => [
  followed({ messageId, ...first }, threads),
  ...rivals.map((rival) => followed({ messageId, ...rival, isRival: true }, threads)),
];

/** Follows aliases to the thread that won; a circle, which no merge writes, would end after each was seen. */
function followed(entry: ThreadEntry, threads: ReadonlyMap<string, ThreadRow>): ThreadEntry {
  let { threadKey, threadSince } = entry;
  for (let steps = 0; steps <= threads.size; steps += 1) {
    const alias = threads.get(threadKey);
    if (alias?.aliasOf === undefined) break;
    threadKey = alias.aliasOf;
    if (alias.threadSince < threadSince) threadSince = alias.threadSince;
  }
  return {
    ...entry,
    threadKey,
    threadSince,
    ...compact({
      home: threadKey !== entry.threadKey ? entry.threadKey : undefined,
      isSplit: threads.get(threadKey)?.splitAt === undefined ? undefined : true,
    }),
  };
}
