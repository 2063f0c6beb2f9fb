import { namesOf } from '../../../cli/scrub/names-of-mails.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';

const namesIn = (from: { name?: string; address: string }, text = ''): string[] =>
  namesOf({ message: { from, to: [], cc: [], replyTo: [] }, body: { text } } as unknown as EmailReceived);

describe('the names in a mail', () => {
  it.each([
    ['a display name', { name: 'Ada von Lovelace', address: 'x@gmail.com' }, ['ada', 'lovelace']],
    ['an address of two words', { address: 'ada.lovelace@gmail.com' }, ['ada', 'lovelace']],
    ['a company', { address: 'x@acme.co.uk' }, ['acme']],
    ['no program', { name: 'Mail Delivery System', address: 'mailer-daemon@gmail.com' }, []],
    ['no function', { name: 'Support', address: 'support@gmail.com' }, []],
  ])('are those of %s', (_, from, expected) => {
    expect(namesIn(from)).toEqual(expected);
  });

  it('are found in a quote, too', () => {
    expect(namesIn({ address: 'x@gmail.com' }, 'On Monday, Grace Hopper <grace@gmail.com> wrote:')).toEqual([
      'grace',
      'hopper',
    ]);
  });
});
