import type { ThreadClues, ThreadDecision, ThreadEntry } from './thread-entry.ts';
import { comparableId, headerMark, tokenMark } from './thread-marks.ts';

/** The kind of clue that leads a mail to its conversation, and the confidence in it, from 0 to 1. */
type ThreadMatch = Pick<ThreadDecision, 'matchedBy' | 'confidence'>;

/** The confidence in a header that anybody can write: Outlook's index, or the one that an integration names. */
const indexConfidence = 0.9;

/** A match by the subject alone. */
export const subjectMatch: ThreadMatch = { matchedBy: 'subject', confidence: 0.5 };

/**
 * The confidence of a match that a row of an earlier version holds without it. 0 to 1.
 *
 * @param matchedBy as in `ThreadDecision`
 */
export const usualConfidence = (matchedBy: string): number =>
  matchedBy === 'subject' ? subjectMatch.confidence : matchedBy === 'thread-index' ? indexConfidence : 1;

/**
 * The surest clue of a mail to its conversation.
 *
 * @param entries the index entries that count for the mail
 */
export function matchOf(clues: ThreadClues, entries: readonly ThreadEntry[]): ThreadMatch {
  const entryOf = (id: string | undefined): ThreadEntry | undefined =>
    id === undefined ? undefined : entries.find((entry) => entry.messageId === comparableId(id));
  const ancestors = [clues.inReplyTo, ...clues.references].map(entryOf);
  if (entries.some((entry) => entry.messageId === tokenMark(clues))) return { matchedBy: 'token', confidence: 1 };
  if (ancestors.some((entry) => entry?.isOutbound)) return { matchedBy: 'outbound', confidence: 1 };
  if (entryOf(clues.inReplyTo)) return { matchedBy: 'in-reply-to', confidence: 1 };
  if (ancestors.some((entry) => entry !== undefined)) return { matchedBy: 'references', confidence: 1 };
  if (entryOf(clues.messageId)) return { matchedBy: 'message-id', confidence: 1 };
  if (entries.some((entry) => entry.messageId === headerMark(clues)))
    return { matchedBy: 'token', confidence: indexConfidence };
  if (entries.length > 0) return { matchedBy: 'thread-index', confidence: indexConfidence };
  return { matchedBy: 'none', confidence: 1 };
}
