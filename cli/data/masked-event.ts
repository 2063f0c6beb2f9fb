import { compact } from '../../lambdas/compact.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';

/**
 * An event in a masked export: ids, times, kinds and verdicts, and the addresses that the caller masks. It names the fields that
 * stay, so that a field with words that the event gains later stays out.
 */
export const maskedEvent = ({
  eventId,
  receivedAt,
  message,
  attachments,
  classification: { kind },
  authentication,
}: EmailReceived) =>
  compact({
    eventId,
    receivedAt,
    message: compact({
      messageId: message.messageId,
      inReplyTo: message.inReplyTo,
      references: message.references,
      date: message.date,
      from: message.from?.address,
      to: message.to.map(({ address }) => address),
      cc: message.cc.map(({ address }) => address),
    }),
    attachments: attachments.map(({ contentType, size, verdict }) => compact({ contentType, size, verdict })),
    kind,
    authentication,
  });
