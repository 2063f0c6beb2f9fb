import type { People } from '../crm/crm-records.ts';
import type { RoutedEvent } from '../mail/event.ts';
import type { OwnPeople } from '../mail/own-people.ts';
import { type SenderProof, senderProofOf } from '../mail/sender-proof.ts';
import { peopleOf } from './people.ts';

/** One mail as one integration reads it: the event and its people, found once for all decisions. */
export interface MailContext {
  readonly event: RoutedEvent;
  /** Whether the mail proves its From. */
  readonly proof: SenderProof;
  readonly people: People;
}

/**
 * Finds the people of a mail.
 *
 * @param own the tenant's own people; absent: the integration names none
 */
export function mailContextOf(event: RoutedEvent, own?: OwnPeople): MailContext {
  const proof = senderProofOf(event, own);
  return { event, proof, people: peopleOf(event, proof, own) };
}
