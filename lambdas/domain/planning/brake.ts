import type { Integration } from '../configuration/integration.ts';
import { normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { unprovenHostOf, unprovenSourceOf } from '../mail/mail-source.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { MailContext } from './mail-context.ts';

/** A span of time in which one sender's mails are counted. */
interface BrakeWindow {
  /** A hash of the integration, the sender and the span; it holds no address. */
  readonly key: string;
  readonly until: Date;
}

/**
 * Counts a mail of a window once, however often it is delivered.
 *
 * @param most how many ids are kept
 * @returns how many mails the window has, at least; more than `most` when it is full
 */
export type CountInWindow = (window: BrakeWindow, eventId: string, most: number) => Promise<number>;

/**
 * Finds the window of a mail by the time of its receipt, so that a replay counts in the same window.
 *
 * A mail that proves its From counts for that address. Any other mail counts for the host that it came from, so that
 * nobody uses up a window in somebody else's name.
 *
 * @param subjectFor the keyed hash of addresses
 */
export function brakeWindowOf(
  { event, proof }: Pick<MailContext, 'event' | 'proof'>,
  { key, brake }: Pick<Integration, 'key' | 'brake'>,
  subjectFor: SubjectHash,
): BrakeWindow | undefined {
  const { message, envelope, receivedAt } = event;
  const from = message.from?.address;
  if (brake === undefined || (from ?? envelope.mailFrom) === undefined) return undefined;
  const sender = from !== undefined && proof === 'proven' ? normalizeAddress(from) : unprovenSourceOf(event);
  return windowAt(receivedAt, brake.minutes, subjectFor, `brake/${key}`, sender);
}

/** The hour in which unproven mail of one host counts against what such mail may stop at a tenant. */
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
  const span = Math.floor(Date.parse(receivedAt) / spanMs);
  return {
    // A tenant's name has no slash, so this never equals a hash of the consent ledger.
    key: subjectFor(`${scope}/${spanMs}/${span}`, sender),
    until: new Date((span + 1) * spanMs),
  };
}
