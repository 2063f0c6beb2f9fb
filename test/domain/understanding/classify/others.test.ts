import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { calendarMethod, unsubscribeAddress } from '../../../../lambdas/domain/understanding/classify/others.ts';
import type { Rule } from '../../../../lambdas/domain/understanding/classify/rule.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const recipients = ['sales@inbound.localhost'];
const findingOf = (rule: Rule, changes: Partial<ParsedMail>, to = recipients) =>
  rule({ mail: aParsedMail(changes), recipients: to });
const invite = 'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR';

describe('calendarMethod', () => {
  it.each<[string, Partial<ParsedMail>, object]>([
    [
      'an invitation',
      { calendar: invite },
      {
        kind: 'calendar',
        calendar: { method: 'REQUEST', uid: '1' },
        because: 'it carries an iCalendar object, method REQUEST',
      },
    ],
    [
      'a calendar whose method is only in the header',
      { contentType: { type: 'text/calendar', method: 'cancel' } },
      { calendar: { method: 'CANCEL' } },
    ],
  ])('finds %s', (_name, changes, finding) => {
    expect(findingOf(calendarMethod, changes)).toMatchObject(finding);
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['a calendar that only publishes', { calendar: invite.replace('REQUEST', 'PUBLISH') }],
    ['a calendar without a method', { calendar: invite.replace('METHOD:REQUEST\n', '') }],
  ])('finds nothing in %s', (_name, changes) => {
    expect(findingOf(calendarMethod, changes)).toBeUndefined();
  });
});

describe('unsubscribeAddress', () => {
  it.each(['unsubscribe@inbound.localhost', 'Unsubscribe+42@inbound.localhost'])(
    'takes mail to %s for a request',
    (to) => {
      expect(findingOf(unsubscribeAddress, { from: { address: 'Ada@Customer.example' } }, [to])).toMatchObject({
        kind: 'unsubscribe',
        unsubscribe: { address: 'ada@customer.example' },
      });
    },
  );

  it('leaves mail to another address, and mail without a sender', () => {
    const { from: _none, ...nameless } = aParsedMail();

    expect(findingOf(unsubscribeAddress, {}, ['unsubscribed@inbound.localhost'])).toBeUndefined();
    expect(unsubscribeAddress({ mail: nameless, recipients: ['unsubscribe@inbound.localhost'] })).toBeUndefined();
  });
});
