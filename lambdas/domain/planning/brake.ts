import type { Integration } from '../configuration/integration.ts';
import { normalizeAddress } from '../mail/address.ts';
import type { EmailReceived, RoutedEvent } from '../mail/event.ts';
import { unprovenHostOf, unprovenSourceOf } from '../mail/mail-source.ts';
import { senderProofOf } from '../mail/sender-proof.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';

/** A span of time in which one sender's mails are counted. */
export interface BrakeWindow {
  /** Of the integration, the sender and the span; no address. */
  readonly key: string;
  readonly until: Date;
}

/**
 * Counts a mail of a window once, however often it is delivered.
 *
 * @param most so many ids are kept
 * @returns how many mails the window has, at least; more than `most` when it is full
 */
export type CountInWindow = (window: BrakeWindow, eventId: string, most: number) => Promise<number>;

/**
 * The window that a mail falls into: by when it was received, so that a replay counts as the first time did.
 *
 * A sender is who the mail proves that they are. Mail that proves nothing is counted for the host that it came from, so
 * that nobody uses up a window in somebody else's name.
 *
 * @param subjectFor the keyed hash of addresses
 */
export function brakeWindowOf(
  event: RoutedEvent,
  { key, brake, trust }: Pick<Integration, 'key' | 'brake' | 'trust'>,
  subjectFor: SubjectHash,
): BrakeWindow | undefined {
  const { message, envelope, receivedAt } = event;
  const from = message.from?.address;
  if (brake === undefined || (from ?? envelope.mailFrom) === undefined) return undefined;
  const isProven = from !== undefined && senderProofOf(event, trust) === 'proven';
  const sender = isProven ? normalizeAddress(from) : unprovenSourceOf(event);
  return windowAt(receivedAt, brake.minutes, subjectFor, `brake/${key}`, sender);
}

/** The window of what unproven mail of one host may stop at a tenant: an hour. */
export const unprovenWindowOf = (event: EmailReceived, tenant: string, subjectFor: SubjectHash): BrakeWindow =>
  windowAt(event.receivedAt, 60, subjectFor, `unproven/${tenant}`, unprovenHostOf(event));

function windowAt(
  receivedAt: string,
  minutes: number,
  subjectFor: SubjectHash,
  scope: string,
  sender: string,
): BrakeWindow {
  const spanMs = minutes * 60_000;
  const nth = Math.floor(Date.parse(receivedAt) / spanMs);
  return {
    // No tenant has a slash in its name, so that this is no hash of the consent ledger.
    key: subjectFor(`${scope}/${spanMs}/${nth}`, sender),
    until: new Date((nth + 1) * spanMs),
  };
}

/** Whether a mail is one that we sent ourselves: the sender of our own confirmations writes to nobody. */
export function isOwnConfirmation({ message }: RoutedEvent, { consent }: Pick<Integration, 'consent'>): boolean {
  const own = consent?.confirmation?.from;
  const from = message.from?.address;
  return own !== undefined && from !== undefined && normalizeAddress(from) === normalizeAddress(bare(own));
}

/** The address of `Name <address>`. */
const bare = (sender: string): string => /<([^<>]+)>$/.exec(sender.trimEnd())?.[1] ?? sender;
