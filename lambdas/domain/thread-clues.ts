import type { EmailReceived } from './event.ts';
import type { Token } from './route.ts';
import type { ThreadClues } from './thread.ts';

/** What an event says of its place in a tenant's conversations. */
export function cluesOf(event: EmailReceived, tenant: string, token?: Token): ThreadClues {
  const { messageId, inReplyTo, references, from, to, cc, subject, headers } = event.message;
  const { bounce, complaint } = event.classification;
  // A report belongs to the conversation of the mail that it is about.
  const about = bounce?.originalMessageId ?? complaint?.originalMessageId;
  const threadIndex = headers.find(({ name }) => name === 'thread-index')?.value;
  return {
    tenant,
    eventId: event.eventId,
    receivedAt: event.receivedAt,
    references: about === undefined || references.includes(about) ? references : [...references, about],
    ...(messageId !== undefined && { messageId }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(from && { from: from.address }),
    to: [...to, ...cc].map(({ address }) => address),
    ...(subject !== undefined && { subject }),
    ...(threadIndex !== undefined && { threadIndex }),
    ...(token?.type === 'thread' && { token: token.id }),
    authentication: authenticationOf(event.authentication),
  };
}

/** Whether the sender is who the header says, as far as the receiver's verdicts go (RFC 7489 §6.6.2, RFC 8617). */
function authenticationOf({ spf, dkim, dmarc, arc }: EmailReceived['authentication']): 'pass' | 'fail' | 'unknown' {
  if (dmarc === 'pass' || (dmarc === undefined && dkim === 'pass') || arc === 'pass') return 'pass';
  if (dmarc === 'fail') return 'fail';
  if (spf === undefined && dkim === undefined && dmarc === undefined) return 'unknown';
  return (spf === 'fail' || spf === 'softfail') && dkim !== 'pass' ? 'fail' : 'unknown';
}
