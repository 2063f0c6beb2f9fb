import type { MailKind } from '../configuration/kinds.ts';
import type { People } from '../crm/crm-records.ts';
import { addressOf } from '../mail/address.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { isOwnAddress, type OwnPeople } from '../mail/own-people.ts';
import { type SenderProof, senderProofOf } from '../mail/sender-proof.ts';
import { type IsOwnRoute, noRoute, peopleOf } from './people.ts';
import { treatedKind } from './treated-kind.ts';

/** One mail as one integration reads it: the event and its people, found once for all decisions. */
export interface MailContext {
  readonly event: RoutedEvent;
  /** Whether the mail proves its From. */
  readonly proof: SenderProof;
  readonly people: People;
  /** The kind by which the mail is treated: `human` also where a machine has sent it for a person. */
  readonly kind: MailKind;
}

/**
 * Finds the people of a mail.
 *
 * @param own the tenant's own people; absent: the integration names none
 * @param isOwnRoute whether an address is one that an integration takes mail at
 */
export function mailContextOf(event: RoutedEvent, own?: OwnPeople, isOwnRoute: IsOwnRoute = noRoute): MailContext {
  const proof = senderProofOf(event, own);
  const people = peopleOf(event, proof, own, isOwnRoute);
  const from = addressOf(event.message.from) ?? '';
  const isOwnSender = isOwnRoute(from) || (own !== undefined && isOwnAddress(from, own));
  return { event, proof, people, kind: treatedKind(event.classification.kind, people, isOwnSender) };
}
