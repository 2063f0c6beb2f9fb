// Membership in a conversation, and the mails that count as evidence of it.
import type { ThreadClues, ThreadEntry } from './thread-entry.ts';
import { comparableId, isSubjectMark, isTokenMark, isTopicless, type MailVersion, versionOf } from './thread-marks.ts';

/** The sender of a mail that names none; it is a member of no conversation. */
export const nobody = 'nobody';

/** A sender hash without a key, as rows of earlier versions hold it: it can be compared with none of today's. */
const isUnkeyed = (sender: string): boolean => /^[0-9a-f]{32}$/.test(sender);

/** Whether somebody else has mailed under the id. */
export const isForeign = (entry: ThreadEntry, sender: string): boolean =>
  entry.sender !== undefined && entry.sender !== sender && !isUnkeyed(entry.sender);

/**
 * Whether two mails of one sender under one id are different mails: some programs send all their notices under one id.
 * Copies of one mail, as by way of a list, have its date or its subject. A row of an earlier version has neither.
 */
export const isOtherNotice = (entry: ThreadEntry, { subject, sentAt }: MailVersion): boolean =>
  entry.sender !== undefined &&
  entry.isOutbound !== true &&
  entry.subject !== undefined &&
  entry.subject !== subject &&
  (entry.sentAt === undefined || entry.sentAt !== sentAt);

/** Whether a row of a mail's own id is of another mail: of somebody else, or another notice of the sender. */
export const isOtherMail = (entry: ThreadEntry, clues: ThreadClues): boolean =>
  isForeign(entry, clues.from ?? nobody) || isOtherNotice(entry, versionOf(clues));

/**
 * Keeps one of the mails that came under one id, the one that a mail can mean: itself where the id is its own, else
 * that of its own sender or of a recipient, and among those the one with its subject; and else the first. A stranger
 * who uses an id before its mail comes does not get the answers to it.
 */
export function oneVersion(known: readonly ThreadEntry[], clues: ThreadClues): ThreadEntry[] {
  return [...Map.groupBy(known, ({ messageId }) => messageId).values()].map((versions) =>
    versions.length === 1 ? versions[0]! : meantVersion(versions, clues),
  );
}

function meantVersion(versions: readonly ThreadEntry[], clues: ThreadClues): ThreadEntry {
  const isMeant = ({ sender, isOutbound }: ThreadEntry): boolean =>
    isOutbound === true || (sender !== undefined && (sender === clues.from || clues.to?.includes(sender) === true));
  const { subject } = versionOf(clues);
  const [first, ...rivals] = versions;
  const itself = isOwnId(first!, clues) ? versions.find((entry) => !isOtherMail(entry, clues)) : undefined;
  return (
    itself ??
    versions.find((entry) => isMeant(entry) && entry.subject === subject) ??
    (isMeant(first!) ? first : undefined) ??
    rivals.find(({ sender }) => sender === clues.from) ??
    rivals.find(isMeant) ??
    first!
  );
}

const isOwnId = (entry: ThreadEntry, { messageId }: ThreadClues): boolean =>
  messageId !== undefined && entry.messageId === comparableId(messageId);

/** Whether a row only says that somebody named an id or a mark. */
const isMention = ({ sender, isOutbound }: ThreadEntry): boolean => sender === undefined && !isOutbound;

/**
 * Whether a row is evidence for a mail. A mail that was seen is a fact. A mention of an id is somebody's word, and
 * anybody can name the ids of other people's mail, also before it comes: it counts for their own mail and for mail to
 * them.
 */
export const isBelieved = (entry: ThreadEntry, clues: ThreadClues): boolean =>
  !isMention(entry) ||
  isTokenMark(entry.messageId) ||
  entry.namedBy === undefined ||
  entry.namedBy === clues.from ||
  clues.to?.includes(entry.namedBy) === true;

/**
 * Whether a row counts beside the others. Outlook's index without a topic, as earlier versions wrote it, counts
 * where the subject leads to the same conversation.
 */
export const isConfirmed = ({ messageId, threadKey }: ThreadEntry, known: readonly ThreadEntry[]): boolean =>
  !isTopicless(messageId) || known.some((other) => isSubjectMark(other.messageId) && other.threadKey === threadKey);

/**
 * Whether a row shows that the sender belongs to its conversation: they wrote in it, or a member wrote to them.
 */
export const showsMember = (entry: ThreadEntry, clues: ThreadClues): boolean =>
  !entry.isGuest &&
  clues.from !== undefined &&
  (wrote(entry, clues) || entry.participants?.includes(clues.from) === true);

/** Whether the row is of a mail by the sender, or of one that answers what they write now. */
const wrote = (entry: ThreadEntry, clues: ThreadClues): boolean =>
  entry.sender === clues.from || entry.namedBy === clues.from || (isOwnId(entry, clues) && isMention(entry));

/**
 * Whether a row lets the sender merge its conversation with another. A member may; but a sender without a proven From
 * may be anybody. A stranger can write any list of recipients, so that a name in it does not count: such a sender must
 * have written there, or one of our own people to them.
 */
const letsMerge = (entry: ThreadEntry, clues: ThreadClues): boolean =>
  showsMember(entry, clues) && (clues.authentication === 'pass' || entry.isOutbound === true || wrote(entry, clues));

/**
 * The conversations that a mail makes one, by their keys: those that it names and its sender took part in, or all where
 * the mail is ours. One conversation alone is no merge.
 *
 * @param best the conversation that the mail itself goes to
 */
export function mergedThreads(clues: ThreadClues, evidence: readonly ThreadEntry[], best: ThreadEntry): string[] {
  if (clues.authentication === 'fail') return [];
  const mayMerge = [...Map.groupBy(evidence, ({ threadKey }) => threadKey)]
    .filter(([, entries]) => !entries.some(({ isSplit }) => isSplit))
    .filter(([, entries]) => clues.isOurs || entries.some((entry) => letsMerge(entry, clues)))
    .filter(([, entries]) => clues.outside === undefined || entries.some((entry) => goesTo(entry, clues.outside!)))
    .map(([key]) => key);
  return mayMerge.length > 1 && mayMerge.includes(best.threadKey) ? mayMerge : [];
}

/**
 * Whether one of these people belongs to the row's conversation. An answer names all that its parent named: a sender
 * who writes to us and names a stranger's conversation would otherwise have our answer merge the two, although it goes
 * to nobody in the other.
 */
export const goesTo = (
  { isGuest, sender, namedBy, participants = [] }: ThreadEntry,
  people: readonly string[],
): boolean => !isGuest && people.some((person) => [sender, namedBy, ...participants].includes(person));

/**
 * The conversation that goes on after a merge: one in which others have written before one of the sender's own, so that
 * nobody moves other people's mail into theirs; then the older. The key decides between equal ages, so that two workers
 * choose alike.
 */
export function winnerOf(clues: ThreadClues, merged: readonly ThreadEntry[]): ThreadEntry | undefined {
  const ofOthers = new Set(merged.filter((entry) => showsOthers(entry, clues)).map(({ threadKey }) => threadKey));
  const rank = ({ threadKey }: ThreadEntry): number => (ofOthers.has(threadKey) ? 0 : 1);
  return merged.toSorted((a, b) => rank(a) - rank(b) || byAge(a, b))[0];
}

/** Whether a row shows that somebody else has written in its conversation. */
export const showsOthers = ({ sender, namedBy, isJoined, isOutbound }: ThreadEntry, clues: ThreadClues): boolean =>
  isJoined === true || isOutbound === true || (sender ?? namedBy) !== (clues.from ?? nobody);

/** Older first. */
export const byAge = (a: ThreadEntry, b: ThreadEntry): number =>
  a.threadSince.localeCompare(b.threadSince) || a.threadKey.localeCompare(b.threadKey);

/** Entries of the threads in which a sender took part: the only evidence for a sender who fails authentication. */
export function ownConversations(evidence: readonly ThreadEntry[], clues: ThreadClues): ThreadEntry[] {
  const threads = new Set(evidence.filter((entry) => showsMember(entry, clues)).map(({ threadKey }) => threadKey));
  return evidence.filter(({ threadKey }) => threads.has(threadKey));
}
