import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { aDelivery } from '../helpers/builders.ts';
import { useConversations } from '../helpers/conversation.ts';

const aConversation = useConversations();

describe('createDynamoLedger', () => {
  it('merges the recipients of a second copy and keeps what was delivered', async () => {
    const conversation = await aConversation(1);
    await conversation.attempt(0);
    const event = conversation.events[0]!;
    const copy = aDelivery(event, {
      threadKey: conversation.message(0).threadKey,
      recipients: ['sales+bcc@inbound.localhost'],
    });

    await conversation.ledger.recordMail(
      {
        mailId: `copy-${event.eventId}`,
        objectKey: 'y',
        receivedAt: event.receivedAt,
        state: 'parsed',
        eventId: event.eventId,
        recipients: [],
      },
      event,
      [copy],
    );

    const delivery = await conversation.delivery(0);
    expect(delivery?.recipients.toSorted()).toEqual(['sales+bcc@inbound.localhost', 'sales@inbound.localhost']);
    expect(delivery?.fate).toBe('delivered');
  });

  it('names the event that holds an external id already, when the content is another', async () => {
    const conversation = await aConversation(1);
    const held = conversation.events[0]!;
    const other = { ...held, eventId: `evt_${'0'.repeat(31)}1`, contentDigest: 'f'.repeat(64) };

    const { conflictsWith } = await conversation.ledger.recordMail(
      {
        mailId: `conflict-${held.eventId}`,
        objectKey: 'z',
        receivedAt: held.receivedAt,
        state: 'parsed',
        eventId: other.eventId,
        recipients: [],
      },
      other,
      [],
    );

    expect(conflictsWith).toBe(held.eventId);
  });

  it('ends a delivery without a lease once, whoever else has loaded the same row', async () => {
    const conversation = await aConversation(1);
    const { ledger, clock, group } = conversation;
    const id = conversation.message(0);
    const at = new Date(clock.ms);
    const { delivery } = await ledger.load(id, group);

    expect(await ledger.settle(id, delivery!.fence, { fate: 'filtered', at, isUnleased: true })).toBe(true);

    expect(await ledger.settle(id, delivery!.fence, { fate: 'quarantined', at, isUnleased: true })).toBe(false);
    expect(await ledger.lease(delivery!, at, 30_000)).toEqual({ done: true });
    expect(await conversation.delivery(0)).toMatchObject({ state: 'done', fate: 'filtered', fence: 1 });
  });

  it('ends nothing without a lease that another worker has leased meanwhile', async () => {
    const conversation = await aConversation(1);
    const id = conversation.message(0);
    const { delivery } = await conversation.ledger.load(id, conversation.group);
    await conversation.hold(0, 30_000);

    const end = { fate: 'filtered', at: new Date(conversation.clock.ms), isUnleased: true } as const;
    expect(await conversation.ledger.settle(id, delivery!.fence, end)).toBe(false);
    expect(await conversation.delivery(0)).toMatchObject({ state: 'pending', fence: 1 });
  });

  it('lists pending deliveries by age, and none that is leased, parked or done', async () => {
    const conversation = await aConversation(3);
    const reader = createLedgerReader(conversation.database.dynamo, conversation.database.ledgerTable);
    await conversation.attempt(0);
    await conversation.hold(1, 60_000, new Date());

    const stuck = await reader.stuck(new Date('2027-01-01'), new Date());

    const ownDeliveries = stuck.filter(({ threadKey }) => threadKey === conversation.message(0).threadKey);
    expect(ownDeliveries.map(({ eventId }) => eventId)).toEqual([conversation.events[2]!.eventId]);
  });
});
