import { compact } from '../../compact.ts';
import { baseSubject } from '../mail/base-subject.ts';
import { sha256 } from '../mail/identity.ts';
import type { SentMail } from '../mail/sent-mail.ts';
import type { ThreadClues, ThreadDecision, ThreadEntry } from './thread-entry.ts';
import {
  anyoneMark,
  comparableId,
  isSubjectMark,
  participantsOf,
  subjectMark,
  threadIds,
  tokenMark,
} from './thread-marks.ts';
import {
  byAge,
  goesTo,
  isBelieved,
  isForeign,
  mergedThreads,
  nobody,
  oneVersion,
  ownConversations,
  showsMember,
  showsOthers,
  winnerOf,
} from './thread-members.ts';

/** The mail that we sent, so that answers and bounces can be told what they answer. */
export interface OutboundIndex {
  /** Makes the Message-IDs known as our own, with the campaign that they belong to. */
  learn(tenant: string, mail: SentMail): Promise<void>;
}

/** Message-IDs and the conversations they belong to. */
export interface ThreadIndex {
  resolve(clues: ThreadClues): Promise<ThreadDecision>;
}

/** A conversation by subject alone is one of these days. */
const subjectDays = 30;
/** Several conversations share the subject: it finds none of them. */
const ambiguous = 'ambiguous';
/** Participants kept of a mail that was seen, and of one that only named an id; mails of others kept under one id. */
const kept = { seen: 50, named: 10, rivals: 20 } as const;

/**
 * Decides the thread of a mail from the index entries of its ids and marks.
 *
 * A new thread claims every id that its mail names, so that a reply that overtakes its parent leaves a claim for the
 * parent to find: for people who write to each other any order of arrival gives the same partition. A mail's own
 * Message-ID counts only if nobody else has already mailed under it (forged ids).
 *
 * Whoever knows an id may join its conversation. Two conversations become one only by a mail of ours, or of somebody
 * who took part in both: else one mail would move other people's conversation into the sender's.
 *
 * A sender who fails authentication joins only a thread in which they took part, and claims nothing but their
 * own id. The subject is asked last: it joins an answer without references to the one recent conversation
 * of that subject in which its sender took part.
 */
export function decideThread(clues: ThreadClues, rows: readonly ThreadEntry[]): ThreadDecision {
  const known = oneVersion(rows, clues);
  const sender = clues.from ?? nobody;
  const own = clues.messageId === undefined ? undefined : comparableId(clues.messageId);
  const named = namedEntries(clues, known, own);
  const isProvenFalse = clues.authentication === 'fail';
  const evidence = isProvenFalse ? ownConversations(named, clues) : named;
  const isRefused = evidence.length < named.length;
  const bySubject = evidence.length > 0 || isProvenFalse ? undefined : subjectEvidence(clues, known);
  const best = bySubject ?? bestEvidence(clues, evidence, own);
  const merged = best === undefined ? [] : mergedThreads(clues, evidence, best);
  const mergedEvidence = evidence.filter(({ threadKey }) => merged.includes(threadKey));
  const winner = winnerOf(clues, mergedEvidence) ?? best;
  const key = winner?.threadKey ?? newThreadKey(clues, sender);
  const since = winner?.threadSince ?? clues.receivedAt;
  const home = best?.home ?? best?.threadKey ?? key;
  return {
    key,
    since,
    aliases: merged.filter((other) => other !== key).toSorted(),
    ...(bySubject ? { matchedBy: 'subject' as const, confidence: 0.5 } : matchOf(clues, evidence)),
    ...compact({ isRefused: isRefused || undefined }),
    ...campaignOf(clues, evidence),
    ...reportedRecipientsOf(clues, known),
    claims: claimsOf(clues, known, rows, { key, home, since, best }),
  };
}

/** The entries of the ids and marks that a mail names, as far as its sender is believed. */
const namedEntries = (
  clues: ThreadClues,
  known: readonly ThreadEntry[],
  own: string | undefined,
): readonly ThreadEntry[] => {
  const ids = threadIds(clues);
  return known.filter(
    (entry) =>
      ids.includes(entry.messageId) &&
      !isSubjectMark(entry.messageId) &&
      !(entry.messageId === own && isForeign(entry, clues.from ?? nobody)) &&
      isBelieved(entry, clues),
  );
};

/** Where a mail goes among conversations that it names and that stay apart. */
function bestEvidence(
  clues: ThreadClues,
  evidence: readonly ThreadEntry[],
  own: string | undefined,
): ThreadEntry | undefined {
  const answered = clues.inReplyTo && comparableId(clues.inReplyTo);
  const byAgeOf = (entries: readonly ThreadEntry[]): ThreadEntry | undefined => entries.toSorted(byAge)[0];
  return (
    // It came before: it stays where it is.
    evidence.find((entry) => entry.messageId === own && entry.sender !== undefined) ??
    evidence.find((entry) => entry.messageId === tokenMark(clues)) ??
    evidence.find((entry) => entry.messageId === answered) ??
    byAgeOf(evidence.filter((entry) => showsMember(entry, clues))) ??
    byAgeOf(evidence)
  );
}

interface Place {
  readonly key: string;
  readonly home: string;
  readonly since: string;
  readonly best: ThreadEntry | undefined;
}

/** The rows that a mail adds to the index: its own id, and the ids and marks that nobody has named before. */
function claimsOf(
  clues: ThreadClues,
  known: readonly ThreadEntry[],
  rows: readonly ThreadEntry[],
  { key, home, since, best }: Place,
): ThreadEntry[] {
  const own = clues.messageId === undefined ? undefined : comparableId(clues.messageId);
  const isMember = known.some((entry) => entry.threadKey === best?.threadKey && showsMember(entry, clues));
  const isGuest = best !== undefined && !clues.isOurs && !isMember;
  const rest = compact({ threadSince: since, isGuest: isGuest || undefined });
  return threadIds(clues)
    .flatMap((id): ThreadEntry[] => {
      const found = known.find((entry) => entry.messageId === id);
      if (id === own)
        return ownClaim(clues, found, rows).map((claim) => ({
          ...claim,
          threadKey: home,
          ...compact({ isJoined: best !== undefined && showsOthers(best, clues) ? true : undefined }),
          ...rest,
        }));
      if (clues.authentication === 'fail') return [];
      const isShared = isSubjectMark(id) && found !== undefined && found.threadKey !== key;
      const participants = participantsOf(clues).slice(0, kept.named);
      const who = compact({ participants, namedBy: !clues.isOurs ? (clues.from ?? nobody) : undefined });
      return [{ messageId: id, threadKey: isShared ? ambiguous : home, ...who, ...rest }];
    })
    .filter((claim) => !known.some((entry) => isSettled(entry, claim, key)));
}

/**
 * The row of a mail's own id. It stands beside the row of somebody else's mail of that id, unless it is proven false.
 */
function ownClaim(
  clues: ThreadClues,
  held: ThreadEntry | undefined,
  rows: readonly ThreadEntry[],
): Array<Omit<ThreadEntry, 'threadKey' | 'threadSince'>> {
  const sender = clues.from ?? nobody;
  const messageId = comparableId(clues.messageId!);
  // A recipient of a mail of ours knows its id, and must not replace its recipients.
  if (held?.isOutbound && clues.isOurs !== true) return [];
  if (held !== undefined && isForeign(held, sender)) {
    const versions = rows.filter((entry) => entry.messageId === messageId).length;
    return clues.authentication === 'fail' || versions > kept.rivals ? [] : [{ messageId, sender, isRival: true }];
  }
  const participants = [...participantsOf(clues).slice(0, kept.seen), ...outboundParticipants(held)];
  return [
    compact({
      messageId,
      sender,
      participants: [...new Set(participants)],
      isOutbound: clues.isOurs ? true : undefined,
    }),
  ];
}

/**
 * The tags of the first of the named mails that has some, the answered one first. Its CRM record counts for its
 * recipients, and for reports on it: others who know the id would write to that record.
 */
function campaignOf(clues: ThreadClues, evidence: readonly ThreadEntry[]): Pick<ThreadDecision, 'campaign'> {
  const named = [clues.inReplyTo, ...clues.references.toReversed()].map((id) => id && comparableId(id));
  const entry = named
    .map((id) => evidence.find(({ messageId, campaign }) => messageId === id && campaign !== undefined))
    .find((found) => found !== undefined);
  if (entry?.campaign === undefined) return {};
  // An answer of ours to somebody else may name it as well.
  const isOurs = clues.isOurs === true && (clues.outside === undefined || goesTo(entry, clues.outside));
  if (isOurs || clues.reportOf !== undefined || showsMember(entry, clues)) return { campaign: entry.campaign };
  const { recordId: _about, ...campaign } = entry.campaign;
  return { campaign };
}

const outboundParticipants = (entry: ThreadEntry | undefined): readonly string[] =>
  entry?.isOutbound ? (entry.participants ?? []) : [];

/** Recipients of the mail that a report names, if it is ours; its author is no recipient. */
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
export function outboundEntries(
  tenant: string,
  { messageIds, at, recipients, campaign }: SentMail,
  hashOf: (address: string) => string,
): ThreadEntry[] {
  const ids = [...new Set(messageIds.map(comparableId))];
  const threadKey = sha256(tenant, ids[0] ?? '').slice(0, 32);
  const participants = recipients.slice(0, kept.seen).map(hashOf);
  return ids.map((messageId) =>
    compact({
      messageId,
      threadKey,
      threadSince: at,
      participants,
      isOutbound: true,
      campaign: campaign,
    }),
  );
}

/** An answer that names no mail: the one conversation of its subject in which its sender took part lately. */
function subjectEvidence(clues: ThreadClues, known: readonly ThreadEntry[]): ThreadEntry | undefined {
  if (clues.from === undefined || clues.inReplyTo !== undefined || clues.references.length > 0) return undefined;
  if (!baseSubject(clues.subject).isAnswer) return undefined;
  const mark = subjectMark(clues, clues.from);
  const only = known.find((entry) => entry.messageId === anyoneMark(clues))?.threadKey;
  const found = known.find(
    (entry) => entry.messageId === mark && entry.threadKey === only && only !== ambiguous && isBelieved(entry, clues),
  );
  const age = found === undefined ? 0 : Date.parse(clues.receivedAt) - Date.parse(found.threadSince);
  return age <= subjectDays * 86_400_000 ? found : undefined;
}

/** Nothing to write for an id that is indexed, unless it gains its sender; another thread's ids follow by alias. */
const isSettled = (entry: ThreadEntry, claim: ThreadEntry, key: string): boolean =>
  entry.messageId === claim.messageId &&
  (claim.sender === undefined || (entry.sender !== undefined && !isForeign(entry, claim.sender))) &&
  (entry.threadKey === key || !isSubjectMark(claim.messageId) || entry.threadKey === ambiguous);

/**
 * A key made of the mail's own id and its sender: anybody can name the ids of other mail, and would get its key.
 * Without an id the key follows from the event.
 */
const newThreadKey = ({ tenant, messageId, eventId }: ThreadClues, sender: string): string =>
  sha256(tenant, messageId === undefined ? eventId : comparableId(messageId), sender).slice(0, 32);

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
