import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import type { Resolution, ResolvedMapping } from '../../../lambdas/domain/mapping/mapping.ts';
import { evaluateRules } from '../../../lambdas/domain/mapping/rules/evaluate-rules.ts';
import type { Conditions, Rule } from '../../../lambdas/domain/mapping/rules/rule.ts';
import { applyRules } from '../../../lambdas/domain/planning/apply-rules.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, aDestination, anEvent, anIntegration } from '../../helpers/builders.ts';

const eventOf = (changes: Partial<ParsedMail> = {}) => {
  const event = anEvent(changes);
  return routeEvent(event, aDelivery(event));
};
const validMapping = (resolution: Resolution): ResolvedMapping => {
  if (resolution.kind === 'ok') return resolution.mapping;
  throw new Error(resolution.message);
};
const context = { isKnown: false, isProven: true, ownDomains: ['acme.example'] };
const rule = (name: string, when: Conditions, actions: Rule['do']): Rule => ({ name, when, do: actions });
const fires = (when: Conditions, changes: Partial<ParsedMail> = {}, more: Partial<typeof context> = {}): boolean =>
  evaluateRules([rule('r', when, { deal: 'thread' })], eventOf(changes), { ...context, ...more }).fired.length === 1;

describe('applyRules, by the conditions of a rule', () => {
  it.each<[string, Conditions, Partial<ParsedMail>, boolean]>([
    ['the kind', { kind: ['human'] }, {}, true],
    ['another kind', { kind: ['bounce', 'list'] }, {}, false],
    ['a word of the subject', { words: ['pricing'] }, { subject: 'Your Pricing?' }, true],
    ['a word of the text', { words: ['price list'] }, { text: 'Send me the price list.\n' }, true],
    ['a word inside another', { words: ['price'] }, { text: 'A priceless thing, enterprises.\n' }, false],
    [
      'a word that is quoted',
      { words: ['refund'] },
      { text: 'No.\n\nOn Monday, Bob wrote:\n> I want a refund.\n' },
      false,
    ],
    ['a word with an accent at its edge', { words: ['prix'] }, { text: 'Le prix, été.\n' }, true],
    ['the sender', { from: ['ada@customer.example'] }, {}, true],
    ["the sender's domain", { from: ['@customer.example'] }, {}, true],
    ['a domain that only ends alike', { from: ['@tomer.example'] }, {}, false],
    ['the mailbox', { to: ['sales@inbound.localhost'] }, {}, true],
    ['no attachments', { attachments: false }, {}, true],
    ['attachments', { attachments: true }, {}, false],
    ['somebody new', { known: false }, {}, true],
    ['somebody known', { known: true }, {}, false],
    ['a public mailbox provider', { freeMail: true }, { from: { address: 'ada@gmail.com' } }, true],
    ['no sender at all', { from: ['@customer.example'] }, { from: undefined } as never, false],
    ['all of several', { kind: ['human'], words: ['pricing'] }, { subject: 'Hello' }, false],
  ])('%s', (_what, when, changes, wanted) => {
    expect(fires(when, changes)).toBe(wanted);
  });

  it.each<[string, Record<string, string | number | boolean>, boolean]>([
    ['in another case', { territory: 'emea' }, true],
    ['among several', { territory: 'APAC; EMEA' }, true],
    ['another one', { territory: 'APAC' }, false],
    ['a part of one', { territory: 'EMEA North' }, false],
    ['nothing', {}, false],
  ])('compares the contact’s fields at the CRM: %s', (_what, fields, wanted) => {
    const when = { crm: { territory: ['EMEA', 'DACH'] } };
    const { fired } = evaluateRules([rule('r', when, { quarantine: true })], eventOf(), { ...context, fields });

    expect(fired.length === 1).toBe(wanted);
  });

  it('meets a condition only when every field in it holds', () => {
    const when = { crm: { HasOptedOutOfEmail: [true], tier: [1] } };
    const firesFor = (fields: Record<string, boolean | number>): number =>
      evaluateRules([rule('r', when, { filter: true })], eventOf(), { ...context, fields }).fired.length;

    expect(firesFor({ HasOptedOutOfEmail: true, tier: 1 })).toBe(1);
    expect(firesFor({ HasOptedOutOfEmail: true })).toBe(0);
  });

  it('takes a mail for internal only when everybody in it is of the own domains', () => {
    const us = { from: { address: 'a@acme.example' }, cc: [{ address: 'b@ACME.example' }] };

    expect(fires({ internal: true }, us)).toBe(true);
    expect(fires({ internal: true }, { ...us, cc: [...us.cc, { address: 'c@customer.example' }] })).toBe(false);
    expect(fires({ internal: true }, us, { ownDomains: [] })).toBe(false);
  });
});

describe('applyRules', () => {
  const pricing = rule('pricing', { words: ['pricing'] }, { deal: 'thread', mapping: 'leads@2' });
  const vip = rule(
    'vip',
    { from: ['@customer.example'] },
    {
      mapping: 'vip@1',
      set: [
        { target: 'deal.stage', value: 'hot' },
        { target: 'contact.tier', value: 'vip' },
      ],
    },
  );
  const family = rule('family', { from: ['@family.example'] }, { filter: true });

  it('adds rules up, and lets the first rule decide', () => {
    const verdict = evaluateRules([pricing, vip, family], eventOf({ subject: 'Pricing' }), context);

    expect(verdict).toEqual({
      fired: ['pricing', 'vip'],
      deals: 'thread',
      mapping: 'leads@2',
      set: [
        { target: 'deal.stage', value: 'hot', transform: [] },
        { target: 'contact.tier', value: 'vip', transform: [] },
      ],
    });
  });

  it('creates one task, with the title of the first rule, due some days after the receipt', () => {
    const call = rule('call', { kind: ['human'] }, { task: { title: 'Call back', inDays: 2 } });
    const write = rule('write', { kind: ['human'] }, { task: { title: 'Write back', inDays: 1 } });
    const event = eventOf({ subject: 'Pricing' });
    const { task } = evaluateRules([pricing, call, write], event, context);
    const details = { url: 'https://api.example/m/x', task };
    const records = mapEvent(mailContextOf(event), anIntegration(), undefined, details);

    expect(task).toEqual({ title: 'Call back', inDays: 2 });
    expect(records.task).toMatchObject({
      title: 'Call back: Pricing',
      dueDate: '2026-11-22',
      link: { url: 'https://api.example/m/x' },
    });
    expect(records.task?.externalId).not.toBe(records.activity.externalId);
    expect(mapEvent(mailContextOf(event), anIntegration(), undefined, details)).toEqual(records);
  });

  it('sets no field of a record for a mail with a From that is proven false', () => {
    const set = ['contact.tier', 'deal.stage', 'activity.tier'].map((target) => ({ target, value: 'vip' }));
    const rules = [rule('vip', { kind: ['human'] }, { set })];
    const integration = anIntegration({ rules, deals: 'thread' });
    const recordsBy = (dmarc: 'pass' | 'fail') => {
      const event = { ...eventOf({ subject: 'Pricing' }), authentication: { dmarc } };
      const mail = mailContextOf(event);
      const ruleResult = applyRules(aDestination(integration), mail, { isKnown: false });
      return mapEvent(mail, ruleResult.integration, validMapping(ruleResult.mapping));
    };

    expect(recordsBy('pass')).toMatchObject({
      contact: { fields: { tier: 'vip' } },
      deal: { fields: { stage: 'vip' } },
    });
    const { contact, deal, activity } = recordsBy('fail');
    expect([contact, deal].map((record) => record && 'fields' in record)).toEqual([false, false]);
    expect(activity.fields).toEqual({ tier: 'vip' });
  });

  it('ends at the rule that filters, whatever other rules decide', () => {
    const mail = eventOf({ subject: 'Pricing', from: { address: 'mum@family.example' } });

    expect(evaluateRules([pricing, family, vip], mail, context)).toEqual({
      fired: ['pricing', 'family'],
      end: 'filtered',
      set: [],
    });
  });

  it('changes the integration for this mail, and sets fields before the mapping', () => {
    const stage = { target: 'deal.stage', from: 'intent', transform: [] };
    const mappings = { 'leads@2': { owner: 'x', fields: [stage] } };
    const before = aDestination({ rules: [pricing, vip] }, { mappings });
    const mail = mailContextOf(eventOf({ subject: 'Pricing' }));

    const { integration, mapping } = applyRules(before, mail, { isKnown: true });

    expect([integration.deals, integration.mapping]).toEqual(['thread', 'leads@2']);
    expect(validMapping(mapping).fields.map(({ target, value }) => [target, value])).toEqual([
      ['deal.stage', 'hot'],
      ['contact.tier', 'vip'],
    ]);
  });

  it.each<[object, string]>([
    [{ name: 'x', when: {}, do: { filter: true } }, 'at least one condition'],
    [{ name: 'x', when: { kind: ['human'] }, do: {} }, 'at least one action'],
    [{ name: 'x', when: { kind: ['mail'] }, do: { filter: true } }, 'rules[0].when.kind'],
    [{ name: 'x', when: { kind: ['human'] }, do: { mapping: 'none@9' } }, 'found "none@9"'],
    [{ name: 'x', when: { kind: ['human'] }, do: { run: 'rm' } }, 'rules[0].do'],
    [{ name: 'x', when: { kind: ['human'] }, do: { notify: ['main'] } }, 'wants a connection to a webhook'],
  ])('refuses a rule that makes no sense: %j', (entry, message) => {
    const checked = checkIntegrations({
      connections: { main: { vendor: 'hubspot', baseUrl: 'https://x.example', credentials: 'env:X' } },
      integrations: [{ key: 'sales', tenant: 'acme', addresses: ['a@in.example'], connection: 'main', rules: [entry] }],
    });

    expect(JSON.stringify(checked)).toContain(message.replaceAll('"', '\\\\"').replaceAll('\\\\"', '\\"'));
  });
});

describe('applyRules, for a person whom From only names', () => {
  const fired = (changes: Parameters<typeof anEvent>[0]) => {
    const known = rule('known', { known: true }, { mapping: 'leads@2' });
    const event = { ...eventOf(changes), authentication: { dmarc: 'pass' as const } };
    return applyRules(aDestination({ rules: [known] }), mailContextOf(event), { isKnown: true }).fired;
  };

  it('takes nobody for known whom the sender has put into Reply-To or X-Original-From', () => {
    const replyTo = [{ address: 'ceo@customer.example' }];
    const headers = [{ name: 'x-original-from', value: 'ceo@customer.example' }];

    expect(fired({})).toEqual(['known']);
    expect(fired({ from: { address: 'no-reply@evil.example' }, replyTo })).toEqual([]);
    expect(fired({ from: { address: 'list@evil.example' }, headers })).toEqual([]);
  });
});
