import { normalizeAddress } from './address.ts';
import type { RoutedEvent } from './event.ts';
import { sha256 } from './identity.ts';
import type { Integration } from './integration.ts';

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

/** The window that a mail falls into: by when it was received, so that a replay counts as the first time did. */
export function brakeWindowOf(
  { message, envelope, receivedAt }: RoutedEvent,
  { key, brake }: Pick<Integration, 'key' | 'brake'>,
): BrakeWindow | undefined {
  const sender = message.from?.address ?? envelope.mailFrom;
  if (brake === undefined || sender === undefined) return undefined;
  const spanMs = brake.minutes * 60_000;
  const nth = Math.floor(Date.parse(receivedAt) / spanMs);
  return {
    key: sha256(key, normalizeAddress(sender), String(spanMs), String(nth)).slice(0, 40),
    until: new Date((nth + 1) * spanMs),
  };
}

/** Whether a mail is one that we sent ourselves: the sender of our own confirmations writes to nobody. */
export function isOwnMail({ message }: RoutedEvent, { consent }: Pick<Integration, 'consent'>): boolean {
  const own = consent?.confirmation?.from;
  const from = message.from?.address;
  return own !== undefined && from !== undefined && normalizeAddress(from) === normalizeAddress(bare(own));
}

/** The address of `Name <address>`. */
const bare = (sender: string): string => /<([^<>]+)>$/.exec(sender.trimEnd())?.[1] ?? sender;
