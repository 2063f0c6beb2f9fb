import { compact } from '../../compact.ts';
import type { Mailbox, People } from '../crm/crm-records.ts';
import { addressOf, domainOf, isMailable, normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { isMachineReturnPath, isTransactionAddress, unwrapAddress } from '../mail/machine-address.ts';
import { originalAuthorOf } from '../mail/original-author.ts';
import { isFromList, isOwnAddress, type OwnPeople } from '../mail/own-people.ts';
import { readPersonName } from '../mail/person-name.ts';
import type { SenderProof } from '../mail/sender-proof.ts';
import { replyToPerson, speaksForOthers } from './speaks-for-others.ts';

const noOwnPeople: OwnPeople = { ownDomains: [] };

/** Whether an address is one that a tenant's own integrations take mail at. */
export type IsOwnRoute = (address: string) => boolean;

/** Where no routes are known. */
export const noRoute: IsOwnRoute = () => false;

type Mail = Pick<EmailReceived, 'message' | 'envelope'> & Partial<Pick<EmailReceived, 'classification'>>;

/** A person or machine that a mail names. */
interface Participant {
  readonly name?: string | undefined;
  readonly address: string;
  readonly companyDomain?: string | undefined;
}

/** The participant that a mail is about, and the rule that found them. */
interface ContactChoice {
  readonly rule: People['rule'];
  readonly mailbox?: Participant | undefined;
}

/** Tells people outside from the tenant's own, and from machines. */
interface Sides {
  /** Whether an address may be somebody outside: neither ours nor a machine's. */
  readonly isOutside: (mailbox: Participant) => boolean;
  /** Whether an address is of the tenant: of its domains, or one that takes its mail. */
  readonly isOurs: (address: string) => boolean;
  readonly isOwnRoute: IsOwnRoute;
}

/**
 * Finds the contact among the participants of a mail.
 *
 * A stranger's mail is about its sender. Where the sender writes for somebody else, it is about that person: Reply-To of
 * a form or of a no-reply address, X-Original-From of a list that put itself into From, the organizer of an invitation.
 * Mail of our own people is about somebody else: the author of the mail that they forward, Reply-To of a form of ours,
 * or the first person outside that they wrote to. Our own domain counts only where the mail proves it: anybody can write
 * any From. No address of a transaction (VERP, SRS, BATV, the token of a conversation) and none of our own routes is a
 * person.
 *
 * @param proof whether the mail proves its From
 * @param own the tenant's domains, in lower case; absent: nobody is one of ours
 * @param isOwnRoute absent: no address is a route
 */
export function peopleOf(
  mail: Mail,
  proof: SenderProof,
  own: OwnPeople = noOwnPeople,
  isOwnRoute: IsOwnRoute = noRoute,
): People {
  const sender = senderOf(mail, isOwnRoute);
  if (sender === undefined) return { direction: 'inbound', rule: 'none' };
  const sides = sidesOf(own, isOwnRoute);
  const isOurs = proof === 'proven' && isOwnAddress(sender.address, own);
  const choice = isOurs ? contactOfOwnMail(mail, sender, sides) : contactOfStranger(mail, sender, sides);
  const { rule, mailbox } = choice;
  return compact({
    direction: rule === 'recipient' ? 'outbound' : 'inbound',
    from: mailboxOf(sender),
    contact: mailbox && mailboxOf(mailbox),
    companyDomain: mailbox?.companyDomain,
    rule,
  });
}

function sidesOf(own: OwnPeople, isOwnRoute: IsOwnRoute): Sides {
  const isOurs = (address: string): boolean => isOwnAddress(address, own) || isOwnRoute(address);
  return {
    isOurs,
    isOwnRoute,
    isOutside: ({ address }) => isMailable(address) && !isTransactionAddress(address) && !isOurs(address),
  };
}

/**
 * The author: by From, else by Sender (RFC 5322 §3.6.2), else by the envelope, where that is no return path. An address
 * that a forwarder or a gateway has wrapped is set free.
 */
function senderOf({ message, envelope }: Mail, isOwnRoute: IsOwnRoute): Participant | undefined {
  const { mailFrom, companyDomain } = envelope;
  const address = addressOf(message.from);
  if (address !== undefined) return setFree({ ...message.from, address });
  const { sender } = message;
  if (sender !== undefined && isMailable(sender.address) && !isOwnRoute(sender.address)) return setFree(sender);
  if (mailFrom === undefined || !isMailable(mailFrom)) return undefined;
  const author = setFree({ address: mailFrom, companyDomain });
  return isMachineReturnPath(author.address) || isOwnRoute(author.address) ? undefined : author;
}

/** Events of earlier versions name the forwarder's company. */
function setFree({ name, address, companyDomain }: Participant): Participant {
  const inner = unwrapAddress(address);
  if (inner === undefined) return { name, address, companyDomain };
  const isOfAuthor = companyDomain !== undefined && `.${domainOf(inner)}`.endsWith(`.${companyDomain}`);
  return { name, address: inner, companyDomain: isOfAuthor ? companyDomain : undefined };
}

/** Events of earlier versions have the field of the header alone, without the author's company. */
const listAuthorOf = ({ message }: Mail): Participant | undefined => message.originalFrom ?? originalAuthorOf(message);

function contactOfStranger(mail: Mail, sender: Participant, { isOutside, isOurs, isOwnRoute }: Sides): ContactChoice {
  const { classification } = mail;
  const isOfList = isFromList(mail) || isOurs(sender.address);
  const author = isOfList ? listAuthorOf(mail) : undefined;
  if (author !== undefined && isOutside(author)) return { rule: 'original-from', mailbox: author };
  const isForOthers = isOwnRoute(sender.address) || speaksForOthers(mail);
  const replyTo = isForOthers ? replyToPerson(mail, isOutside) : undefined;
  if (replyTo !== undefined) return { rule: 'reply-to', mailbox: replyTo };
  const organizer = classification?.calendar?.organizer;
  if (organizer !== undefined && isForOthers && isOutside({ address: organizer }))
    return { rule: 'organizer', mailbox: { address: organizer } };
  const isNobody = isTransactionAddress(sender.address) || isOwnRoute(sender.address);
  return isNobody ? { rule: 'none' } : { rule: 'sender', mailbox: sender };
}

function contactOfOwnMail(mail: Mail, sender: Participant, { isOutside, isOwnRoute }: Sides): ContactChoice {
  const { message, envelope } = mail;
  const isOfList = isFromList(mail);
  const author = isOfList ? listAuthorOf(mail) : undefined;
  if (author !== undefined && isOutside(author)) return { rule: 'original-from', mailbox: author };
  const original = message.forwarded?.from;
  if (original !== undefined && isOutside(original)) return { rule: 'forwarded', mailbox: original };
  const replyTo = message.replyTo.find(isOutside);
  if (replyTo !== undefined) return { rule: 'reply-to', mailbox: replyTo };
  const itself: ContactChoice = isOwnRoute(sender.address) ? { rule: 'none' } : { rule: 'sender', mailbox: sender };
  if (isOfList) return itself;
  const recipients = new Set(envelope.rcptTo.map((address) => normalizeAddress(address)));
  const recipient = [...message.to, ...message.cc].find(
    (mailbox) => isOutside(mailbox) && !recipients.has(normalizeAddress(mailbox.address)),
  );
  return recipient === undefined ? itself : { rule: 'recipient', mailbox: recipient };
}

const mailboxOf = ({ name, address }: Participant): Mailbox =>
  compact({ email: normalizeAddress(address), ...readPersonName(name) });
