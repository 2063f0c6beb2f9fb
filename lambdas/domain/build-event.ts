import { isMailable, type Mailbox, normalizeAddress } from './address.ts';
import { classify } from './classify.ts';
import type { EmailReceived } from './event.ts';
import { identify } from './identity.ts';
import { headerValues, type ParsedMail } from './parsed-mail.ts';
import type { Receipt } from './receipt.ts';
import { snippetOf } from './text.ts';

/** Builds the event of one mail; thread and route come later, for they are a tenant's. */
export function buildEvent(mail: ParsedMail, receipt: Receipt): EmailReceived {
  const identity = identify(mail);
  const rcptTo = receipt.recovered ? recipientsFromHeaders(mail) : receipt.recipients.map(normalizeAddress);
  const snippet = snippetOf(mail.text);
  return {
    schema: 'email.received/1',
    ...identity,
    receivedAt: receipt.receivedAt,
    envelope: {
      ...(receipt.mailFrom !== undefined && { mailFrom: receipt.mailFrom }),
      rcptTo: [...new Set(rcptTo)],
      source: receipt.recovered ? 'headers' : 'receipt',
    },
    message: {
      ...(mail.messageId !== undefined && { messageId: mail.messageId }),
      ...(mail.inReplyTo !== undefined && { inReplyTo: mail.inReplyTo }),
      references: [...mail.references],
      ...(mail.date && { date: mail.date.toISOString() }),
      ...(mail.subject !== undefined && { subject: mail.subject }),
      ...(mail.from && { from: { ...mail.from } }),
      ...(mail.sender && { sender: { ...mail.sender } }),
      replyTo: copies(mail.replyTo),
      to: copies(mail.to),
      cc: copies(mail.cc),
      bcc: copies(mail.bcc),
      headers: mail.headers.map((header) => ({ ...header })),
    },
    body: {
      ...(mail.text !== undefined && { text: mail.text }),
      ...(mail.html !== undefined && { html: mail.html }),
      ...(snippet !== undefined && { snippet }),
    },
    attachments: mail.attachments.map(({ related, ...attachment }, index) => ({
      ...attachment,
      inline: attachment.disposition === 'inline' || (related && attachment.contentId !== undefined),
      key: `attachments/${identity.eventId}/${index}`,
      verdict: 'unscanned',
      reasons: [],
    })),
    authentication: receipt.authentication,
    ...(receipt.spam && { spam: receipt.spam }),
    ...(receipt.virus && { virus: receipt.virus }),
    classification: classify(mail, rcptTo),
  };
}

const copies = (mailboxes: readonly Mailbox[]): Mailbox[] => mailboxes.map((mailbox) => ({ ...mailbox }));

/** The best guess at an envelope whose receipt was lost: what the mail itself and the hops before us say. */
function recipientsFromHeaders(mail: ParsedMail): string[] {
  const traced = headerValues(mail, 'received').map((value) => /\bfor <?([^\s<>;]+@[^\s<>;]+)>?/.exec(value)?.[1]);
  const named = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headerValues(mail, name));
  const addressed = [...mail.to, ...mail.cc, ...mail.bcc].map(({ address }) => address);
  return [...traced, ...named, ...addressed]
    .filter((address) => address !== undefined && isMailable(address))
    .map((address) => normalizeAddress(address!));
}
