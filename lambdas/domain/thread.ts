import { normalizeAddress } from './address.ts';
import { baseSubject, isTelling } from './base-subject.ts';
import type { Campaign } from './consent/change.ts';
import { sha256 } from './identity.ts';
import type { SentMail } from './intake/ses-event.ts';

/** What the index knows of one Message-ID, or another mark of a conversation, within a tenant. */
export interface ThreadEntry {
  readonly messageId: string;
  readonly threadKey: string;
  /** Hash of the sender whose mail carried the id; absent while it was only mentioned by others. */
  readonly sender?: string;
  /** When the thread was first seen, ISO 8601 UTC: the older thread wins a merge. */
  readonly threadSince: string;
  /** Hashes of who wrote and who was written to, for an id whose mail was seen. */
  readonly participants?: readonly string[];
  /** Whether the mail is ours: the account sent it, or one of our own people, proven, sent us a copy. */
  readonly isOutbound?: boolean;
  /** Of a mail that we sent: what its sender tagged it with. */
  readonly campaign?: Campaign;
}

/** What a mail says of its place in a conversation. */
export interface ThreadClues {
  readonly tenant: string;
  readonly messageId?: string;
  readonly inReplyTo?: string;
  /** Oldest first. */
  readonly references: readonly string[];
  readonly from?: string;
  /** Addresses of To and Cc. */
  readonly to?: readonly string[];
  readonly subject?: string;
  /** Outlook's `Thread-Index` (MS-OXOMSG §2.2.1.3): the first 22 bytes are the same all through a conversation. */
  readonly threadIndex?: string;
  /** A conversation that the address or a header of ours names. */
  readonly token?: string;
  /** What the receiver found: `fail` only where the sender is proven false, `unknown` where nothing was checked. */
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
  /** Whether evidence was set aside, because a stranger who fails authentication offered it. */
  readonly isRefused?: boolean;
  /** What the mail of ours was tagged with that this one answers or reports. */
  readonly campaign?: Campaign;
  /** Hashes of whom the mail of ours went to that this one reports on; absent when it names no mail of ours. */
  readonly reportedRecipients?: readonly string[];
  /** Message-IDs to write to the index under the key, each only if nobody holds it. */
  readonly claims: readonly ThreadEntry[];
}

/** The longest chain worth keeping: the root and the newest, which is what clients cut down to as well. */
const maxReferences = 40;

/** A sender as the index stores it: comparable, but no address at rest. */
export const senderKey = (tenant: string, from: string | undefined): string =>
  sha256(tenant, from ? normalizeAddress(from) : '').slice(0, 32);

/** An id as it is compared: SES sends mail as `<id@region.amazonses.com>`, and replies may name any region's form. */
export const comparableId = (id: string): string => {
  const ses = /^([\w-]{20,})@(?:[a-z0-9-]+\.)?amazonses\.com$/i.exec(id)?.[1];
  return ses === undefined ? id : `ses:${ses.toLowerCase()}`;
};

/** Marks of a conversation beside Message-IDs, in the same index; no Message-ID contains a colon before its `@`. */
const tokenMark = ({ token }: ThreadClues): string | undefined => (token === undefined ? undefined : `token:${token}`);
const outlookMark = ({ threadIndex }: ThreadClues): string | undefined => {
  const bytes = threadIndex === undefined ? undefined : Buffer.from(threadIndex, 'base64');
  return bytes === undefined || bytes.length < 22 ? undefined : `thread-index:${bytes.toString('hex', 0, 22)}`;
};
const subjectMark = (clues: ThreadClues, address: string): string | undefined => {
  const { text } = baseSubject(clues.subject);
  return isTelling(text) ? `subject:${sha256(text).slice(0, 32)}:${senderKey(clues.tenant, address)}` : undefined;
};
/** The subject alone: shows whether more than one conversation has it, whoever takes part. */
const anyoneMark = (clues: ThreadClues): string | undefined => {
  const { text } = baseSubject(clues.subject);
  return isTelling(text) ? `subject:${sha256(text).slice(0, 32)}:anyone` : undefined;
};
const isSubjectMark = (id: string): boolean => id.startsWith('subject:');

/** Participants that are indexed by subject: more make no conversation of two sides. */
const maxParticipants = 5;
/** A conversation by subject alone is one of these days. */
const subjectDays = 30;
/** Several conversations share the subject: it finds none of them. */
const ambiguous = 'ambiguous';

/** All Message-IDs and marks to look up for a mail, its own id first, without repeats. */
export function threadIds(clues: ThreadClues): string[] {
  const references =
    clues.references.length <= maxReferences
      ? clues.references
      : [...clues.references.slice(0, 1), ...clues.references.slice(1 - maxReferences)];
  const ids = [clues.messageId, clues.inReplyTo, ...references].map((id) => id && comparableId(id));
  const subjects = participantsOf(clues)
    .slice(0, maxParticipants)
    .map((address) => subjectMark(clues, address));
  return [
    ...new Set(
      [...ids, tokenMark(clues), outlookMark(clues), anyoneMark(clues), ...subjects].filter((id): id is string => !!id),
    ),
  ];
}

const participantsOf = (clues: ThreadClues): string[] => [
  ...new Set([...(clues.from === undefined ? [] : [clues.from]), ...(clues.to ?? [])]),
];

/**
 * Decides the thread of a mail from the index entries of its ids and marks.
 *
 * A new thread is keyed by the oldest id that the mail mentions and claims every id it names, so that a
 * reply that overtakes its parent leaves a claim for the parent to find: any order of arrival gives the same
 * partition. Its own Message-ID counts only if nobody else has already mailed under it (forged ids).
 *
 * A sender who fails authentication joins only a thread in which they took part, and claims nothing but their
 * own id. The subject is asked last: it joins an answer without references to the one recent conversation
 * of that subject in which its sender took part.
 */
export function decideThread(clues: ThreadClues, known: readonly ThreadEntry[]): ThreadDecision {
  const sender = senderKey(clues.tenant, clues.from);
  const ids = threadIds(clues);
  const own = clues.messageId === undefined ? undefined : comparableId(clues.messageId);
  const strong = known.filter(
    (entry) =>
      ids.includes(entry.messageId) &&
      !isSubjectMark(entry.messageId) &&
      !(entry.messageId === own && isForeign(entry, sender)),
  );
  const isProvenFalse = clues.authentication === 'fail';
  const evidence = isProvenFalse ? ownConversations(strong, sender) : strong;
  const isRefused = evidence.length < strong.length;
  const bySubject = evidence.length > 0 || isProvenFalse ? undefined : subjectEvidence(clues, known);
  const [oldest] = bySubject ? [bySubject] : evidence.toSorted(byAge);
  const key = oldest?.threadKey ?? newThreadKey(clues, known, sender);
  const since = oldest?.threadSince ?? clues.receivedAt;
  const held = known.find((entry) => entry.messageId === own);
  // Who got a mail of ours knows its id, and must not replace whom it went to.
  const mayClaimOwn = held === undefined || (!isForeign(held, sender) && (!held.isOutbound || clues.isOurs === true));
  const participants = participantsOf(clues)
    .slice(0, 50)
    .map((address) => senderKey(clues.tenant, address));
  const claims = ids
    .filter((id) => (id === own ? mayClaimOwn : !isProvenFalse))
    .map((id): ThreadEntry => {
      const found = known.find((entry) => entry.messageId === id);
      const isShared = isSubjectMark(id) && found !== undefined && found.threadKey !== key;
      return {
        messageId: id,
        threadKey: isShared ? ambiguous : key,
        threadSince: since,
        ...(id === own && { sender, participants: [...new Set([...participants, ...outboundParticipants(held)])] }),
        ...(id === own && clues.isOurs && { isOutbound: true }),
      };
    })
    .filter((claim) => !known.some((entry) => isSettled(entry, claim)));
  return {
    key,
    since,
    aliases: [...new Set(evidence.map((entry) => entry.threadKey))].filter((other) => other !== key).toSorted(),
    ...(bySubject ? { matchedBy: 'subject' as const, confidence: 0.5 } : matchOf(clues, evidence)),
    ...(isRefused && { isRefused }),
    ...campaignOf(clues, evidence),
    ...reportedRecipientsOf(clues, known),
    claims,
  };
}

/** Of the mails that are named the one that is answered first. */
function campaignOf(clues: ThreadClues, evidence: readonly ThreadEntry[]): Pick<ThreadDecision, 'campaign'> {
  const named = [clues.inReplyTo, ...clues.references.toReversed()].map((id) => id && comparableId(id));
  const campaign = named
    .map((id) => evidence.find((entry) => entry.messageId === id)?.campaign)
    .find((found) => found !== undefined);
  return campaign === undefined ? {} : { campaign };
}

const outboundParticipants = (entry: ThreadEntry | undefined): readonly string[] =>
  entry?.isOutbound ? (entry.participants ?? []) : [];

/** Whom the mail went to that a report names, if it is ours; its author is no recipient. */
function reportedRecipientsOf(
  { reportOf }: ThreadClues,
  known: readonly ThreadEntry[],
): Pick<ThreadDecision, 'reportedRecipients'> {
  const id = reportOf && comparableId(reportOf);
  const entry = known.find(({ messageId }) => messageId === id);
  if (!entry?.isOutbound) return {};
  return { reportedRecipients: outboundParticipants(entry).filter((participant) => participant !== entry.sender) };
}

/** The index entries of a mail that we sent: all its names are one conversation, as an answer to it would begin one. */
export function outboundEntries(tenant: string, { messageIds, at, recipients, campaign }: SentMail): ThreadEntry[] {
  const ids = [...new Set(messageIds.map(comparableId))];
  const threadKey = sha256(tenant, ids[0] ?? '').slice(0, 32);
  const participants = recipients.slice(0, 50).map((address) => senderKey(tenant, address));
  return ids.map((messageId) => ({
    messageId,
    threadKey,
    threadSince: at,
    participants,
    isOutbound: true,
    ...(campaign && { campaign }),
  }));
}

/** What is left for a sender who fails authentication: entries of the threads in which they took part. */
function ownConversations(strong: readonly ThreadEntry[], sender: string): ThreadEntry[] {
  const mine = strong.filter((entry) => entry.sender === sender || entry.participants?.includes(sender));
  const threads = new Set(mine.map(({ threadKey }) => threadKey));
  return strong.filter(({ threadKey }) => threads.has(threadKey));
}

/** An answer that names no mail: the one conversation of its subject in which its sender took part lately. */
function subjectEvidence(clues: ThreadClues, known: readonly ThreadEntry[]): ThreadEntry | undefined {
  if (clues.from === undefined || clues.inReplyTo !== undefined || clues.references.length > 0) return undefined;
  if (!baseSubject(clues.subject).isAnswer) return undefined;
  const mark = subjectMark(clues, clues.from);
  const only = known.find((entry) => entry.messageId === anyoneMark(clues))?.threadKey;
  const found = known.find((entry) => entry.messageId === mark && entry.threadKey === only && only !== ambiguous);
  const age = found === undefined ? 0 : Date.parse(clues.receivedAt) - Date.parse(found.threadSince);
  return age <= subjectDays * 86_400_000 ? found : undefined;
}

const isForeign = (entry: ThreadEntry, sender: string): boolean =>
  entry.sender !== undefined && entry.sender !== sender;

/** Nothing to write for an id that is indexed, unless it gains its sender; another thread's ids follow by alias. */
const isSettled = (entry: ThreadEntry, claim: ThreadEntry): boolean =>
  entry.messageId === claim.messageId &&
  (claim.sender === undefined || entry.sender === claim.sender) &&
  (entry.threadKey === claim.threadKey || !isSubjectMark(claim.messageId) || entry.threadKey === ambiguous);

/** Older first; equal ages are told apart by key, so that two workers choose alike. */
const byAge = (a: ThreadEntry, b: ThreadEntry): number =>
  a.threadSince.localeCompare(b.threadSince) || a.threadKey.localeCompare(b.threadKey);

function newThreadKey(clues: ThreadClues, known: readonly ThreadEntry[], sender: string): string {
  const own = clues.messageId === undefined ? undefined : comparableId(clues.messageId);
  const ownIsTaken = known.some((entry) => entry.messageId === own && isForeign(entry, sender));
  const named = clues.authentication === 'fail' ? undefined : (clues.references[0] ?? clues.inReplyTo);
  const root = (named && comparableId(named)) ?? (ownIsTaken ? undefined : own) ?? clues.eventId;
  return sha256(clues.tenant, root).slice(0, 32);
}

function matchOf(
  clues: ThreadClues,
  evidence: readonly ThreadEntry[],
): Pick<ThreadDecision, 'matchedBy' | 'confidence'> {
  const found = (id: string | undefined): ThreadEntry | undefined =>
    id === undefined ? undefined : evidence.find((entry) => entry.messageId === comparableId(id));
  const named = [clues.inReplyTo, ...clues.references].map(found);
  if (evidence.some((entry) => entry.messageId === tokenMark(clues))) return { matchedBy: 'token', confidence: 1 };
  if (named.some((entry) => entry?.isOutbound)) return { matchedBy: 'outbound', confidence: 1 };
  if (found(clues.inReplyTo)) return { matchedBy: 'in-reply-to', confidence: 1 };
  if (named.some((entry) => entry !== undefined)) return { matchedBy: 'references', confidence: 1 };
  if (found(clues.messageId)) return { matchedBy: 'message-id', confidence: 1 };
  if (evidence.length > 0) return { matchedBy: 'thread-index', confidence: 0.9 };
  return { matchedBy: 'none', confidence: 1 };
}
