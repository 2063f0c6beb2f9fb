import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { bulkPrecedence, listHeader } from '../../../../lambdas/domain/understanding/classify/lists.ts';
import type { Rule } from '../../../../lambdas/domain/understanding/classify/rule.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const findingOf = (rule: Rule, changes: Partial<ParsedMail>) => rule({ mail: aParsedMail(changes), recipients: [] });
const header = (name: string, value: string): Partial<ParsedMail> => ({ headers: [{ name, value }] });

describe('listHeader', () => {
  it.each<[string, Partial<ParsedMail>, number]>([
    ['header list-id is a list’s', header('list-id', '<l.example>'), 0.95],
    ['header x-mailman-version is a list’s', header('x-mailman-version', '2'), 0.95],
    ['header x-csa-complaints is that of a campaign', header('x-csa-complaints', 'csa@eco.example'), 0.85],
    ['header x-campaign-id is that of a campaign', header('x-campaign-id', '991'), 0.85],
    ['header Sender is the owner of a list', { sender: { address: 'owner-steam@lists.example' } }, 0.8],
    ['header Errors-To is the owner of a list', header('errors-to', '<steam-owner@lists.example>'), 0.8],
    ['its envelope sender is the owner of a list', header('return-path', '<owner-steam@lists.example>'), 0.8],
    [
      'header X-Loop names the list that it was sent to',
      { ...header('x-loop', 'steam@lists.example'), to: [{ address: 'Steam@lists.example' }] },
      0.8,
    ],
    ['header Feedback-ID is that of a campaign', header('feedback-id', '77:shop:camp:esp'), 0.8],
  ])('finds a list: %s', (because, changes, confidence) => {
    expect(findingOf(listHeader, changes)).toEqual({ kind: 'list', confidence, because });
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['a list that another header names', header('x-listing', '7')],
    ['the mark that SES gives every mail', header('feedback-id', '::1.eu-west-1.x7=:AmazonSES')],
    ['a mark of two names', header('feedback-id', 'shop:esp')],
    ['a robot that guards itself', header('x-loop', 'support@them.example')],
    ['the owner of a shop', { sender: { address: 'owner@shop.example' } }],
  ])('finds none in %s', (_name, changes) => {
    expect(findingOf(listHeader, changes)).toBeUndefined();
  });
});

describe('bulkPrecedence', () => {
  it('finds bulk mail, and leaves mail of first class', () => {
    expect(findingOf(bulkPrecedence, header('precedence', 'Bulk'))).toMatchObject({ kind: 'list', confidence: 0.7 });
    expect(findingOf(bulkPrecedence, header('precedence', 'first-class'))).toBeUndefined();
  });
});
