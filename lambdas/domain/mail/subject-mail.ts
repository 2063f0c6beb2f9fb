import { isMailable, normalizeAddress } from './address.ts';
import type { EmailReceived } from './event.ts';
import { someText, textAddress } from './text-address.ts';

/** The part of a person in a mail: they wrote it, it was sent to them, or it only names them. */
export type SubjectRole = 'author' | 'recipient' | 'mentioned';

/** An object of an event that names somebody. */
export interface NamedMailbox {
  readonly name?: string | undefined;
  readonly address?: string | undefined;
}

/** The part of a person in a mail; undefined where nothing in the event has their address. */
export function subjectRoleIn(event: EmailReceived, address: string): SubjectRole | undefined {
  const { message, envelope } = event;
  const isSubject = isAddress(address);
  const authors = [message.from, message.sender, message.originalFrom, { address: envelope.mailFrom }];
  if (authors.some((mailbox) => isSubject(mailbox?.address))) return 'author';
  const recipients = [...message.to, ...message.cc, ...message.bcc].map((mailbox) => mailbox.address);
  if ([...recipients, ...envelope.rcptTo].some(isSubject)) return 'recipient';
  return someText(event, textAddress(address).isIn) ? 'mentioned' : undefined;
}

/** The names under which mailboxes of a mail have an address. */
export const namesOfSubject = (event: EmailReceived, address: string): string[] => [
  ...new Set(
    mailboxesIn(event)
      .filter((mailbox) => isAddress(address)(mailbox.address))
      .flatMap(({ name }) => name ?? []),
  ),
];

/**
 * The addresses of the other people of a mail: not the person's, and none of ours.
 *
 * @param isOurs whether an address is of the tenant: of its domains, or one that takes its mail
 */
export function otherPeopleIn(
  event: EmailReceived,
  address: string,
  isOurs: (address: string) => boolean,
): readonly string[] {
  const { message, envelope } = event;
  const isSubject = isAddress(address);
  const mailboxes = [
    message.from,
    message.sender,
    message.originalFrom,
    message.forwarded?.from,
    ...message.replyTo,
    ...message.to,
    ...message.cc,
    ...message.bcc,
  ];
  const addresses = [...mailboxes.map((mailbox) => mailbox?.address), ...envelope.rcptTo];
  const others = addresses.flatMap((other) =>
    other === undefined || !isMailable(other) || isSubject(other) ? [] : normalizeAddress(other),
  );
  return [...new Set(others)].filter((other) => !isOurs(other));
}

/** Whether another address compares equal. @param address normalized */
export const isAddress =
  (address: string) =>
  (other: string | undefined): boolean =>
    other !== undefined && normalizeAddress(other) === address;

/** Every object with an address, wherever it is in an event. */
function mailboxesIn(value: unknown): NamedMailbox[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'address' in value && typeof value.address === 'string' ? [value as NamedMailbox] : [];
  return [...own, ...Object.values(value).flatMap(mailboxesIn)];
}
