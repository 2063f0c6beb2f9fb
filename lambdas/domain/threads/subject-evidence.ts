import { baseSubject } from '../mail/base-subject.ts';
import type { ThreadClues, ThreadEntry } from './thread-entry.ts';
import { ambiguous, anyoneMark, subjectMark } from './thread-marks.ts';
import { isBelieved } from './thread-members.ts';

/** A conversation by subject alone is one of these days. */
const subjectDays = 30;

/**
 * Finds the conversation of an answer that names no mail: the one recent conversation of its subject in which its sender
 * took part. It is a guess, and a person should look at it.
 *
 * @param known the index entries of the mail's ids and marks
 */
export function subjectEvidence(clues: ThreadClues, known: readonly ThreadEntry[]): ThreadEntry | undefined {
  if (clues.from === undefined || clues.inReplyTo !== undefined || clues.references.length > 0) return undefined;
  if (!baseSubject(clues.subject).isAnswer) return undefined;
  const mark = subjectMark(clues, clues.from);
  const onlyThread = known.find((entry) => entry.messageId === anyoneMark(clues))?.threadKey;
  if (onlyThread === ambiguous) return undefined;
  const own = known.find(
    (entry) => entry.messageId === mark && entry.threadKey === onlyThread && isBelieved(entry, clues),
  );
  const age = own === undefined ? 0 : Date.parse(clues.receivedAt) - Date.parse(own.threadSince);
  return age <= subjectDays * 86_400_000 ? own : undefined;
}
