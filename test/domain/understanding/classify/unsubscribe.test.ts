import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import {
  unsubscribeBody,
  unsubscribeByClient,
  unsubscribeSubject,
} from '../../../../lambdas/domain/understanding/classify/unsubscribe.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const input = (changes: Partial<ParsedMail>) => ({ mail: aParsedMail(changes), recipients: [] });

describe('unsubscribeSubject', () => {
  it.each<[string, Partial<ParsedMail>, boolean]>([
    ['the bare word', { subject: 'Unsubscribe', text: '' }, true],
    ['the bare word as an answer', { subject: 'Re: unsubscribe', text: 'Thanks.' }, true],
    ['the word above a long text', { subject: 'Unsubscribe', text: 'word '.repeat(80) }, false],
    ['a question about it', { subject: 'How do I unsubscribe users?' }, false],
    ['a token behind it', { subject: 'unsubscribe 7f3a-99', text: '' }, true],
    ['a token behind it, over a signature', { subject: 'unsubscribe:7f3a-99', text: 'Jo Baker\nCustomer Ltd' }, true],
    ['a word behind it, over nothing', { subject: 'unsubscribe-newsletter', text: '' }, true],
    ['a word behind it, over a question', { subject: 'unsubscribe-link', text: 'How do I add it?' }, false],
    ['another language', { subject: 'Disiscrizione', text: '' }, true],
    ['something else that is left', { subject: 'unsubscribe from the trade fair', text: '' }, false],
  ])('judges %s', (_name, changes, isRequest) => {
    expect(unsubscribeSubject(input(changes)) !== undefined).toBe(isRequest);
  });
});

describe('unsubscribeByClient', () => {
  const headers = [{ name: 'auto-submitted', value: 'auto-replied' }];
  const text = 'The mail program of the reader sends this mail to unsubscribe from “Autumn offer”.';

  it.each<[string, Partial<ParsedMail>, boolean]>([
    ['the mail of Apple Mail, which says that it is a reply', { headers, subject: 'unsubscribe', text }, true],
    ['one with a token', { headers, subject: 'unsubscribe 7f3a-99', text }, true],
    ['a person’s mail, which another rule reads', { headers: [], subject: 'unsubscribe', text }, false],
    ['an auto-reply to a mail with that subject', { headers, subject: 'Re: unsubscribe', text }, false],
    ['an auto-reply that names a mail', { headers, subject: 'unsubscribe', text, inReplyTo: 'a@b.example' }, false],
    ['an absence note', { headers, subject: 'Out of office', text: 'I am away.' }, false],
  ])('judges %s', (_name, changes, isRequest) => {
    expect(unsubscribeByClient(input(changes))?.kind === 'unsubscribe').toBe(isRequest);
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
    ['a request in another language', { text: 'Прошу удалить мой адрес из рассылки.' }, 0.8],
    ['a request about somebody else', { text: 'I need to unsubscribe my second exhibitor.' }, undefined],
    ['a request to keep the mail', { text: 'Please do not unsubscribe me.' }, undefined],
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
