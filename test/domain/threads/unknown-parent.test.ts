import { answersUnknownMail } from '../../../lambdas/domain/threads/unknown-parent.ts';

interface Answer {
  readonly inReplyTo?: string;
  readonly references: string[];
  readonly subject?: string | undefined;
}
const mail: Answer = { references: [], subject: 'Offer' };

describe('a mail whose parent may be missing', () => {
  it.each<[string, Answer, 'none' | 'in-reply-to' | 'subject', boolean]>([
    ['answers by In-Reply-To', { ...mail, inReplyTo: '<a@customer.example>' }, 'none', true],
    ['answers by References', { ...mail, references: ['<a@customer.example>'] }, 'none', true],
    ['answers by its subject', { ...mail, subject: 'Re: Offer' }, 'none', true],
    ['begins a conversation', mail, 'none', false],
    ['has no subject', { ...mail, subject: undefined }, 'none', false],
    ['has found its conversation', { ...mail, inReplyTo: '<a@customer.example>' }, 'in-reply-to', false],
    ['has found it by its subject', { ...mail, subject: 'Re: Offer' }, 'subject', false],
  ])('%s', (_title, message, matchedBy, isMissing) => {
    expect(answersUnknownMail(message, { matchedBy })).toBe(isMissing);
  });
});
