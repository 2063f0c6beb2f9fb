import { wordsOfCard } from '../../lambdas/aws/mail-index-words.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { anEvent } from '../helpers/builders.ts';

const mail: MailRecord = {
  mailId: 'm1',
  objectKey: 'inbound/m1',
  receivedAt: '2026-11-20T09:00:00.000Z',
  state: 'parsed',
  eventId: 'e1',
  recipients: [
    { address: 'own@inbound.localhost', integration: 'sales' },
    { address: 'secret@inbound.localhost', integration: 'other' },
  ],
};
const card = { tenant: 'acme', mailId: 'm1', receivedAt: mail.receivedAt, fates: [], integrations: ['sales'] };

describe('wordsOfCard', () => {
  it('has the recipients of the tenant, and not those of others', () => {
    const words = wordsOfCard(card, { mail, deliveries: [], event: anEvent() });

    expect(words).toEqual(
      expect.arrayContaining(['m1', 'e1', 'own@inbound.localhost', 'ada@customer.example', 'hello']),
    );
    expect(words).not.toContain('secret@inbound.localhost');
    expect(words).toEqual(expect.arrayContaining(['kind:human', 'attachments:no', 'integration:sales']));
  });

  it('has the band of trust of the tenant', () => {
    const trusted = { ...anEvent(), trust: { score: 10, reasons: [] } };
    const own = { trust: { score: 90, reasons: [] } } as never;

    expect(wordsOfCard(card, { mail, deliveries: [], event: trusted })).toContain('trust:suspicious');
    expect(wordsOfCard(card, { mail, deliveries: [own], event: trusted })).toContain('trust:trusted');
  });

  it('makes no words of the number of a payment card', () => {
    const event = anEvent({ subject: 'Card 4111111111111111 declined' });
    const words = wordsOfCard(card, { mail, deliveries: [], event });

    expect(words).not.toContain('4111111111111111');
    expect(words).toEqual(expect.arrayContaining(['card', 'declined']));
  });

  it('has only ids of a mail whose event is gone, and the envelope of one that was quarantined', () => {
    const receipt = { mailFrom: 'who@knows.example', authentication: {} };
    const { eventId: _, ...unread } = { ...mail, state: 'quarantined' as const, receipt };
    const none = { ...card, tenant: '-', integrations: [] };

    expect(wordsOfCard(card, { mail, deliveries: [] })).toEqual(['m1', 'e1', 'integration:sales']);
    const words = wordsOfCard(none, {
      mail: { ...unread, recipients: [{ address: 'a@in.localhost' }] },
      deliveries: [],
    });
    expect(words).toEqual(['m1', 'who@knows.example', 'knows.example', 'a@in.localhost', 'in.localhost']);
  });
});
