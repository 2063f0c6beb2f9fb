import type { MailPlan } from '../../lambdas/domain/planning/plan-mail.ts';
import type { ThreadProposal } from '../../lambdas/domain/threads/thread-index.ts';
import { arrivedMail, arrivedSubject } from '../../lambdas/parse/arrived-mail.ts';
import { aDelivery, anEvent, aReceipt, subjectFor } from '../helpers/builders.ts';

const event = anEvent({ messageId: 'm1@x.example', references: ['m0@x.example'] });
const receipt = aReceipt();
const proposal = (merges: ReadonlyArray<readonly [string, string]>): ThreadProposal => ({
  clues: {
    tenant: 'acme',
    eventId: event.eventId,
    receivedAt: receipt.receivedAt,
    messageId: 'm1@x.example',
    references: ['m0@x.example'],
  },
  decision: {
    key: 'kept',
    since: receipt.receivedAt,
    aliases: ['merged-now'],
    matchedBy: 'references',
    confidence: 1,
    claims: [],
  },
  lookup: { known: [], merges: new Map(merges), isCareful: true },
});
const plan = (merges: ReadonlyArray<readonly [string, string]> = []): MailPlan => ({
  recipients: [{ address: 'sales@inbound.localhost', integration: 'sales' }],
  deliveries: [aDelivery(event, { threadKey: 'kept', aliases: ['merged-now'] })],
  changes: [],
  proposals: [proposal(merges)],
  crowded: new Set(),
  subjectFor,
});

describe('arrivedSubject', () => {
  it('has the conversations that were merged into this one before, and no others', () => {
    const merges = [
      ['first', 'second'],
      ['second', 'kept'],
      ['elsewhere', 'other'],
      ['circle', 'circle'],
    ] as const;

    expect(arrivedSubject(receipt, event, plan(merges)).threads).toEqual(['kept', 'merged-now', 'first', 'second']);
  });

  it('has the tenants of the deliveries and the people of envelope and mail', () => {
    expect(arrivedSubject(receipt, event, plan())).toMatchObject({
      tenants: ['acme'],
      receivedAt: receipt.receivedAt,
      addresses: ['ada@customer.example', 'sales@inbound.localhost'],
    });
  });
});

describe('arrivedMail', () => {
  it('names the rows and objects of the mail', () => {
    const attachments = [
      { key: 'attachments/e/0', macroFreeKey: 'attachments/e/0.macro-free' },
      { key: 'attachments/e/1' },
    ] as never;

    expect(arrivedMail(receipt, { ...event, attachments }, plan([['before', 'kept']]), true)).toEqual({
      mailId: 'mail-1',
      objectKey: 'inbound/mail-1',
      receivedAt: receipt.receivedAt,
      hasReceipt: true,
      event: {
        eventId: event.eventId,
        externalId: event.externalId,
        messageId: 'm1@x.example',
        attachments: ['attachments/e/0', 'attachments/e/0.macro-free', 'attachments/e/1'],
        deliveries: [{ eventId: event.eventId, integration: 'sales' }],
        conversations: [
          { tenant: 'acme', ids: ['m1@x.example', 'm0@x.example'], threads: ['kept', 'merged-now', 'before'] },
        ],
      },
    });
  });
});
