import { compact } from '../../compact.ts';
import { isMailable, normalizeAddress } from '../mail/address.ts';
import { alignedDomainOf, arcSealerOf, saysDmarcFails } from '../mail/aligned-domain.ts';
import { companyDomainOf } from '../mail/company-domain.ts';
import type { Classification, EmailReceived } from '../mail/event.ts';
import { eventSchema } from '../mail/event-schema.ts';
import { identify } from '../mail/identity.ts';
import { originalAuthorOf } from '../mail/original-author.ts';
import { type CarriedMail, headerValues, type ParsedMail } from '../mail/parsed-mail.ts';
import type { Receipt } from '../mail/receipt.ts';
import { snippetOf } from '../mail/text.ts';
import { noticeOf } from '../mail/wrappers.ts';
import { classify } from './classify/classify.ts';
import { allFindings, builtInRules, findData } from './data-loss.ts';
import { createIntentReader, type IntentReader } from './intent/intent.ts';
import { type CappedMail, capLines } from './line-cap.ts';
import { readWords, type Words } from './reply/words.ts';
import { trustOf } from './trust.ts';

type Reply = NonNullable<Words['reply']>;

/**
 * Builds the event of one mail; thread and route come later, because each tenant has its own.
 *
 * @param intentOf reads an answer's meaning; the built-in word lists unless a model is plugged in
 */
export function buildEvent(mail: ParsedMail, receipt: Receipt, intentOf?: IntentReader): EmailReceived {
  const identity = identify(mail);
  const rcptTo = receipt.recovered ? recipientsFromHeaders(mail) : receipt.recipients.map(normalizeAddress);
  const seen = capLines(mail);
  const { reply, forwarded } = readWords(seen.mail);
  const readIntent = createIntentReader();
  const classification = classify(compact({ mail: seen.mail, recipients: rcptTo, reply: reply?.text, readIntent }));
  const dataRules = allFindings(findData([mail.subject, mail.text], builtInRules), mail.attachments);
  const event: EmailReceived = {
    schema: eventSchema,
    ...identity,
    receivedAt: receipt.receivedAt,
    envelope: envelopeOf(receipt, rcptTo),
    message: messageOf(mail, returnsMail(classification) ? undefined : forwarded),
    body: bodyOf(mail, reply && wholeReply(reply, seen), identity.eventId),
    attachments: attachmentsOf(mail, identity.eventId),
    authentication: withAlignment(mail, receipt),
    ...compact({ spam: receipt.spam || undefined, spamScore: receipt.spamScore, virus: receipt.virus || undefined }),
    classification: withIntent(classification, reply?.text, intentOf ?? readIntent),
    ...compact({ dataRules: dataRules.length > 0 ? dataRules : undefined, reader: mail.reader }),
  };
  return { ...event, trust: trustOf(event) };
}

const wholeReply = (reply: Reply, { whole }: CappedMail): Reply => ({
  ...reply,
  ...compact({
    text: reply.text && whole(reply.text).trimEnd(),
    signature: reply.signature && whole(reply.signature).trimEnd(),
  }),
});

const envelopeOf = ({ mailFrom, recovered }: Receipt, rcptTo: readonly string[]): EmailReceived['envelope'] => ({
  ...compact({ mailFrom, companyDomain: mailFrom === undefined ? undefined : companyDomainOf(mailFrom) }),
  rcptTo: [...new Set(rcptTo)],
  source: recovered ? 'headers' : 'receipt',
});

/** Whether a mail returns another, which is no forward. */
const returnsMail = ({ kind }: Classification): boolean => kind === 'bounce' || kind === 'complaint';

const messageOf = (mail: ParsedMail, forwarded: Words['forwarded']): EmailReceived['message'] => ({
  ...compact({ messageId: mail.messageId, inReplyTo: mail.inReplyTo }),
  references: [...mail.references],
  ...compact({
    date: mail.date?.toISOString(),
    subject: mail.subject,
    from: authorOf(mail),
    sender: mail.sender && withCompany(mail.sender),
    originalFrom: withCompanyIfAny(originalAuthorOf(mail)),
  }),
  replyTo: mail.replyTo.map(withCompany),
  to: mail.to.map(withCompany),
  cc: mail.cc.map(withCompany),
  bcc: mail.bcc.map(withCompany),
  headers: mail.headers.map((header) => ({ ...header })),
  ...compact({
    forwarded: forwarded && {
      ...forwarded,
      ...compact({ from: forwarded.from && withCompany(forwarded.from) }),
    },
  }),
});

/** The author: a mailbox, or the name alone. */
const authorOf = ({ from, fromName }: ParsedMail): EmailReceived['message']['from'] =>
  from ? withCompany(from) : fromName === undefined ? undefined : { name: fromName };

const bodyOf = (mail: ParsedMail, reply: Words['reply'], eventId: string): EmailReceived['body'] =>
  compact({
    text: mail.text,
    html: mail.html === undefined ? undefined : withOwnImages(mail.html, mail.attachments, eventId),
    trackingPixels: mail.trackingPixels,
    leftOut: mail.leftOut ? [...mail.leftOut] : undefined,
    safeText: mail.safeText,
    takenOut: mail.takenOut && { ...mail.takenOut },
    wrappers: mail.wrappers ? mail.wrappers.map((wrapper) => ({ ...wrapper })) : undefined,
    notice: mail.wrappers && noticeOf(mail.wrappers, mail.text !== undefined || mail.html !== undefined),
    snippet: snippetOf(reply?.text ?? mail.text),
    reply,
  });

const attachmentsOf = (mail: ParsedMail, eventId: string): EmailReceived['attachments'] =>
  mail.attachments.map(
    ({ isShown, hasMacroFreeCopy, isFound: _, reasons, dataRules, mail: carried, ...attachment }, index) => ({
      ...attachment,
      reasons: [...reasons],
      inline: isShown,
      key: `attachments/${eventId}/${index}`,
      ...compact({
        macroFreeKey: hasMacroFreeCopy ? `attachments/${eventId}/${index}.macro-free` : undefined,
        mail: carried && carriedMailOf(carried),
        dataRules: dataRules && [...dataRules],
      }),
    }),
  );

const carriedMailOf = ({ date, from, files, ...mail }: CarriedMail) => ({
  ...mail,
  ...compact({ from: from && withCompany(from), date: date?.toISOString() }),
  files: files.map((file) => ({ ...file })),
});

/** The receiver's verdicts, and their proof of From. */
function withAlignment(mail: ParsedMail, receipt: Receipt): EmailReceived['authentication'] {
  const alignedDomain = alignedDomainOf(mail, receipt);
  const arcSealer = receipt.authentication.arc === 'pass' ? arcSealerOf(mail) : undefined;
  // A pass for one of several Froms may not be for the one that we show (RFC 7489 §6.6.1).
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

/** The verdict of DMARC where the receiver's own does not hold. */
function dmarcOf(mail: ParsedMail, receipt: Receipt, isAmbiguous: boolean): 'fail' | 'none' | undefined {
  if (isAmbiguous && receipt.authentication.dmarc === 'pass') return 'none';
  return receipt.recovered && saysDmarcFails(mail) ? 'fail' : undefined;
}

/** Adds the intent of a person's own words; other mail has none. */
function withIntent(classification: Classification, words: string | undefined, intentOf: IntentReader): Classification {
  const intent = classification.kind === 'human' && words !== undefined ? intentOf(words) : undefined;
  return intent ? { ...classification, intent } : classification;
}

/** Lets `cid:` images (RFC 2392) point to our own route for attachments, so that the HTML shows without the mail. */
function withOwnImages(html: string, attachments: ParsedMail['attachments'], eventId: string): string {
  const places = new Map(
    attachments.flatMap(({ contentId }, index) => (contentId === undefined ? [] : [[contentId, index] as const])),
  );
  if (places.size === 0) return html;
  return html.replace(/(<img\b[^<>]*?\ssrc=")cid:([^"]+)"/gi, (whole, before: string, id: string) => {
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

/** Adds the company of a mailbox, so that deliveries need not carry the Public Suffix List. */
function withCompany<M extends { readonly address: string }>(mailbox: M): M & { companyDomain?: string } {
  return { ...mailbox, ...compact({ companyDomain: companyDomainOf(mailbox.address) }) };
}

/** The best guess at the recipients when the receipt is lost: the mail itself and the hops before us name some. */
function recipientsFromHeaders(mail: ParsedMail): string[] {
  const traced = headerValues(mail, 'received').map((value) => /\bfor <?([^\s<>;]+@[^\s<>;]+)>?/.exec(value)?.[1]);
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headerValues(mail, name));
  const addressed = [...mail.to, ...mail.cc, ...mail.bcc].map(({ address }) => address);
  return [...traced, ...delivered, ...addressed]
    .filter((address) => address !== undefined)
    .filter(isMailable)
    .map(normalizeAddress);
}

const withCompanyIfAny = <M extends { readonly address: string }>(mailbox: M | undefined) =>
  mailbox && withCompany(mailbox);
