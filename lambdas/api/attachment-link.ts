import type { EmailReceived } from '../domain/mail/event.ts';
import type { ObjectPresentation } from '../domain/mail/mail-store.ts';
import { keysToScan, type ScanResults, withScans } from '../domain/mail/object-scan.ts';
import { isScanDue } from '../domain/planning/view-link.ts';
import { type ApiAnswer, type ApiRequest, json } from './request.ts';

type Attachment = EmailReceived['attachments'][number];

/** The form in which somebody wants an attachment. */
type WantedForm = 'file' | 'picture' | 'macro-free';

interface AttachmentScans {
  /** The results of the antivirus scans that a mail's attachments wait for. */
  readonly findScans: (mail: Pick<EmailReceived, 'eventId' | 'attachments'>) => Promise<ScanResults>;
  readonly now: () => Date;
}

/** One attachment as its scan has judged it until now, and whether the scan of what is wanted of it may still end. */
export async function scannedAttachment(
  { findScans, now }: AttachmentScans,
  { eventId, receivedAt, attachments }: EmailReceived,
  nth: number,
  wants: WantedForm,
) {
  const wanted = attachments[nth];
  const mail = { eventId, attachments: wanted === undefined ? [] : [wanted] };
  const scans = await findScans(mail);
  const [attachment] = withScans(mail, scans).attachments;
  const key = wants === 'macro-free' ? attachment?.macroFreeKey : attachment?.key;
  const isOpen = key !== undefined && keysToScan(mail).includes(key) && !scans.has(key);
  return { attachment, isScanning: isOpen && isScanDue({ receivedAt }, now()) };
}

/** The form that a query asks for. */
export const wantedForm = (as: string | undefined): WantedForm =>
  as === 'picture' || as === 'macro-free' ? as : 'file';

/** A browser that guesses the type of a download might run it: only a picture that is shown keeps its type. */
export const presentationOf = (
  { detectedType, filename = 'attachment' }: Attachment,
  isShown: boolean,
): ObjectPresentation =>
  isShown
    ? { contentType: detectedType!, disposition: 'inline' }
    : { contentType: 'application/octet-stream', disposition: downloadAs(filename) };

/** The disposition of a download under a name. */
export const downloadAs = (filename: string): string => `attachment; filename*=UTF-8''${encodedValue(filename)}`;

/** RFC 8187 §3.2.1: `encodeURIComponent` leaves four characters that a header's value does not allow. */
const encodedValue = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);

/** In ms: how long a signed address works. */
const linkMs = 60_000;

/**
 * Leads a client to an address that works for a minute: by a redirect, or with `?answer=link` by naming it, for a page that cannot
 * follow a redirect with its key.
 */
export const leadTo = (location: string, { query }: Pick<ApiRequest, 'query'>, now: Date): ApiAnswer =>
  query.answer === 'link'
    ? json(200, { url: location, expiresAt: new Date(now.getTime() + linkMs).toISOString() })
    : redirectTo(location);

/** Sends a client to an address that works for a minute. */
export const redirectTo = (location: string) => ({
  statusCode: 302,
  headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
});
