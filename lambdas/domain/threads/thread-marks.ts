import { compact } from '../../compact.ts';
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
/**
 * The conversation that a header of the user's own names. Its mark has a form of its own among the tokens: no id of a
 * token begins with `=`.
 */
export const headerMark = ({ headerToken }: ThreadClues): string | undefined =>
  headerToken === undefined ? undefined : `token:=${sha256(headerToken).slice(0, 32)}`;
/** A base subject as the index holds it. */
const subjectHash = (subject: string | undefined): string => sha256(baseSubject(subject).text).slice(0, 32);
/**
 * Outlook's index counts together with the topic or the subject (MS-OXOMSG §2.2.1.3): templates and rules send
 * unrelated mail under one index. Topic and subject are nearly always the same, and make one mark.
 */
const outlookMarks = ({ threadIndex, topic, subject }: ThreadClues): string[] => {
  const bytes = threadIndex === undefined ? undefined : Buffer.from(threadIndex, 'base64');
  if (bytes === undefined || bytes.length < 22) return [];
  const index = `thread-index:${bytes.toString('hex', 0, 22)}`;
  const topics = [topic ?? subject, subject].map(subjectHash);
  return [...topics.map((hash) => `${index}:${hash}`), index];
};
/** Whether a mark has the form of earlier versions, without a topic: it is looked up, and not written any more. */
export const isTopicless = (id: string): boolean => /^thread-index:[0-9a-f]{44}$/.test(id);
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

/** One of the mails that came under one Message-ID. */
export interface MailVersion {
  /** Hash of its base subject; absent in rows of earlier versions. */
  readonly subject?: string;
  /** Its Date field, ISO 8601 UTC. */
  readonly sentAt?: string;
}

/** The facts by which a mail is told from another one under its Message-ID. */
export const versionOf = ({ subject, sentAt }: ThreadClues): MailVersion =>
  compact({ subject: subjectHash(subject), sentAt });

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
      [...ids, tokenMark(clues), headerMark(clues), ...outlookMarks(clues), anyoneMark(clues), ...subjects].filter(
        (id): id is string => !!id,
      ),
    ),
  ];
}
