import { compact } from '../../compact.ts';
import { addressOf, type Mailbox, normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { isOwnAddress, isOwnMail, type OwnPeople } from '../mail/own-people.ts';
import { headerValue, headerValues } from '../mail/parsed-mail.ts';
import { authenticationBy, senderProofOf } from '../mail/sender-proof.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { Token } from '../mail/token.ts';
import type { ThreadClues } from './thread-entry.ts';

type Addressed = Pick<Mailbox, 'address'>;

/** The settings of the integration that got the mail. */
interface ThreadOptions {
  readonly token?: Token | undefined;
  readonly own?: OwnPeople;
  /** Headers that name a conversation; the first one that the mail has counts. */
  readonly threadHeaders?: readonly string[];
}

/**
 * Reads the clues of an event to its place in a tenant's conversations.
 *
 * @param subjectFor the keyed hash of addresses: the index knows people by nothing else
 * @param options `token`: the record that the recipient address names; `own`: the tenant's own people; `threadHeaders`:
 *   headers that name a conversation by the setting of an integration
 */
export function cluesOf(
  event: EmailReceived,
  tenant: string,
  subjectFor: SubjectHash,
  { token, own = { ownDomains: [] }, threadHeaders = [] }: ThreadOptions = {},
): ThreadClues {
  const { messageId, inReplyTo, references, from, to, cc, subject, date, headers } = event.message;
  const sender = addressOf(from);
  const hashOf = ({ address }: Addressed): string => subjectFor(tenant, normalizeAddress(address));
  const reportOf = reportedMailOf(event);
  return compact({
    tenant,
    eventId: event.eventId,
    receivedAt: event.receivedAt,
    references: reportOf === undefined || references.includes(reportOf) ? references : [...references, reportOf],
    messageId,
    inReplyTo,
    from: sender === undefined ? undefined : hashOf({ address: sender }),
    to: [...to, ...cc].map(hashOf),
    outside: outsideOf(event, own)?.map(hashOf),
    subject,
    sentAt: date,
    threadIndex: headerValue({ headers }, 'thread-index'),
    topic: headerValue({ headers }, 'thread-topic') || undefined,
    headerToken: headerTokenOf(event, threadHeaders),
    ...tokenCluesOf(token),
    reportOf,
    authentication: authenticationOf(event, own),
    isOurs: isOwnMail(event, own) || undefined,
  });
}

/** The Message-ID of the mail that a report is about: the report belongs to the conversation of that mail. */
const reportedMailOf = ({ classification: { bounce, complaint } }: EmailReceived): string | undefined =>
  bounce?.originalMessageId ?? complaint?.originalMessageId;

/** Recipients outside of a mail of the tenant's people; absent for mail of others. */
function outsideOf({ message, envelope }: EmailReceived, own: OwnPeople): readonly Addressed[] | undefined {
  const { from, to, cc } = message;
  if (!isOwnAddress(addressOf(from) ?? '', own)) return undefined;
  const ours = new Set(envelope.rcptTo.map(normalizeAddress));
  return [...to, ...cc].filter(({ address }) => !isOwnAddress(address, own) && !ours.has(normalizeAddress(address)));
}

/** The longest value of a header that names a conversation. */
const maxHeaderToken = 500;

/**
 * The value of the header that names a conversation, with the name, so that two headers never meet. A header that is
 * there with two values names none.
 */
function headerTokenOf({ message }: EmailReceived, threadHeaders: readonly string[]): string | undefined {
  for (const header of threadHeaders) {
    const name = header.toLowerCase();
    const [value, ...others] = new Set(headerValues(message, name).map((text) => text.trim()));
    if (value && others.length === 0 && value.length <= maxHeaderToken) return `${name}:${value}`;
  }
  return undefined;
}

/** The conversation that the recipient address names, and whether the address bore our tag. */
const tokenCluesOf = (token: Token | undefined): { readonly token?: string; readonly isTokenSigned?: boolean } =>
  token?.type === 'thread' ? compact({ token: token.id, isTokenSigned: token.isSigned }) : {};

/** Whether the header names the real sender, as far as the receiver's verdicts go (RFC 7489 §6.6.2). */
function authenticationOf(event: EmailReceived, own: OwnPeople): 'pass' | 'fail' | 'unknown' {
  const proof = senderProofOf(event, own);
  if (proof !== 'unproven') return proof === 'proven' ? 'pass' : 'fail';
  const { spf, dkim } = authenticationBy(event, own);
  return (spf === 'fail' || spf === 'softfail') && dkim !== 'pass' ? 'fail' : 'unknown';
}
