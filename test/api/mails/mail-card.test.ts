import { mailCardOf } from '../../../lambdas/api/mails/mail-card.ts';
import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../../lambdas/domain/delivery/ledger.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';
import { anAttachment } from '../../helpers/visible-mail.ts';

const mail: MailRecord = {
  mailId: 'm1',
  objectKey: 'inbound/m1',
  receivedAt: '2026-11-20T09:00:00.000Z',
  state: 'parsed',
  eventId: 'e1',
  recipients: [{ address: 'sales@inbound.localhost', integration: 'sales' }],
};
const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  ...aDelivery(anEvent()),
  attempts: 0,
  fence: 0,
  steps: {},
  ...changes,
});

describe('mailCardOf', () => {
  it('shows the mail with its content, and each delivery with its fate and records', () => {
    const steps = { contact: { state: 'done', at: 't', id: '7' } } as const;
    const event = { ...anEvent(), trust: { score: 85, reasons: [] } };

    expect(mailCardOf({ mail, deliveries: [delivery({ steps }), delivery({ integration: 'help' })], event })).toEqual({
      mailId: 'm1',
      eventId: 'e1',
      tenant: 'acme',
      receivedAt: mail.receivedAt,
      state: 'parsed',
      kind: 'human',
      trust: 'trusted',
      from: { address: 'ada@customer.example', name: 'Ada Lovelace' },
      to: ['sales@inbound.localhost'],
      subject: 'Hello',
      snippet: 'Hi.',
      attachments: { count: 0 },
      threadKey: 'thread-1',
      intent: 'neutral',
      deliveries: [
        { integration: 'sales', tenant: 'acme', lane: 'conversation', fate: 'pending', crm: { contactId: '7' } },
        { integration: 'help', tenant: 'acme', lane: 'conversation', fate: 'pending' },
      ],
    });
  });

  it('names no tenant for a mail of two', () => {
    const card = mailCardOf({ mail, deliveries: [delivery(), delivery({ tenant: 'beta' })] });

    expect(card).not.toHaveProperty('tenant');
  });

  it.each([
    [['clean', 'blocked', 'suspicious'], 'blocked'],
    [['clean', 'unscanned'], 'unscanned'],
    [['clean'], 'clean'],
    [[], undefined],
  ] as const)('takes the worst verdict of %j', (verdicts, worst) => {
    const event = { ...anEvent(), attachments: verdicts.map((verdict) => anAttachment({ verdict })) };

    expect(mailCardOf({ mail, deliveries: [], event }).attachments).toEqual({
      count: verdicts.length,
      ...(worst && { worst }),
    });
  });

  it('shows the envelope of a mail that was never read', () => {
    const receipt = { mailFrom: 'who@knows.example', authentication: {} };
    const quarantined = { ...mail, state: 'quarantined', reason: 'unreadable', receipt } as const;

    expect(mailCardOf({ mail: quarantined, deliveries: [] })).toMatchObject({
      state: 'quarantined',
      reason: 'unreadable',
      from: { address: 'who@knows.example' },
    });
    expect(mailCardOf({ mail: { ...mail, receipt }, deliveries: [] })).not.toHaveProperty('from');
  });

  it('cuts a long snippet, no character in two, and says that a mail was erased', () => {
    const event = anEvent({ text: '😀'.repeat(200) });

    expect(mailCardOf({ mail, deliveries: [], event }).snippet!.isWellFormed()).toBe(true);
    expect(mailCardOf({ mail, deliveries: [delivery({ erasedAt: 't' })] }).erased).toBe(true);
  });
});
