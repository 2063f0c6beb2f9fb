import { compact } from '../../compact.ts';
import { isRoleAccount } from '../consent/role-account.ts';
import type { Mailbox, People } from '../crm/crm-records.ts';
import { isMailable, normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { isFromList, isOwnAddress, type OwnPeople } from '../mail/own-people.ts';
import { senderProofOf } from '../mail/sender-proof.ts';

const noOwnPeople: OwnPeople = { ownDomains: [] };

type Named = {
  readonly name?: string | undefined;
  readonly address: string;
  readonly companyDomain?: string | undefined;
};

/**
 * Tells the contact from the participants. Of a stranger's mail it is the sender, or Reply-To where the sender is a machine
 * that writes for people, as web forms do. Mail of our own people is about somebody else: who wrote the mail that they
 * forward, Reply-To of a form of ours, or the first person outside that they wrote to. Our own domain counts only where
 * the mail proves it: anybody can write any From.
 *
 * @param own the tenant's domains, in lower case, without which nobody is one of ours; and whose ARC seals it trusts
 */
export function peopleOf(
  { message, envelope, authentication }: Pick<EmailReceived, 'message' | 'envelope' | 'authentication'>,
  own: OwnPeople = noOwnPeople,
): People {
  const isOurs = ({ address }: Named): boolean => isOwnAddress(address, own);
  const isOutside = (mailbox: Named): boolean => isMailable(mailbox.address) && !isOurs(mailbox);
  const sender = [
    message.from,
    envelope.mailFrom === undefined ? undefined : { address: envelope.mailFrom, companyDomain: envelope.companyDomain },
  ].find((candidate) => candidate !== undefined && isMailable(candidate.address));
  if (sender === undefined) return { direction: 'inbound', rule: 'none' };
  const from = mailboxOf(sender);
  const [answerTo] = message.replyTo.filter(isOutside);
  const found = (rule: People['rule'], mailbox: Named, direction: People['direction'] = 'inbound'): People =>
    compact({
      direction,
      from,
      contact: mailboxOf(mailbox),
      companyDomain: mailbox.companyDomain,
      rule,
    });

  if (!isOurs(sender) || senderProofOf({ authentication }, own) !== 'proven')
    return answerTo !== undefined && isRoleAccount(from.email) ? found('reply-to', answerTo) : found('sender', sender);
  const original = message.forwarded?.from;
  if (original !== undefined && isOutside(original)) return found('forwarded', original);
  if (answerTo !== undefined) return found('reply-to', answerTo);
  if (isFromList({ message })) return found('sender', sender);
  const recipients = new Set(envelope.rcptTo.map((address) => normalizeAddress(address)));
  const outside = [...message.to, ...message.cc].find(
    (mailbox) => isOutside(mailbox) && !recipients.has(normalizeAddress(mailbox.address)),
  );
  return outside === undefined ? found('sender', sender) : found('recipient', outside, 'outbound');
}

function mailboxOf({ name = '', address }: Named): Mailbox {
  const [firstName, ...rest] = name.split(' ').filter(Boolean);
  const lastName = rest.join(' ');
  return compact({
    email: normalizeAddress(address),
    firstName,
    lastName: lastName || undefined,
  });
}
