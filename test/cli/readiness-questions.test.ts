import { readinessLines } from '../../cli/readiness.ts';
import { answerReadiness, type ReadinessFacts } from '../../cli/readiness-questions.ts';

const sales = {
  key: 'sales',
  tenant: 'acme',
  addresses: ['sales@in.acme.example'],
  connection: 'crm',
  mode: 'live',
  mapping: 'acme@1',
  brake: { mails: 100, minutes: 60 },
  trust: { ownDomains: ['acme.example'], allow: [], block: [], below: 20, action: 'tag' },
};
const whole = {
  connections: { crm: { vendor: 'hubspot' }, cdp: { vendor: 'segment', userId: 'email' } },
  integrations: [sales],
  intake: { news: { tenant: 'acme', format: 'standard' } },
  mappings: { 'acme@1': { owner: 'Revenue operations' } },
};
const facts = (file: object = whole, more: Partial<ReadinessFacts> = {}): ReadinessFacts => ({
  file: file as never,
  isSet: () => true,
  ...more,
});
const openOf = (given: ReadinessFacts): Record<string, readonly string[]> =>
  Object.fromEntries(
    answerReadiness(given)
      .filter(({ open }) => open.length > 0)
      .map(({ topic, open }) => [topic, open]),
  );

describe('answerReadiness', () => {
  it('answers five questions, and leaves none open where everything is configured', () => {
    const answers = answerReadiness(facts());

    expect(answers.map(({ topic }) => topic)).toEqual([
      'identity key',
      'consent paths',
      'placement',
      'pause thresholds',
      'mapping owners',
    ]);
    expect(openOf(facts())).toEqual({});
    expect(readinessLines(answers).at(-1)).toBe('All five questions are answered.');
  });

  it('says what is configured', () => {
    const text = readinessLines(answerReadiness(facts())).join('\n');

    expect(text).toContain('acme: in by news (standard); out to ses, crm');
    expect(text).toContain('cdp: the address and the user id of the configuration');
    expect(text).toContain('held from 0.15 % complaints, 3 % hard bounces or 20 % deferrals');
    expect(text).toContain('sales: more than 100 mails of a sender in 60 minutes are quarantined');
    expect(text).toContain('acme@1: Revenue operations; used by sales');
  });

  it.each<[what: string, given: ReadinessFacts, topic: string, open: RegExp]>([
    [
      'no address key',
      facts(whole, { isSet: (name) => name !== 'ADDRESS_KEY' }),
      'identity key',
      /ADDRESS_KEY is not set/,
    ],
    [
      'no API',
      facts(whole, { isSet: (name) => name !== 'API_URL' }),
      'consent paths',
      /one-click links cannot be made/,
    ],
    [
      'no live integration',
      facts({ ...whole, integrations: [{ ...sales, mode: 'shadow' }] }),
      'consent paths',
      /acme: no CRM or CDP learns of an opt-out/,
    ],
    [
      'no own domain',
      facts({ ...whole, integrations: [{ ...sales, trust: undefined }] }),
      'placement',
      /acme: no trust\.ownDomains/,
    ],
    [
      'no brake',
      facts({ ...whole, integrations: [{ ...sales, brake: undefined }] }),
      'pause thresholds',
      /sales: no brake/,
    ],
    [
      'a built-in mapping',
      facts({ ...whole, integrations: [{ ...sales, mapping: 'default@1' }] }),
      'mapping owners',
      /sales: default@1 is built in/,
    ],
  ])('leaves open: %s', (_what, given, topic, open) => {
    expect(openOf(given)).toEqual({ [topic]: [expect.stringMatching(open)] });
  });
});
