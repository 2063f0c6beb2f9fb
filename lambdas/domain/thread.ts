import { normalizeAddress } from './address.ts';
import { sha256 } from './identity.ts';

/** What the index knows of one Message-ID within a tenant. */
export interface ThreadEntry {
  readonly messageId: string;
  readonly threadKey: string;
  /** Hash of the sender whose mail carried the id; absent while it was only mentioned by others. */
  readonly sender?: string;
  /** When the thread was first seen, ISO 8601 UTC: the older thread wins a merge. */
  readonly threadSince: string;
}

/** What a mail says of its place in a conversation. */
export interface ThreadClues {
  readonly tenant: string;
  readonly messageId?: string;
  readonly inReplyTo?: string;
  /** Oldest first. */
  readonly references: readonly string[];
  readonly from?: string;
  readonly eventId: string;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
}

export interface ThreadDecision {
  readonly key: string;
  readonly since: string;
  /** Other threads that this mail proves to be the same conversation. */
  readonly aliases: readonly string[];
  readonly matchedBy: 'none' | 'message-id' | 'in-reply-to' | 'references';
  readonly confidence: number;
  /** Message-IDs to write to the index under the key, each only if nobody holds it. */
  readonly claims: readonly ThreadEntry[];
}

/** The longest chain worth keeping: the root and the newest, which is what clients cut down to as well. */
const maxReferences = 40;

/** A sender as the index stores it: comparable, but no address at rest. */
export const senderKey = (tenant: string, from: string | undefined): string =>
  sha256(tenant, from ? normalizeAddress(from) : '').slice(0, 32);

/** All Message-IDs to look up for a mail, its own first, without repeats. */
export function threadIds(clues: ThreadClues): string[] {
  const references =
    clues.references.length <= maxReferences
      ? clues.references
      : [...clues.references.slice(0, 1), ...clues.references.slice(1 - maxReferences)];
  const ids = [clues.messageId, clues.inReplyTo, ...references];
  return [...new Set(ids.filter((id): id is string => id !== undefined && id !== ''))];
}

/**
 * Decides the thread of a mail from the index entries of its ids.
 *
 * A new thread is keyed by the oldest id that the mail mentions and claims every id it names, so that a
 * reply that overtakes its parent leaves a claim for the parent to find: any order of arrival gives the same
 * partition. Its own Message-ID counts only if nobody else has already mailed under it (forged ids).
 */
export function decideThread(clues: ThreadClues, known: readonly ThreadEntry[]): ThreadDecision {
  const sender = senderKey(clues.tenant, clues.from);
  const ids = threadIds(clues);
  const evidence = known.filter(
    (entry) => ids.includes(entry.messageId) && !(entry.messageId === clues.messageId && isForeign(entry, sender)),
  );
  const [oldest] = evidence.toSorted(byAge);
  const key = oldest?.threadKey ?? newThreadKey(clues, known, sender);
  const since = oldest?.threadSince ?? clues.receivedAt;
  const mayClaimOwn = !known.some((entry) => entry.messageId === clues.messageId && isForeign(entry, sender));
  const claims = ids
    .filter((id) => id !== clues.messageId || mayClaimOwn)
    .map((id) => ({
      messageId: id,
      threadKey: key,
      threadSince: since,
      ...(id === clues.messageId ? { sender } : {}),
    }))
    .filter((claim) => !known.some((entry) => isSettled(entry, claim)));
  return {
    key,
    since,
    aliases: [...new Set(evidence.map((entry) => entry.threadKey))].filter((other) => other !== key).toSorted(),
    ...matchOf(clues, evidence),
    claims,
  };
}

const isForeign = (entry: ThreadEntry, sender: string): boolean =>
  entry.sender !== undefined && entry.sender !== sender;

/** Nothing to write for an id that is indexed, unless it gains its sender; another thread's ids follow by alias. */
const isSettled = (entry: ThreadEntry, claim: ThreadEntry): boolean =>
  entry.messageId === claim.messageId && (claim.sender === undefined || entry.sender === claim.sender);

/** Older first; equal ages are told apart by key, so that two workers choose alike. */
const byAge = (a: ThreadEntry, b: ThreadEntry): number =>
  a.threadSince.localeCompare(b.threadSince) || a.threadKey.localeCompare(b.threadKey);

function newThreadKey(clues: ThreadClues, known: readonly ThreadEntry[], sender: string): string {
  const ownIsTaken = known.some((entry) => entry.messageId === clues.messageId && isForeign(entry, sender));
  const own = ownIsTaken ? undefined : clues.messageId;
  const root = clues.references[0] ?? clues.inReplyTo ?? own ?? clues.eventId;
  return sha256(clues.tenant, root).slice(0, 32);
}

function matchOf(
  clues: ThreadClues,
  evidence: readonly ThreadEntry[],
): Pick<ThreadDecision, 'matchedBy' | 'confidence'> {
  const found = (id: string | undefined): boolean => evidence.some((entry) => entry.messageId === id);
  if (found(clues.inReplyTo)) return { matchedBy: 'in-reply-to', confidence: 1 };
  if (clues.references.some(found)) return { matchedBy: 'references', confidence: 1 };
  if (found(clues.messageId)) return { matchedBy: 'message-id', confidence: 1 };
  return { matchedBy: 'none', confidence: 1 };
}
