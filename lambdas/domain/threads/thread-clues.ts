import { compact } from '../../compact.ts';
import { normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { isOwnAddress, isOwnMail, type OwnPeople } from '../mail/own-people.ts';
import { senderProofOf } from '../mail/sender-proof.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { Token } from '../mail/token.ts';
import type { ThreadClues } from './thread-entry.ts';

/**
 * Reads the clues of an event to its place in a tenant's conversations.
 *
 * @param subjectFor the keyed hash of addresses: the index knows people by nothing else
 * @param beside what the address that it came to names; `own` tells the tenant's own people
 */
export function cluesOf(
  event: EmailReceived,
  tenant: string,
  subjectFor: SubjectHash,
  { token, own = { ownDomains: [] } }: { readonly token?: Token | undefined; readonly own?: OwnPeople } = {},
): ThreadClues {
  const { messageId, inReplyTo, references, from, to, cc, subject, headers } = event.message;
  const { bounce, complaint } = event.classification;
  // A report belongs to the conversation of the mail that it is about.
  const about = bounce?.originalMessageId ?? complaint?.originalMessageId;
  const threadIndex = headers.find(({ name }) => name === 'thread-index')?.value;
  const hashOf = ({ address }: { readonly address: string }): string => subjectFor(tenant, normalizeAddress(address));
  const ours = new Set(event.envelope.rcptTo.map(normalizeAddress));
  const outside = [...to, ...cc].filter(
    ({ address }) => !isOwnAddress(address, own) && !ours.has(normalizeAddress(address)),
  );
  const threadToken = token?.type === 'thread' ? token : undefined;
  return {
    tenant,
    eventId: event.eventId,
    receivedAt: event.receivedAt,
    references: about === undefined || references.includes(about) ? references : [...references, about],
    ...compact({ messageId, inReplyTo, from: from ? hashOf(from) : undefined }),
    to: [...to, ...cc].map(hashOf),
    ...compact({
      outside: from && isOwnAddress(from.address, own) ? outside.map(hashOf) : undefined,
      subject,
      threadIndex,
    }),
    ...compact({
      token: threadToken?.id,
      isTokenSigned: threadToken?.isSigned ? true : undefined,
      reportOf: about,
    }),
    authentication: authenticationOf(event, own),
    ...compact({ isOurs: isOwnMail(event, own) ? true : undefined }),
  };
}

/** Whether the sender is who the header says, as far as the receiver's verdicts go (RFC 7489 §6.6.2). */
function authenticationOf(event: EmailReceived, own: OwnPeople): 'pass' | 'fail' | 'unknown' {
  const proof = senderProofOf(event, own);
  if (proof !== 'unproven') return proof === 'proven' ? 'pass' : 'fail';
  const { spf, dkim } = event.authentication;
  return (spf === 'fail' || spf === 'softfail') && dkim !== 'pass' ? 'fail' : 'unknown';
}
