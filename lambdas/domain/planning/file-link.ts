import type { RoutedEvent } from '../mail/event.ts';
import { keysToScan } from '../mail/object-scan.ts';
import { ownPicturesIn, withOwnPictures } from '../mail/own-pictures.ts';
import { readFields, signFields, type TokenKeys } from '../mail/signed-text.ts';
import { escapeHtml } from '../mail/text.ts';
import { attachmentAnswer } from './view-link.ts';

/** The content of a link to the files of one event, as it went to one integration. It names nobody. */
export interface FileToken {
  /** The key of the delivery. */
  readonly integration: string;
  readonly eventId: string;
  readonly expiresAt: Date;
}

const use = 'file:';

/** Makes the token of a link. */
export const mintFileToken = ({ integration, eventId, expiresAt }: FileToken, keys: TokenKeys): string =>
  signFields([integration, eventId, String(expiresAt.getTime() / 1000)], keys, use);

/** Reads a token, also one that has expired; undefined when it is cut, altered, signed by no key of ours, or made for another use. */
export function readFileToken(text: string, keys: TokenKeys): FileToken | undefined {
  const [integration, eventId, seconds] = readFields(text, keys, use) ?? [];
  return integration === undefined || eventId === undefined || seconds === undefined
    ? undefined
    : { integration, eventId, expiresAt: new Date(Number(seconds) * 1000) };
}

/** In ms: links that are made within five minutes, or a twelfth of their time, end together: a retry after seconds has the same body. */
const longestStepMs = 300_000;

/** When a link that is made now ends: after so many minutes, or a little later. */
export function linkEnd(now: Date, minutes: number): Date {
  const lastsMs = minutes * 60_000;
  const stepMs = Math.min(longestStepMs, lastsMs / 12);
  return new Date(Math.ceil((now.getTime() + lastsMs) / stepMs) * stepMs);
}

/**
 * The event with a link at each clean attachment, and at each clean picture that its HTML shows.
 *
 * A file whose scan has not ended gets none: its receiver asks the API for it.
 *
 * @param base the address of the links, up to the number of the attachment
 */
export function withFileLinks(event: RoutedEvent, base: string, expiresAt: Date): RoutedEvent {
  const { attachments, body } = event;
  const waiting = new Set(keysToScan(event));
  const isGiven = (nth: number, wants: 'file' | 'picture'): boolean => {
    const attachment = attachments[nth];
    if (attachment?.verdict !== 'clean') return false;
    const answer = attachmentAnswer(attachment, { wants, isWarned: false, isScanning: waiting.has(attachment.key) });
    return answer === 'give' || answer === 'show';
  };
  const urlExpiresAt = expiresAt.toISOString();
  const linked = attachments.map((attachment, nth) =>
    isGiven(nth, 'file') ? { ...attachment, url: `${base}/${nth}`, urlExpiresAt } : attachment,
  );
  const shown = new Set(ownPicturesIn(body.html ?? '').filter((nth) => isGiven(nth, 'picture')));
  if (body.html === undefined || shown.size === 0) return { ...event, attachments: linked };
  const html = withOwnPictures(body.html, (nth, before) =>
    shown.has(nth) ? escapeHtml(`${base}/${nth}?as=picture`) : before,
  );
  return { ...event, attachments: linked, body: { ...body, html } };
}
