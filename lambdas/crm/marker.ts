import type { MappedFields } from '../domain/mapping/apply-mapping.ts';
import type { Activity } from './record-steps.ts';

/** What marks an activity of ours where the CRM has no field for its external id. Not an address, and no word of the mail. */
export const markerOf = ({ externalId }: Pick<Activity, 'externalId'>): string => `postern-${externalId.slice(0, 20)}`;

/** Mapped fields as lines of text, where the CRM's activities have no fields of their own. */
export const fieldLines = (fields: MappedFields | undefined): string =>
  Object.entries(fields ?? {})
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

/** Text as HTML that shows the same: for fields that take markup. */
export const asHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>');

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
