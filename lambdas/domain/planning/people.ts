import { compact } from '../../compact.ts';
import { isRoleAccount } from '../consent/role-account.ts';
import type { Mailbox, People } from '../crm/crm-records.ts';
import { addressOf, isMailable, normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { isFromList, isOwnAddress, type OwnPeople } from '../mail/own-people.ts';
import type { SenderProof } from '../mail/sender-proof.ts';

const noOwnPeople: OwnPeople = { ownDomains: [] };

/** A person or machine that a mail names. */
interface Participant {
  readonly name?: string | undefined;
  readonly address: string;
  readonly companyDomain?: string | undefined;
}

/** The participant that a mail is about, and the rule that found them. */
interface ContactChoice {
  readonly rule: People['rule'];
  readonly mailbox: Participant;
}

/**
 * Finds the contact among the participants of a mail.
 *
 * A stranger's mail is about its sender, or about Reply-To where the sender is a machine that writes for people, as web
 * forms do. Mail of our own people is about somebody else: the author of the mail that they forward, Reply-To of a form of
 * ours, or the first person outside that they wrote to. Our own domain counts only where the mail proves it: anybody can
 * write any From.
 *
 * @param proof whether the mail proves its From
 * @param own the tenant's domains, in lower case; absent: nobody is one of ours
 */
export function peopleOf(
  mail: Pick<EmailReceived, 'message' | 'envelope'>,
  proof: SenderProof,
  own: OwnPeople = noOwnPeople,
): People {
  const sender = senderOf(mail);
  if (sender === undefined) return { direction: 'inbound', rule: 'none' };
  const isOutside = (mailbox: Participant): boolean =>
    isMailable(mailbox.address) && !isOwnAddress(mailbox.address, own);
  const isOurs = proof === 'proven' && isOwnAddress(sender.address, own);
  const choice = isOurs ? contactOfOwnMail(mail, sender, isOutside) : contactOfStranger(mail, sender, isOutside);
  const { rule, mailbox } = choice;
  return compact({
    direction: rule === 'recipient' ? 'outbound' : 'inbound',
    from: mailboxOf(sender),
    contact: mailboxOf(mailbox),
    companyDomain: mailbox.companyDomain,
    rule,
  });
}

/** The author by From, else by the envelope. */
function senderOf({ message, envelope }: Pick<EmailReceived, 'message' | 'envelope'>): Participant | undefined {
  const { mailFrom, companyDomain } = envelope;
  const address = addressOf(message.from);
  if (address !== undefined) return { ...message.from, address };
  return mailFrom !== undefined && isMailable(mailFrom) ? { address: mailFrom, companyDomain } : undefined;
}

function contactOfStranger(
  { message }: Pick<EmailReceived, 'message'>,
  sender: Participant,
  isOutside: (mailbox: Participant) => boolean,
): ContactChoice {
  const replyTo = message.replyTo.find(isOutside);
  const isMachine = isRoleAccount(normalizeAddress(sender.address));
  return replyTo !== undefined && isMachine
    ? { rule: 'reply-to', mailbox: replyTo }
    : { rule: 'sender', mailbox: sender };
}

function contactOfOwnMail(
  { message, envelope }: Pick<EmailReceived, 'message' | 'envelope'>,
  sender: Participant,
  isOutside: (mailbox: Participant) => boolean,
): ContactChoice {
  const original = message.forwarded?.from;
  if (original !== undefined && isOutside(original)) return { rule: 'forwarded', mailbox: original };
  const replyTo = message.replyTo.find(isOutside);
  if (replyTo !== undefined) return { rule: 'reply-to', mailbox: replyTo };
  if (isFromList({ message })) return { rule: 'sender', mailbox: sender };
  const recipients = new Set(envelope.rcptTo.map((address) => normalizeAddress(address)));
  const recipient = [...message.to, ...message.cc].find(
    (mailbox) => isOutside(mailbox) && !recipients.has(normalizeAddress(mailbox.address)),
  );
  return recipient === undefined ? { rule: 'sender', mailbox: sender } : { rule: 'recipient', mailbox: recipient };
}

function mailboxOf({ name = '', address }: Participant): Mailbox {
  const [firstName, ...rest] = name.split(' ').filter(Boolean);
  const lastName = rest.join(' ');
  return compact({
    email: normalizeAddress(address),
    firstName,
    lastName: lastName || undefined,
  });
}
