import type { MappedFields } from '../domain/crm/crm-records.ts';
import { escapeHtml } from '../domain/mail/text.ts';
import { cut } from './cut.ts';
import type { Activity, Task } from './vendor-records.ts';

/** Marks an activity of ours where the CRM has no field for its external id. Neither an address nor a word of the mail. */
export const markerOf = ({ externalId }: Pick<Activity, 'externalId'>): string => `postern-${externalId.slice(0, 20)}`;

/** Whether a text of the CRM carries the marker of a record. */
export const isMarked = (text: string | null | undefined, record: Pick<Activity, 'externalId'>): boolean =>
  text?.includes(markerOf(record)) === true;

/** Mapped fields as lines of text, where the CRM's activities have no fields of their own. */
export const fieldLines = (fields: MappedFields | undefined): string =>
  Object.entries(fields ?? {})
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

/** Where the whole mail is, as a line of text; nothing when the integration shows no mail. */
export function linkLine({ link }: { readonly link?: Activity['link'] | undefined }): string {
  if (link === undefined) return '';
  const files =
    link.attachments === 0 ? '' : ` with ${link.attachments} attachment${link.attachments === 1 ? '' : 's'}`;
  return `The whole mail${files}: ${link.url}\n`;
}

/** How far the sender can be believed, as a line of text, so that whoever acts on the mail sees it. */
export const trustLine = ({ trust }: Pick<Activity, 'trust'>): string =>
  trust === undefined
    ? ''
    : `Trust ${trust.score} of 100${trust.reasons.length === 0 ? '' : `: ${trust.reasons.join(', ')}`}\n`;

/**
 * The text under an activity where the CRM has no fields for it: the link, the trust in the sender, mapped
 * fields, and a line with the mail's facts.
 *
 * @param more further parts of the last line, such as the marker
 */
export const footOf = (activity: Activity, ...more: readonly string[]): string =>
  `\n\n-- \n${linkLine(activity)}${trustLine(activity)}${fieldLines(activity.fields)}${[activity.direction, activity.kind, ...filesPart(activity), activity.mappingVersion, activity.eventId, ...more].join(' · ')}`;

/** How many files the mail brings, as a part of the last line; nothing when there are none. */
const filesPart = ({ attachments = 0 }: Activity): string[] =>
  attachments === 0 ? [] : [`${attachments} attachment${attachments === 1 ? '' : 's'}`];

/** Text with its foot, cut so that the foot stays whole. */
export const withFoot = (text: string, foot: string, maxLength: number): string =>
  cut(text, maxLength - foot.length) + foot;

/** Pictures of the mail itself: nobody but our own page can show them. */
const ownPicture = /\ssrc="(?:\/attachments\/|cid:)/i;

/**
 * The mail as its sender formatted it, with its foot, for a CRM that shows HTML; undefined where there is none, or it is too
 * long: HTML that is cut shows anything.
 *
 * @param foot as text
 * @param sizeOf in the unit of the vendor's limit
 */
export function htmlWithFoot(
  { html }: Pick<Activity, 'html'>,
  foot: string,
  maxSize: number,
  sizeOf: (text: string) => number = (text) => text.length,
): string | undefined {
  if (html === undefined) return undefined;
  const shown = html.replace(/<img\b[^<>]*>/gi, (picture) => (ownPicture.test(picture) ? '' : picture));
  const whole = shown + asHtml(foot);
  return sizeOf(whole) <= maxSize ? whole : undefined;
}

/** The foot of an activity where the CRM has fields for all but link and trust. */
function linkFoot(activity: Activity): string {
  const lines = linkLine(activity) + trustLine(activity);
  return lines === '' ? '' : `\n\n-- \n${lines}`;
}

/** The text of an activity where the CRM has fields for all the rest, cut so that link and trust stay. */
export const textWithLink = (activity: Activity, maxLength: number): string =>
  withFoot(activity.text, linkFoot(activity), maxLength);

/** The same as HTML; undefined where the mail has none, or too much. */
export const htmlWithLink = (activity: Activity, maxLength: number): string | undefined =>
  htmlWithFoot(activity, linkFoot(activity), maxLength);

/** The text of a task beside its title: where the mail is, and the marker by which a look-up finds the task. */
export const taskText = (task: Task): string => `${linkLine(task)}${task.eventId} · ${markerOf(task)}`;

/** Text as HTML that shows the same: for fields that take markup. */
export const asHtml = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');
