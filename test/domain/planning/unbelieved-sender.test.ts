import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { unbelievedSender } from '../../../lambdas/domain/planning/unbelieved-sender.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';

const trust = { ownDomains: ['acme.com'], allow: [], block: [], below: 20, action: 'tag' as const };
const integration = anIntegration({ deals: 'thread', trust });

type Verdicts = EmailReceived['authentication'];
const read = (mail: Partial<ParsedMail>, authentication: Verdicts = {}, own: typeof integration = integration) => {
  const event = { ...anEvent(mail), authentication };
  const context = mailContextOf(routeEvent(event, aDelivery(event), own), own.trust);
  return { why: unbelievedSender(context, own), records: mapEvent(context, own) };
};
const colleague = { from: { name: 'Bob', address: 'bob@acme.com' }, to: [{ address: 'sales@in.acme.com' }] };

describe('unbelievedSender', () => {
  it.each<[string, Partial<ParsedMail>, Verdicts]>([
    ['a colleague', colleague, {}],
    ['a colleague at a domain below ours', { from: { address: 'bob@eu.acme.com' } }, {}],
    ['a colleague in other letters', { from: { address: 'Bob@ACME.com' } }, {}],
    ['a colleague with a tag', { from: { address: 'bob+crm@acme.com' } }, {}],
    ['a colleague who claims to write to a customer', { ...colleague, to: [{ address: 'ada@customer.example' }] }, {}],
    [
      'a colleague who claims to forward',
      { ...colleague, text: '---------- Forwarded message ---------\nFrom: Ada <ada@customer.example>\n' },
      {},
    ],
    ['an author that only Sender names', { sender: { address: 'bob@acme.com' } } as Partial<ParsedMail>, {}],
    ['a colleague whose signature is another domain’s', colleague, { dkim: 'pass', spf: 'pass' }],
  ])('makes no contact, company or deal of %s without proof', (_, mail, verdicts) => {
    const changes = 'sender' in mail ? { ...mail, from: undefined as never } : mail;
    const { why, records } = read(changes, verdicts);

    expect(why).toBe('own-unproven');
    expect(records.contact).toMatchObject({ onlyExisting: true });
    expect(Object.keys(records.contact!)).toEqual(['email', 'onlyExisting']);
    expect(records.company).toBeUndefined();
    expect(records.deal).toMatchObject({ onlyExisting: true });
    expect(records.activity.text).not.toBe('');
  });

  it.each<[string, Partial<ParsedMail>, Verdicts, typeof integration]>([
    ['a colleague with proof', colleague, { dmarc: 'pass' }, integration],
    ['a colleague by an aligned signature', colleague, { alignedDomain: 'acme.com' }, integration],
    ['a stranger', {}, {}, integration],
    ['a stranger at a domain that only ends like ours', { from: { address: 'bob@notacme.com' } }, {}, integration],
    ['anybody where no domain is ours', colleague, {}, anIntegration({ deals: 'thread' })],
  ])('says nothing of %s', (_, mail, verdicts, own) => {
    const { why, records } = read(mail, verdicts, own);

    expect(why).toBeUndefined();
    expect(records.contact).not.toHaveProperty('onlyExisting');
  });

  it('says first that a From is proven false', () => {
    expect(read(colleague, { dmarc: 'fail' }).why).toBe('false');
  });
});
