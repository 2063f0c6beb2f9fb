import { compact } from '../../compact.ts';
import type { Campaign } from '../mail/campaign.ts';
import { sha256 } from '../mail/identity.ts';
import type { SentMail } from '../mail/sent-mail.ts';
import { subjectEvidence } from './subject-evidence.ts';
import type { ThreadClues, ThreadDecision, ThreadEntry } from './thread-entry.ts';
import {
  ambiguous,
  comparableId,
  headerMark,
  isSubjectMark,
  isTopicless,
  participantsOf,
  threadIds,
  tokenMark,
  versionOf,
} from './thread-marks.ts';
import { matchOf, subjectMatch } from './thread-match.ts';
import {
  byAge,
  goesTo,
  isBelieved,
  isConfirmed,
  isForeign,
  isOtherMail,
  isOtherNotice,
  mergedThreads,
  nobody,
  oneVersion,
  ownConversations,
  showsMember,
  showsOthers,
  winnerOf,
} from './thread-members.ts';

/** The mail that we sent, so that answers and bounces lead to it. */
export interface OutboundIndex {
  /** Makes the Message-IDs known as our own, with the campaign that they belong to. */
  learn(tenant: string, mail: SentMail): Promise<void>;
}

/** Participants that the index holds of a mail that was seen, and of one that only named an id. */
const maxParticipants = { seen: 50, named: 10 } as const;
/** Mails of other people that the index holds under one id. */
const maxRivals = 20;

/**
 * Decides the thread of a mail from the index entries of its ids and marks.
 *
 * A new thread claims every id that its mail names, so that a reply that overtakes its parent leaves a claim for the
 * parent to find: any order of arrival gives the same partition among people who write to each other. A mail's own
 * Message-ID counts only if nobody else has already mailed under it (forged ids).
 *
 * A sender who knows an id may join its conversation. Two conversations become one only by a mail of ours, or of
 * somebody who took part in both: else one mail would move other people's conversation into the sender's.
 *
 * A sender who fails authentication joins only a thread in which they took part, and claims nothing but their
 * own id. The subject counts last: it joins an answer without references to the one recent conversation
 * of that subject in which its sender took part.
 */
export function decideThread(clues: ThreadClues, rows: readonly ThreadEntry[]): ThreadDecision {
  const known = oneVersion(rows, clues);
  const evidence = evidenceOf(clues, known);
  const { key, since, aliases, ...place } = placeOf(clues, evidence, rows);
  return compact({
    key,
    since,
    aliases,
    ...(evidence.bySubject === undefined ? matchOf(clues, followedEntries(evidence, key, aliases)) : subjectMatch),
    isRefused: evidence.isRefused || undefined,
    campaign: campaignOf(clues, evidence.entries),
    reportedRecipients: reportedRecipientsOf(clues, known),
    claims: claimsOf(clues, known, rows, { key, since, ...place }),
  });
}

/** The evidence of a mail for a conversation. */
interface Evidence {
  /** The entries of the ids and marks that the mail names, as far as they count for its sender. */
  readonly entries: readonly ThreadEntry[];
  /** The entry of the subject, where the mail names no conversation. */
  readonly bySubject: ThreadEntry | undefined;
  /** The entry that decides where the mail goes; undefined where it begins a conversation. */
  readonly best: ThreadEntry | undefined;
  /** Whether entries do not count because the sender fails authentication. */
  readonly isRefused: boolean;
}

/** The evidence that led to the conversation of a mail; it may name others that stay apart. */
const followedEntries = ({ entries }: Evidence, key: string, aliases: readonly string[]): readonly ThreadEntry[] =>
  entries.filter(({ threadKey }) => threadKey === key || aliases.includes(threadKey));

function evidenceOf(clues: ThreadClues, known: readonly ThreadEntry[]): Evidence {
  const own = ownIdOf(clues);
  const believed = believedEntries(clues, known, own);
  const isProvenFalse = clues.authentication === 'fail';
  const entries = isProvenFalse ? ownConversations(believed, clues) : believed;
  const bySubject = entries.length > 0 || isProvenFalse ? undefined : subjectEvidence(clues, known);
  const best = bySubject ?? bestEvidence(clues, entries, own);
  return { entries, bySubject, best, isRefused: entries.length < believed.length };
}

/** The conversation that a mail goes to, after it has merged those that it proves to be one. */
interface Place {
  readonly key: string;
  /** The conversation in which the mail would be without any merge. */
  readonly home: string;
  readonly since: string;
  readonly aliases: readonly string[];
  readonly best: ThreadEntry | undefined;
}

function placeOf(clues: ThreadClues, { entries, best }: Evidence, rows: readonly ThreadEntry[]): Place {
  const merged = best === undefined ? [] : mergedThreads(clues, entries, best);
  const mergedEntries = entries.filter(({ threadKey }) => merged.includes(threadKey));
  const winner = winnerOf(clues, mergedEntries) ?? best;
  const key = winner?.threadKey ?? newThreadKey(clues, rows);
  return {
    key,
    home: best?.home ?? best?.threadKey ?? key,
    since: winner?.threadSince ?? clues.receivedAt,
    aliases: merged.filter((other) => other !== key).toSorted(),
    best,
  };
}

/** The mail's own id as it is compared. */
const ownIdOf = ({ messageId }: ThreadClues): string | undefined =>
  messageId === undefined ? undefined : comparableId(messageId);

/** The entries of the ids and marks that a mail names, as far as its sender is believed. */
const believedEntries = (
  clues: ThreadClues,
  known: readonly ThreadEntry[],
  own: string | undefined,
): readonly ThreadEntry[] => {
  const ids = threadIds(clues);
  return known.filter(
    (entry) =>
      ids.includes(entry.messageId) &&
      !isSubjectMark(entry.messageId) &&
      !(entry.messageId === own && isOtherMail(entry, clues)) &&
      isBelieved(entry, clues) &&
      isConfirmed(entry, known),
  );
};

/** The entry that a mail follows, among several that stay apart. */
function bestEvidence(
  clues: ThreadClues,
  evidence: readonly ThreadEntry[],
  own: string | undefined,
): ThreadEntry | undefined {
  const answered = clues.inReplyTo && comparableId(clues.inReplyTo);
  const byAgeOf = (entries: readonly ThreadEntry[]): ThreadEntry | undefined => entries.toSorted(byAge)[0];
  return (
    // A mail that came before stays where it is.
    evidence.find((entry) => entry.messageId === own && entry.sender !== undefined) ??
    evidence.find((entry) => entry.messageId === tokenMark(clues)) ??
    evidence.find((entry) => entry.messageId === headerMark(clues)) ??
    evidence.find((entry) => entry.messageId === answered) ??
    byAgeOf(evidence.filter((entry) => showsMember(entry, clues))) ??
    byAgeOf(evidence)
  );
}

/** The rows that a mail adds to the index: its own id, and the ids and marks that no mail has named before. */
function claimsOf(
  clues: ThreadClues,
  known: readonly ThreadEntry[],
  rows: readonly ThreadEntry[],
  { key, home, since, best }: Omit<Place, 'aliases'>,
): ThreadEntry[] {
  const own = ownIdOf(clues);
  const isMember = known.some((entry) => entry.threadKey === best?.threadKey && showsMember(entry, clues));
  const isGuest = best !== undefined && !clues.isOurs && !isMember;
  const rest = compact({ threadSince: since, isGuest: isGuest || undefined });
  return threadIds(clues)
    .filter((id) => !isTopicless(id))
    .flatMap((id): ThreadEntry[] => {
      const earlier = known.find((entry) => entry.messageId === id);
      if (id === own) {
        const isJoined = (best !== undefined && showsOthers(best, clues)) || undefined;
        return ownClaim(clues, earlier, rows).map((claim) => compact({ ...claim, threadKey: home, isJoined, ...rest }));
      }
      if (clues.authentication === 'fail') return [];
      const isShared = isSubjectMark(id) && earlier !== undefined && earlier.threadKey !== key;
      const participants = participantsOf(clues).slice(0, maxParticipants.named);
      const namedBy = clues.isOurs ? undefined : (clues.from ?? nobody);
      return [compact({ messageId: id, threadKey: isShared ? ambiguous : home, participants, namedBy, ...rest })];
    })
    .filter((claim) => !known.some((entry) => isSettled(entry, claim, key)));
}

/**
 * The row of a mail's own id. It stands beside the row of another mail of that id, unless it is proven false.
 */
function ownClaim(
  clues: ThreadClues,
  earlier: ThreadEntry | undefined,
  rows: readonly ThreadEntry[],
): Array<Omit<ThreadEntry, 'threadKey' | 'threadSince'>> {
  const sender = clues.from ?? nobody;
  const messageId = comparableId(clues.messageId!);
  // A recipient of a mail of ours knows its id, and must not replace its recipients.
  if (earlier?.isOutbound && clues.isOurs !== true) return [];
  const version = versionOf(clues);
  if (earlier !== undefined && isOtherMail(earlier, clues)) {
    const versions = rows.filter((entry) => entry.messageId === messageId).length;
    const isKept = clues.authentication !== 'fail' && versions <= maxRivals;
    return isKept ? [{ messageId, sender, ...version, isRival: true }] : [];
  }
  const participants = [...participantsOf(clues).slice(0, maxParticipants.seen), ...outboundParticipants(earlier)];
  return [
    compact({
      messageId,
      sender,
      ...version,
      participants: [...new Set(participants)],
      isOutbound: clues.isOurs ? true : undefined,
    }),
  ];
}

/**
 * The tags of the first answered or referenced mail that has some, the answered one first. Its CRM record counts for its
 * recipients, and for reports on it: others who know the id would write to that record.
 */
function campaignOf(clues: ThreadClues, entries: readonly ThreadEntry[]): Campaign | undefined {
  const ids = [clues.inReplyTo, ...clues.references.toReversed()].map((id) => id && comparableId(id));
  const entry = ids
    .map((id) => entries.find(({ messageId, campaign }) => messageId === id && campaign !== undefined))
    .find((tagged) => tagged !== undefined);
  if (entry?.campaign === undefined) return undefined;
  // An answer of ours to somebody else may name it as well.
  const isOurs = clues.isOurs === true && (clues.outside === undefined || goesTo(entry, clues.outside));
  if (isOurs || clues.reportOf !== undefined || showsMember(entry, clues)) return entry.campaign;
  const { recordId: _about, ...campaign } = entry.campaign;
  return campaign;
}

const outboundParticipants = (entry: ThreadEntry | undefined): readonly string[] =>
  entry?.isOutbound ? (entry.participants ?? []) : [];

/** Recipients of the mail that a report names, if it is ours; its author is no recipient. */
function reportedRecipientsOf({ reportOf }: ThreadClues, known: readonly ThreadEntry[]): string[] | undefined {
  const id = reportOf && comparableId(reportOf);
  const entry = known.find(({ messageId }) => messageId === id);
  if (!entry?.isOutbound) return undefined;
  return outboundParticipants(entry).filter((participant) => participant !== entry.sender);
}

/** The index entries of a mail that we sent: all its ids are one conversation, as an answer to it would begin one. */
export function outboundEntries(
  tenant: string,
  { messageIds, at, recipients, campaign }: SentMail,
  hashOf: (address: string) => string,
): ThreadEntry[] {
  const ids = [...new Set(messageIds.map(comparableId))];
  const threadKey = sha256(tenant, ids[0] ?? '').slice(0, 32);
  const participants = recipients.slice(0, maxParticipants.seen).map(hashOf);
  return ids.map((messageId) =>
    compact({
      messageId,
      threadKey,
      threadSince: at,
      participants,
      isOutbound: true,
      campaign,
    }),
  );
}

/** Whether an id is in the index, and gains no sender; ids of another thread follow by alias. */
const isSettled = (entry: ThreadEntry, claim: ThreadEntry, key: string): boolean =>
  entry.messageId === claim.messageId &&
  (claim.sender === undefined ||
    (entry.sender !== undefined && !isForeign(entry, claim.sender) && !isOtherNotice(entry, claim))) &&
  (entry.threadKey === key || !isSubjectMark(claim.messageId) || entry.threadKey === ambiguous);

/**
 * A key made of the mail's own id and its sender: anybody can name the ids of other mail, and would get its key.
 * Without an id, or where the sender has used it for another mail, the key follows from the event.
 */
function newThreadKey(clues: ThreadClues, rows: readonly ThreadEntry[]): string {
  const own = ownIdOf(clues);
  const sender = clues.from ?? nobody;
  const isReused = rows.some(
    (entry) => entry.messageId === own && entry.sender === sender && isOtherMail(entry, clues),
  );
  return sha256(clues.tenant, own ?? clues.eventId, sender, ...(isReused ? [clues.eventId] : [])).slice(0, 32);
}
