import { hash } from 'node:crypto';
import { addressOf, normalizeAddress } from './address.ts';
import type { ParsedMail } from './parsed-mail.ts';

/** The identity of a mail: the same however often it arrives, and on every path. */
interface Identity {
  /** `evt_` and 32 hex digits: equal for every copy of one mail, also for copies with other envelopes. */
  readonly eventId: string;
  /** SHA-256, hex, over the sender's name for it. Two mails can share it, by accident or on purpose. */
  readonly externalId: string;
  /** SHA-256, hex, over the content: subject, body parts as they were sent, and attachments. */
  readonly contentDigest: string;
}

/** SHA-256 as 64 hex digits, over parts joined by line feeds. */
export const sha256 = (...parts: readonly string[]): string => hash('sha256', parts.join('\n'));

/** SHA-256 of bytes as 64 hex digits. */
export const sha256Of = (bytes: Uint8Array): string => hash('sha256', bytes);

/**
 * Derives the identity of a mail from what its sender wrote, never from how it reached us.
 *
 * `Message-ID` is only a SHOULD (RFC 5322 §3.6.4): without one the whole content stands in for it, for a
 * prefix of the body would make newsletters collide. The content digest is part of the event id, so that a
 * reused or forged Message-ID cannot make another mail vanish: it becomes a second event, flagged as a conflict.
 * It covers the body and the parts as sent, not our reading of them: a later, better reading keeps the id.
 */
export function identify(mail: ParsedMail): Identity {
  const from = normalizeAddress(addressOf(mail.from) ?? '');
  const contentDigest = sha256(
    mail.subject ?? '',
    mail.bodyDigest,
    ...mail.attachments.filter(({ isFound }) => isFound !== true).map(({ sha256: digest }) => digest),
  );
  const externalId =
    mail.messageId === undefined
      ? sha256(from, mail.date?.toISOString() ?? '', contentDigest)
      : sha256(mail.messageId, from);
  return { eventId: `evt_${sha256(externalId, contentDigest).slice(0, 32)}`, externalId, contentDigest };
}

/**
 * An id for a third party: two tenants that got the same mail must not share it, because some receivers
 * deduplicate over all their customers (Segment's messageId is one).
 */
export const scopedId = (tenant: string, destination: string, externalId: string): string =>
  sha256(tenant, destination, externalId);
