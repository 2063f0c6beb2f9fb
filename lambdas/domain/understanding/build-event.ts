import { compact } from '../../compact.ts';
import { isMailable, type Mailbox, normalizeAddress } from '../mail/address.ts';
import { alignedDomainOf, arcSealerOf, saysDmarcFails } from '../mail/aligned-domain.ts';
import { companyDomainOf } from '../mail/company-domain.ts';
import type { Classification, EmailReceived } from '../mail/event.ts';
import { eventSchema } from '../mail/event-schema.ts';
import { identify } from '../mail/identity.ts';
import { headerValues, type ParsedMail } from '../mail/parsed-mail.ts';
import type { Receipt } from '../mail/receipt.ts';
import { snippetOf } from '../mail/text.ts';
import { classify } from './classify/classify.ts';
import { builtInRules, findData } from './data-loss.ts';
import { type IntentReader, readIntent } from './intent/intent.ts';
import { readWords } from './reply/words.ts';
import { trustOf } from './trust.ts';

/**
 * Builds the event of one mail; thread and route come later, for they are a tenant's.
 *
 * @param intentOf what reads an answer's meaning; the built-in word lists unless a model is plugged in
 */
export function buildEvent(mail: ParsedMail, receipt: Receipt, intentOf: IntentReader = readIntent): EmailReceived {
  const identity = identify(mail);
  const rcptTo = receipt.recovered ? recipientsFromHeaders(mail) : receipt.recipients.map(normalizeAddress);
  const senderCompany = receipt.mailFrom === undefined ? undefined : companyDomainOf(receipt.mailFrom);
  const { reply, forwarded } = readWords(mail);
  const snippet = snippetOf(reply?.text ?? mail.text);
  const html = mail.html === undefined ? undefined : withOwnImages(mail, identity.eventId);
  const classification = classify(
    compact({
      mail,
      recipients: rcptTo,
      reply: reply?.text,
    }),
  );
  const dataRules = findData([mail.subject, mail.text], builtInRules);
  const event: EmailReceived = {
    schema: eventSchema,
    ...identity,
    receivedAt: receipt.receivedAt,
    envelope: {
      ...compact({ mailFrom: receipt.mailFrom, companyDomain: senderCompany }),
      rcptTo: [...new Set(rcptTo)],
      source: receipt.recovered ? 'headers' : 'receipt',
    },
    message: {
      ...compact({ messageId: mail.messageId, inReplyTo: mail.inReplyTo }),
      references: [...mail.references],
      ...compact({
        date: mail.date?.toISOString(),
        subject: mail.subject,
        from: mail.from && named(mail.from),
        sender: mail.sender && named(mail.sender),
      }),
      replyTo: mailboxes(mail.replyTo),
      to: mailboxes(mail.to),
      cc: mailboxes(mail.cc),
      bcc: mailboxes(mail.bcc),
      headers: mail.headers.map((header) => ({ ...header })),
      // What a report returns is nobody's forward.
      ...(forwarded &&
        !['bounce', 'complaint'].includes(classification.kind) && {
          forwarded: { ...forwarded, ...compact({ from: forwarded.from && named(forwarded.from) }) },
        }),
    },
    body: compact({
      text: mail.text,
      html,
      trackingPixels: mail.trackingPixels,
      leftOut: mail.leftOut ? [...mail.leftOut] : undefined,
      snippet,
      reply: reply,
    }),
    attachments: mail.attachments.map(({ related, hasMacroFreeCopy, reasons, ...attachment }, index) => ({
      ...attachment,
      reasons: [...reasons],
      inline: attachment.disposition === 'inline' || (related && attachment.contentId !== undefined),
      key: `attachments/${identity.eventId}/${index}`,
      ...compact({
        macroFreeKey: hasMacroFreeCopy ? `attachments/${identity.eventId}/${index}.macro-free` : undefined,
      }),
    })),
    authentication: withAlignment(mail, receipt),
    ...compact({ spam: receipt.spam || undefined, virus: receipt.virus || undefined }),
    classification: withIntent(classification, reply?.text, intentOf),
    ...compact({ dataRules: dataRules.length > 0 ? dataRules : undefined }),
  };
  return { ...event, trust: trustOf(event) };
}

/** The receiver's verdicts, and what they prove of From. */
function withAlignment(mail: ParsedMail, receipt: Receipt): EmailReceived['authentication'] {
  const alignedDomain = alignedDomainOf(mail, receipt);
  const arcSealer = receipt.authentication.arc === 'pass' ? arcSealerOf(mail) : undefined;
  // A pass for one of several Froms says nothing of the one that we show (RFC 7489 §6.6.1), nor of an envelope without one.
  const isAmbiguous = mail.hasOneFrom === false || mail.from === undefined;
  return {
    ...receipt.authentication,
    ...compact({
      dmarc: dmarcOf(mail, receipt, isAmbiguous),
      alignedDomain,
      arcSealer: arcSealer !== undefined && !isAmbiguous ? arcSealer : undefined,
    }),
  };
}

/** The verdict of DMARC where the receiver gave none that holds. */
function dmarcOf(mail: ParsedMail, receipt: Receipt, isAmbiguous: boolean): 'fail' | 'none' | undefined {
  if (isAmbiguous && receipt.authentication.dmarc === 'pass') return 'none';
  return receipt.recovered && saysDmarcFails(mail) ? 'fail' : undefined;
}

/** Only a person's own words have an intent. */
function withIntent(classification: Classification, words: string | undefined, intentOf: IntentReader): Classification {
  const intent = classification.kind === 'human' && words !== undefined ? intentOf(words) : undefined;
  return intent ? { ...classification, intent } : classification;
}

/** Lets `cid:` images (RFC 2392) point to our own route for attachments, so that the HTML shows without the mail. */
function withOwnImages(mail: ParsedMail, eventId: string): string {
  const places = new Map(
    mail.attachments.flatMap(({ contentId }, index) => (contentId === undefined ? [] : [[contentId, index] as const])),
  );
  return mail.html!.replace(/(<img\b[^<>]*?\ssrc=")cid:([^"]+)"/gi, (whole, before: string, id: string) => {
    const index = places.get(decoded(id));
    return index === undefined ? whole : `${before}/attachments/${eventId}/${index}"`;
  });
}

function decoded(contentId: string): string {
  try {
    return decodeURIComponent(contentId.replaceAll('&amp;', '&'));
  } catch {
    return contentId;
  }
}

/** With its company, so that who delivers need not carry the Public Suffix List. */
function named<M extends { readonly address: string }>(mailbox: M): M & { companyDomain?: string } {
  const companyDomain = companyDomainOf(mailbox.address);
  return { ...mailbox, ...compact({ companyDomain }) };
}

const mailboxes = (given: readonly Mailbox[]) => given.map(named);

/** The best guess at an envelope whose receipt was lost: what the mail itself and the hops before us say. */
function recipientsFromHeaders(mail: ParsedMail): string[] {
  const traced = headerValues(mail, 'received').map((value) => /\bfor <?([^\s<>;]+@[^\s<>;]+)>?/.exec(value)?.[1]);
  const named = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headerValues(mail, name));
  const addressed = [...mail.to, ...mail.cc, ...mail.bcc].map(({ address }) => address);
  return [...traced, ...named, ...addressed]
    .filter((address) => address !== undefined && isMailable(address))
    .map((address) => normalizeAddress(address!));
}
