import { compact } from '../../compact.ts';
import type { EmailReceived } from '../mail/event.ts';
import type { ParsedMail } from '../mail/parsed-mail.ts';
import type { ThreadDecision } from '../threads/thread-entry.ts';
import { explainKind } from './classify/classify.ts';
import { type Explanation, explainStored } from './explain-stored.ts';
import { readWords } from './reply/words.ts';

/** Explains every decision in an event, with the evidence of the mail itself. */
export function explainEvent(mail: ParsedMail, event: EmailReceived, thread?: ThreadDecision): Explanation[] {
  const { because } = explainKind(compact({ mail, recipients: event.envelope.rcptTo, reply: event.body.reply?.text }));
  return explainStored(event, { thread, because, words: readWords(mail) });
}
