import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { evaluateRules, type RuleContext } from '../../../../lambdas/domain/mapping/rules/evaluate-rules.ts';
import type { Conditions, Rule } from '../../../../lambdas/domain/mapping/rules/rule.ts';
import { routeEvent } from '../../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent } from '../../../helpers/builders.ts';

const context: RuleContext = { isKnown: false, isProven: true, ownDomains: ['acme.example'] };
const eventOf = (changes: Partial<ParsedMail> = {}) => {
  const event = anEvent(changes);
  return routeEvent(event, aDelivery(event));
};
const rule = (name: string, actions: Rule['do'], when: Conditions = { kind: ['human'] }): Rule => ({
  name,
  when,
  do: actions,
});
const evaluate = (...rules: readonly Rule[]) => evaluateRules(rules, eventOf(), context);
const internal: Partial<ParsedMail> = {
  from: { address: 'bob@acme.example' },
  to: [{ address: 'cy@acme.example' }, { address: 'sales@inbound.localhost' }],
};

describe('evaluateRules', () => {
  it('says nothing without a rule that fires', () => {
    expect(evaluate(rule('other', { filter: true }, { kind: ['bounce'] }))).toEqual({ fired: [], set: [] });
  });

  it('lets the first rule decide where the deal moves', () => {
    const proposal = { stage: 'Proposal' };

    expect(
      evaluate(rule('first', { moveDeal: proposal }), rule('second', { moveDeal: { stage: 'Lost', backwards: true } })),
    ).toEqual({ fired: ['first', 'second'], moveDeal: proposal, set: [] });
    expect(evaluate(rule('first', { moveDeal: proposal }), rule('second', { filter: true }))).not.toHaveProperty(
      'moveDeal',
    );
  });

  it('lets the first rule decide that chooses a mapping, a deal or a task', () => {
    expect(
      evaluate(
        rule('first', { mapping: 'a@1', deal: 'none' }),
        rule('second', { mapping: 'b@1', deal: 'thread', task: { title: 'Call', inDays: 1 } }),
        rule('third', { task: { title: 'Write', inDays: 2 } }),
      ),
    ).toEqual({
      fired: ['first', 'second', 'third'],
      mapping: 'a@1',
      deals: 'token',
      task: { title: 'Call', inDays: 1 },
      set: [],
    });
  });

  it('adds up fields and connections, the first for a field', () => {
    expect(
      evaluate(
        rule('first', { set: [{ target: 'deal.stage', value: 'new' }], notify: ['ops'] }),
        rule('second', {
          set: [
            { target: 'deal.stage', value: 'old' },
            { target: 'deal.vip', value: true },
          ],
          notify: ['ops', 'bus'],
        }),
      ),
    ).toEqual({
      fired: ['first', 'second'],
      notify: ['ops', 'bus'],
      set: [
        { target: 'deal.stage', value: 'new', transform: [] },
        { target: 'deal.vip', value: true, transform: [] },
      ],
    });
  });

  it.each<[Rule['do'], string]>([
    [{ filter: true }, 'filtered'],
    [{ quarantine: true }, 'quarantined'],
  ])('ends at %j, and forgets what the rules before it chose', (actions, end) => {
    expect(
      evaluate(rule('first', { mapping: 'a@1' }), rule('second', actions), rule('third', { deal: 'thread' })),
    ).toEqual({ fired: ['first', 'second'], end, set: [] });
  });

  it.each<[string, Conditions, Partial<ParsedMail>, Partial<RuleContext>, boolean]>([
    ['a kind', { kind: ['human', 'list'] }, {}, {}, true],
    ['an intent', { intent: ['positive'] }, { text: 'I am very interested in this.', inReplyTo: 'x@y' }, {}, true],
    ['an intent that the mail has not', { intent: ['positive'] }, { text: 'Not interested.' }, {}, false],
    ['a whole word', { words: ['Price'] }, { subject: 'The price?' }, {}, true],
    ['a part of a word', { words: ['price'] }, { subject: 'Priceless enterprises' }, {}, false],
    ['a sender', { from: ['ada@customer.example'] }, {}, {}, true],
    ['the domain of a sender', { from: ['@customer.example'] }, {}, {}, true],
    ['a domain that ends alike', { from: ['@tomer.example'] }, {}, {}, false],
    ['an envelope recipient', { to: ['@inbound.localhost'] }, {}, {}, true],
    ['another recipient', { to: ['info@inbound.localhost'] }, {}, {}, false],
    ['no attachments', { attachments: false }, {}, {}, true],
    ['somebody known', { known: true }, {}, { isKnown: true }, true],
    ['internal mail', { internal: true }, internal, {}, true],
    ['internal mail that proves nothing', { internal: true }, internal, { isProven: false }, false],
    ['mail to somebody outside', { internal: true }, { ...internal, cc: [{ address: 'a@b.example' }] }, {}, false],
    ['a value at the CRM', { crm: { territory: ['emea'] } }, {}, { fields: { territory: 'APAC; EMEA' } }, true],
    ['another value at the CRM', { crm: { territory: ['emea'] } }, {}, { fields: { territory: 'EMEA North' } }, false],
    ['a field that the contact has not', { crm: { territory: ['emea'] } }, {}, {}, false],
    ['a segment by its name', { segments: ['VIP'] }, {}, { segments: [{ segment: 'vip', id: 'aud_1' }] }, true],
    ['a segment by its id', { segments: ['x', 'aud_1'] }, {}, { segments: [{ segment: 'vip', id: 'aud_1' }] }, true],
    ['another segment', { segments: ['vip'] }, {}, { segments: [{ segment: 'vips', id: 'aud_2' }] }, false],
    ['a contact with an open deal', { openDeals: true }, {}, { fields: { 'deals:open': '7;9' } }, true],
    ['a contact without one', { openDeals: true }, {}, { fields: {} }, false],
    ['no open deal, which is wanted', { openDeals: false }, {}, {}, true],
    ['no segment at all', { segments: ['vip'] }, {}, {}, false],
    ['a public mailbox', { freeMail: true }, { from: { address: 'ada@gmail.com' } }, {}, true],
    ['all of several conditions', { kind: ['human'], words: ['offer'] }, { subject: 'Hello' }, {}, false],
  ])('compares %s', (_name, when, mail, more, fires) => {
    const { fired } = evaluateRules([rule('r', { deal: 'thread' }, when)], eventOf(mail), { ...context, ...more });

    expect(fired).toEqual(fires ? ['r'] : []);
  });

  it.each<[string, number | undefined, Conditions, boolean]>([
    ['a score below the bound', 40, { trustBelow: 50 }, true],
    ['a score at the bound', 50, { trustBelow: 50 }, false],
    ['a score from the bound on', 50, { trustFrom: 50 }, true],
    ['a score that nobody measured, which counts as full', undefined, { trustFrom: 100 }, true],
  ])('compares %s', (_name, score, when, fires) => {
    const { trust: _own, ...event } = eventOf();
    const measured = score === undefined ? event : { ...event, trust: { score, reasons: [] } };

    expect(evaluateRules([rule('r', { deal: 'thread' }, when)], measured, context).fired).toEqual(fires ? ['r'] : []);
  });
});
