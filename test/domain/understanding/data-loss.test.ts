import {
  allFindings,
  builtInRules,
  findData,
  isIban,
  passesLuhn,
  redact,
  redactEvent,
} from '../../../lambdas/domain/understanding/data-loss.ts';
import { anEvent } from '../../helpers/builders.ts';

describe('data-loss rules', () => {
  it.each<[string, string[]]>([
    ['My card is 4111 1111 1111 1111.', ['card-number']],
    ['Card 378282246310005, please', ['card-number']],
    ['5500-0000-0000-0004', ['card-number']],
    ['Not a card: 4111 1111 1111 1112', []],
    ['An order: 1234567890123456', []],
    ['Pay to DE89 3704 0044 0532 0130 00.', ['iban']],
    ['GB82WEST12345698765432', ['iban']],
    ['Not one: DE89 3704 0044 0532 0130 01', []],
    ['Call +44 20 7946 0018', []],
  ])('finds in "%s": %j', (text, rules) => {
    expect(findData([text], builtInRules).map(({ rule }) => rule)).toEqual(rules);
  });

  it('count, and take out what they count', () => {
    const text = 'Old 4111 1111 1111 1111, new 5500 0000 0000 0004.';

    expect(findData([text], builtInRules)).toEqual([{ rule: 'card-number', count: 2 }]);
    expect(redact(text, builtInRules)).toBe('Old [card-number], new [card-number].');
  });

  it('count those in text attachments, too', () => {
    const inWords = [{ rule: 'card-number', count: 1 }];
    const attachments = [
      { dataRules: [{ rule: 'iban', count: 2 }] },
      {},
      { dataRules: [{ rule: 'card-number', count: 3 }] },
    ];

    expect(allFindings(inWords, attachments)).toEqual([
      { rule: 'card-number', count: 4 },
      { rule: 'iban', count: 2 },
    ]);
  });

  it('reach every text of the event', () => {
    const words = 'IBAN DE89370400440532013000';
    const event = anEvent({
      text: words,
      subject: words,
      html: `<p>${words}</p>`,
      safeText: words,
      headers: [{ name: 'subject', value: words }],
    });

    expect(JSON.stringify(redactEvent(event, builtInRules))).not.toContain('DE89370400440532013000');
  });

  it('are taken out of what a carried mail says, too', () => {
    const card = 'Card 4111 1111 1111 1111';
    const carried = { subject: card, snippet: card, files: [] };
    const file = { contentType: 'message/rfc822', size: 1, sha256: 'a'.repeat(64), isShown: false, reasons: [] };
    const event = anEvent({ attachments: [{ ...file, verdict: 'clean', mail: carried }] });

    expect(redactEvent(event, builtInRules).attachments[0]?.mail).toMatchObject({
      subject: 'Card [card-number]',
      snippet: 'Card [card-number]',
    });
  });

  it('check digits as the standards say', () => {
    expect([passesLuhn('79927398713'), passesLuhn('79927398710'), passesLuhn('')]).toEqual([true, false, false]);
    expect([isIban('FR1420041010050500013M02606'), isIban('FR1420041010050500013M02607')]).toEqual([true, false]);
  });
});
