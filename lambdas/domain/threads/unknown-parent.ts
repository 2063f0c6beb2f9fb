import { baseSubject } from '../mail/base-subject.ts';
import type { EmailReceived } from '../mail/event.ts';
import type { ThreadDecision } from './thread-entry.ts';

/**
 * Whether a mail begins a conversation although it answers another mail, by its headers or its subject: that one has not been seen.
 *
 * @param decision the place of the mail by what the index holds now
 */
export const answersUnknownMail = (
  { inReplyTo, references, subject }: Pick<EmailReceived['message'], 'inReplyTo' | 'references' | 'subject'>,
  { matchedBy }: Pick<ThreadDecision, 'matchedBy'>,
): boolean =>
  matchedBy === 'none' && (inReplyTo !== undefined || references.length > 0 || baseSubject(subject).isAnswer);
