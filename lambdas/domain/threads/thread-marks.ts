import { baseSubject, isTelling } from '../mail/base-subject.ts';
import { sha256 } from '../mail/identity.ts';
import type { ThreadClues } from './thread-entry.ts';

/** The longest chain worth keeping: the root and the newest, as clients cut it down, too. */
const maxReferences = 40;
/** Participants that are indexed by subject: more make no conversation of two sides. */
const maxParticipants = 5;

/**
 * An id as it is compared: SES sends mail as `<id@region.amazonses.com>`, and replies may name any region's form. An id
 * that looks like a mark of ours is none: anybody can write any id.
 */
export const comparableId = (id: string): string => {
  const ses = /^([\w-]{20,})@(?:[a-z0-9-]+\.)?amazonses\.com$/i.exec(id)?.[1];
  if (ses !== undefined) return `ses:${ses.toLowerCase()}`;
  return /^(?:id|ses|token|thread-index|subject):/.test(id) ? `id:${id}` : id;
};

/**
 * Marks of a conversation beside Message-IDs, in the same index. A token without our tag has a mark of its own:
 * anybody can write to such an address, also before the conversation begins. (No id under a tag begins with `~`.)
 */
export const tokenMark = ({ token, isTokenSigned }: ThreadClues): string | undefined =>
  token === undefined ? undefined : `token:${isTokenSigned ? '' : '~'}${token}`;
const outlookMark = ({ threadIndex }: ThreadClues): string | undefined => {
  const bytes = threadIndex === undefined ? undefined : Buffer.from(threadIndex, 'base64');
  return bytes === undefined || bytes.length < 22 ? undefined : `thread-index:${bytes.toString('hex', 0, 22)}`;
};
export const subjectMark = (clues: ThreadClues, person: string): string | undefined => {
  const { text } = baseSubject(clues.subject);
  return isTelling(text) ? `subject:${sha256(text).slice(0, 32)}:${person}` : undefined;
};
/** The subject alone: shows whether more than one conversation has it, among any people. */
export const anyoneMark = (clues: ThreadClues): string | undefined => {
  const { text } = baseSubject(clues.subject);
  return isTelling(text) ? `subject:${sha256(text).slice(0, 32)}:anyone` : undefined;
};
/** The thread key of a subject that several conversations share: it leads to none of them, and is never merged. */
export const ambiguous = 'ambiguous';
export const isSubjectMark = (id: string): boolean => id.startsWith('subject:');
export const isTokenMark = (id: string): boolean => id.startsWith('token:');

/** The participants of a mail, its sender first. */
export const participantsOf = (clues: ThreadClues): string[] => [
  ...new Set([...(clues.from === undefined ? [] : [clues.from]), ...(clues.to ?? [])]),
];

/** All Message-IDs and marks to look up for a mail, its own id first, without repeats. */
export function threadIds(clues: ThreadClues): string[] {
  const references =
    clues.references.length <= maxReferences
      ? clues.references
      : [...clues.references.slice(0, 1), ...clues.references.slice(1 - maxReferences)];
  const ids = [clues.messageId, clues.inReplyTo, ...references].map((id) => id && comparableId(id));
  const subjects = participantsOf(clues)
    .slice(0, maxParticipants)
    .map((person) => subjectMark(clues, person));
  return [
    ...new Set(
      [...ids, tokenMark(clues), outlookMark(clues), anyoneMark(clues), ...subjects].filter((id): id is string => !!id),
    ),
  ];
}
