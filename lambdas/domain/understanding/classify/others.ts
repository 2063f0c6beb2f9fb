import { compact } from '../../../compact.ts';
import { normalizeAddress } from '../../mail/address.ts';
import { readCalendar } from '../calendar-invite.ts';
import type { Rule } from './rule.ts';

/** Mail to the address of a `List-Unsubscribe: <mailto:…>` header (RFC 2369 §3.2) is a request with any words. */
export const unsubscribeAddress: Rule = ({ mail, recipients }) =>
  recipients.some((recipient) => /^unsubscribe(?:[+@])/.test(normalizeAddress(recipient))) && mail.from
    ? {
        kind: 'unsubscribe',
        confidence: 1,
        unsubscribe: { address: normalizeAddress(mail.from.address) },
        because: 'it was sent to the unsubscribe address',
      }
    : undefined;

/** RFC 6047 §2.4: an iTIP part carries its method; a plain .ics file sent along is an attachment like others. */
export const calendarMethod: Rule = ({ mail }) => {
  const isRoot = mail.contentType.type === 'text/calendar' || mail.contentType.method !== undefined;
  const calendar = mail.calendar === undefined ? undefined : readCalendar(mail.calendar);
  const method = calendar?.method ?? mail.contentType.method?.toUpperCase();
  if (!isRoot && (calendar === undefined || method === undefined || method === 'PUBLISH')) return undefined;
  return {
    kind: 'calendar',
    confidence: 0.95,
    calendar: { ...calendar, ...compact({ method }) },
    because: `it carries an iCalendar object${method === undefined ? '' : `, method ${method}`}`,
  };
};
