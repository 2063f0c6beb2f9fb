import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';
import { ownRulesOf } from '../../../lambdas/domain/planning/own-rules.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { findData, redact } from '../../../lambdas/domain/understanding/data-loss.ts';
import { compileRule } from '../../../lambdas/domain/understanding/own-rule.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

describe('a data-loss rule of an integration', () => {
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

  it('hands on the event without the data, and says what was there', async () => {
    const checked = checkIntegrations(file({ rules: [{ name: 'project', pattern: 'PRJ-\\d{4}' }], redact: true }));
    if (!checked.ok) throw new Error(JSON.stringify(checked.mistakes));
    const event = anEvent({ text: 'About PRJ-1234 and 4111 1111 1111 1111.' });

    const [integration] = checked.value.integrations;
    const routed = routeEvent(event, aDelivery(event), integration, await ownRulesOf(integration));

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
