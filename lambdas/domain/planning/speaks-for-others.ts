import { isRoleAccount } from '../consent/role-account.ts';
import { addressOf, domainOf, normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { isFormMailer, isTransactionAddress, isUnreadAddress } from '../mail/machine-address.ts';

type Mail = Pick<EmailReceived, 'message'>;
type Mailbox = EmailReceived['message']['replyTo'][number];

/** Header fields of form mailers, and of libraries by which pages send mail. */
const mailers: ReadonlyArray<readonly [name: string, value?: RegExp]> = [
  ['x-mailer', /\b(?:phpmailer|php\/|wordpress|drupal|joomla|typo3|contact ?form|formmail|swift ?mailer|wpforms)/i],
  ['x-php-originating-script'],
  ['x-php-script'],
  ['x-wpforms'],
  ['x-wp-mail'],
  ['x-formspree-id'],
  ['x-typeform-response'],
  ['x-jotform'],
];

/** `Jo Baker via Docs`, `Jo Baker (via Docs)`, and the same in German. */
const through = /\s\(?(?:via|über)\s/iu;

/**
 * Whether the sender of a mail writes for somebody else: an address that nobody reads, a form, a service that says
 * `via` in its name, or the account of a transaction.
 */
export function speaksForOthers({ message: { from, headers } }: Mail): boolean {
  const address = addressOf(from);
  if (address === undefined) return false;
  const normalized = normalizeAddress(address);
  return (
    isRoleAccount(normalized) ||
    isUnreadAddress(normalized) ||
    isFormMailer(normalized) ||
    isTransactionAddress(normalized) ||
    through.test(from?.name ?? '') ||
    isOfMailer(headers)
  );
}

const isOfMailer = (headers: Mail['message']['headers']): boolean =>
  headers.some(({ name, value }) =>
    mailers.some(([header, wanted]) => header === name && (wanted === undefined || wanted.test(value))),
  );

/** Local parts of departments: in Reply-To of a notice the firm's own, which is nobody's. */
const department =
  /^(?:support|help(?:desk)?|service|customer-?(?:service|care|support)|care|info|contact|kontakt|contacto|hello|hi|hallo|team|office|sales|billing|accounts?|accounting|invoices?|orders?|admin|feedback|kundenservice|kundendienst|hilfe|ayuda|soporte|assistance|assistenza|privacy|press|marketing|news(?:letter)?|shop|store)(?:[-+._][^@]*)?@/i;

/**
 * The person in Reply-To. A department of the sender's own organization is none, and where no form has sent the mail
 * neither is that of another one: a shop's bills come from a payment service, with the shop's support in Reply-To.
 *
 * @param isOutside whether a mailbox may be somebody outside
 */
export function replyToPerson({ message }: Mail, isOutside: (mailbox: Mailbox) => boolean): Mailbox | undefined {
  const from = normalizeAddress(message.from?.address ?? '');
  const isForm = isFormMailer(from) || isOfMailer(message.headers);
  return message.replyTo.find((mailbox) => {
    const address = normalizeAddress(mailbox.address);
    if (!isOutside(mailbox) || address === from || isUnreadAddress(address)) return false;
    return !department.test(address) || (isForm && !isSameHost(address, from));
  });
}

/** Whether the domain of one address is that of the other, or below it. */
function isSameHost(address: string, sender: string): boolean {
  const [host = '', senderHost = ''] = [domainOf(address), domainOf(sender)];
  return host === senderHost || host.endsWith(`.${senderHost}`) || senderHost.endsWith(`.${host}`);
}
