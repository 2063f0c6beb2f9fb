import type { MappedFields } from '../domain/crm/crm-records.ts';
import { escapeHtml } from '../domain/mail/text.ts';
import { cut } from './call.ts';
import type { Activity, Task } from './vendor-records.ts';

/** What marks an activity of ours where the CRM has no field for its external id. Not an address, and no word of the mail. */
export const markerOf = ({ externalId }: Pick<Activity, 'externalId'>): string => `postern-${externalId.slice(0, 20)}`;

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

/** What stands under the text of an activity whose CRM has no fields for it: the link, mapped fields, and what tells it from others. */
export const footOf = (activity: Activity, ...more: readonly string[]): string =>
  `\n\n-- \n${linkLine(activity)}${fieldLines(activity.fields)}${[activity.direction, activity.kind, activity.mappingVersion, activity.eventId, ...more].join(' · ')}`;

/** The text of an activity whose CRM has fields for all the rest, cut so that the link stays. */
export function textWithLink(activity: Activity, maxLength: number): string {
  const foot = activity.link === undefined ? '' : `\n\n-- \n${linkLine(activity)}`;
  return cut(activity.text, maxLength - foot.length) + foot;
}

/** What a task says beside its title: where the mail is, and by what the task is found again. */
export const taskText = (task: Task): string => `${linkLine(task)}${task.eventId} · ${markerOf(task)}`;

/** Text as HTML that shows the same: for fields that take markup. */
export const asHtml = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');

/** A name for somebody who gave none: the part of the address before the @. */
export const nameOf = ({
  email,
  firstName,
  lastName,
}: {
  email: string;
  firstName?: string;
  lastName?: string;
}): string => [firstName, lastName].filter(Boolean).join(' ') || email.slice(0, email.lastIndexOf('@'));
