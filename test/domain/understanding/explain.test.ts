import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { buildEvent } from '../../../lambdas/domain/understanding/build-event.ts';
import { explainEvent } from '../../../lambdas/domain/understanding/explain.ts';
import { aParsedMail, aReceipt } from '../../helpers/builders.ts';

const explained = (changes: Partial<ParsedMail>) => {
  const mail = aParsedMail(changes);
  return explainEvent(mail, buildEvent(mail, aReceipt()));
};
const decision = (changes: Partial<ParsedMail>, name: string) =>
  explained(changes).find((explanation) => explanation.decision === name);

describe('explainEvent', () => {
  it('explains every decision, each with a rule and what spoke for it', () => {
    const explanations = explained({});

    expect(explanations.map(({ decision: name }) => name)).toEqual(
      expect.arrayContaining(['identity', 'kind', 'newest reply', 'intent', 'sender', 'trust', 'route']),
    );
    expect(explanations.every(({ rule, evidence }) => rule !== '' && evidence.length > 0)).toBe(true);
  });

  it.each<[string, Partial<ParsedMail>, string, string]>([
    ['the id of a mail', {}, 'identity', 'identity.message-id'],
    ['the kind of a list’s mail', { headers: [{ name: 'list-id', value: '<x>' }] }, 'kind', 'header.list'],
    ['the intent of a refusal', { text: 'We are not interested.' }, 'intent', 'intent.no-interest'],
  ])('names the rule of %s', (_name, changes, name, rule) => {
    expect(decision(changes, name)?.rule).toBe(rule);
  });

  it('says what each finding weighs', () => {
    expect(decision({}, 'trust')?.evidence.join('\n')).toMatch(/DMARC passes.*\(\+25\)/);
  });

  it('explains each recipient of a bounce', () => {
    const report = 'Final-Recipient: rfc822; ada@customer.example.com\nAction: failed\nStatus: 5.1.1';
    const bounce = { contentType: { type: 'multipart/report', reportType: 'delivery-status' }, report };

    expect(decision(bounce, 'bounce')).toMatchObject({
      outcome: 'ada@customer.example.com: hard, userunknown',
      rule: 'bounce.userunknown',
    });
  });

  it('shows none of the mail’s words', () => {
    const secret = 'a sentence that is nobody else’s business';

    expect(JSON.stringify(explained({ text: secret }))).not.toContain(secret);
  });
});
