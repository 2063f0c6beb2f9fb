import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { unsubscribeBody, unsubscribeSubject } from '../../../../lambdas/domain/understanding/classify/unsubscribe.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const input = (changes: Partial<ParsedMail>) => ({ mail: aParsedMail(changes), recipients: [] });

describe('unsubscribeSubject', () => {
  it.each<[string, Partial<ParsedMail>, boolean]>([
    ['the bare word', { subject: 'Unsubscribe', text: '' }, true],
    ['the bare word as an answer', { subject: 'Re: unsubscribe', text: 'Thanks.' }, true],
    ['the word above a long text', { subject: 'Unsubscribe', text: 'word '.repeat(80) }, false],
    ['a question about it', { subject: 'How do I unsubscribe users?' }, false],
  ])('judges %s', (_name, changes, isRequest) => {
    expect(unsubscribeSubject(input(changes)) !== undefined).toBe(isRequest);
  });
});

describe('unsubscribeBody', () => {
  it.each<[string, Partial<ParsedMail>, number | undefined]>([
    ['the bare word', { text: 'stop' }, 0.9],
    ['the bare word in a conversation', { text: 'stop', inReplyTo: 'a@b.example' }, 0.9],
    ['a short request', { text: 'Please unsubscribe me from all that you send.' }, 0.8],
    [
      'a request in a conversation, which is an intent',
      { text: 'Please unsubscribe me from all that you send.', inReplyTo: 'a@b.example' },
      undefined,
    ],
    [
      'a request among many words',
      { text: `Please unsubscribe me from all that you send. ${'word '.repeat(50)}` },
      undefined,
    ],
  ])('judges %s', (_name, changes, confidence) => {
    expect(unsubscribeBody(input(changes))?.confidence).toBe(confidence);
  });

  it('takes the request for the author, who must be mailable', () => {
    expect(unsubscribeBody(input({ text: 'stop' }))?.unsubscribe).toEqual({ address: 'ada@customer.example' });
    expect(unsubscribeBody(input({ text: 'stop', from: { address: 'nobody' } }))).toBeUndefined();
  });
});
