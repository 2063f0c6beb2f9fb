import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import {
  allFindings,
  builtInRules,
  compileRule,
  findData,
  isIban,
  passesLuhn,
  redact,
  redactEvent,
} from '../../../lambdas/domain/understanding/data-loss.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

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

  it('refuses a configured rule that is no pattern, looks ahead or refers back', () => {
    expect(compileRule('a', '(?=a)b')).toHaveProperty('mistake');
    expect(compileRule('a', '(a)\\1')).toHaveProperty('mistake');
    expect(compileRule('a', '(')).toHaveProperty('mistake');
    expect(compileRule('a', 'PRJ-\\d{4}')).not.toHaveProperty('mistake');
  });

  it.each([
    ['an umlaut by its number', '\\u00e4pfel', 'zwei äpfel', 'zwei [own]'],
    ['letters by their kind', '\\p{Lu}{2}\\d', 'an AB1 and a ÄÖ2', 'an [own] and a [own]'],
    ['a named group', '(?<id>K-\\d+)', 'K-1,K-22', '[own],[own]'],
    ['an emoji before it', 'K-\\d', '\u{1f600}K-1\u{1f600}', '\u{1f600}[own]\u{1f600}'],
    ['either case', '(?i)secret', 'a Secret', 'a [own]'],
  ])('finds a rule with %s', (_name, pattern, text, redacted) => {
    const rule = compileRule('own', pattern);
    if ('mistake' in rule) throw new Error(rule.mistake);

    expect(redact(text, [rule])).toBe(redacted);
  });

  it.each(['(a+)+$', '(a|a)*b', '(?:a?){50}a{50}', '(.*a){20}c', '(a|aa)+c'])(
    'searches the rule %s in linear time, which would take for ever by backtracking',
    (pattern) => {
      const rule = compileRule('own', pattern);
      if ('mistake' in rule) throw new Error(rule.mistake);
      const started = process.cpuUsage();

      findData(['a'.repeat(20_000)], [rule]);

      expect(process.cpuUsage(started).user / 1000).toBeLessThan(5000);
    },
  );
});

describe('an integration with data-loss rules', () => {
  const file = (dataLoss: unknown) => ({
    connections: { main: { vendor: 'webhook', baseUrl: 'https://x.example', credentials: 'env:X' } },
    integrations: [
      { key: 'sales', tenant: 'acme', addresses: ['sales@inbound.localhost'], connection: 'main', dataLoss },
    ],
  });

  it('hands on the event without the data, and says what was there', () => {
    const checked = checkIntegrations(file({ rules: [{ name: 'project', pattern: 'PRJ-\\d{4}' }], redact: true }));
    if (!checked.ok) throw new Error(JSON.stringify(checked.mistakes));
    const event = anEvent({ text: 'About PRJ-1234 and 4111 1111 1111 1111.' });

    const routed = routeEvent(event, aDelivery(event), checked.value.integrations[0]);

    expect(routed.body.text).toBe('About [project] and [card-number].');
    expect(routed.dataRules).toEqual([
      { rule: 'card-number', count: 1 },
      { rule: 'project', count: 1 },
    ]);
  });

  it('refuses a pattern that RE2 cannot search for', () => {
    const checked = checkIntegrations(file({ rules: [{ name: 'bad', pattern: '(?!x)y' }] }));

    expect(checked.ok ? [] : checked.mistakes.map(({ path }) => path)).toEqual([
      'integrations[0].dataLoss.rules[0].pattern',
    ]);
  });
});
