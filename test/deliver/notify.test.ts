import { createAnnounceInFeed, createNotify } from '../../lambdas/deliver/notify.ts';
import { deliveredKey } from '../../lambdas/domain/configuration/integrations.ts';
import { aDelivery, anEvent } from '../helpers/builders.ts';

describe('createNotify', () => {
  it('adds a delivery of its own to the ledger before it is queued', async () => {
    const done: unknown[] = [];
    const notify = createNotify({
      addDelivery: async (delivery) => void done.push(['ledger', delivery]),
      sendDelivery: async (message) => void done.push(['queue', message]),
    });
    const delivery = aDelivery(anEvent(), { fate: 'delivered', state: 'done', token: { type: 'deal', id: '7' } });

    await notify({ ...delivery, attempts: 3, fence: 5, steps: {} }, 'slack');

    const { eventId, threadKey } = delivery;
    expect(done).toEqual([
      ['ledger', { ...aDelivery(anEvent(), { token: { type: 'deal', id: '7' } }), integration: 'sales~slack' }],
      ['queue', { schema: 'delivery/1', eventId, integration: 'sales~slack', threadKey }],
    ]);
  });

  it('adds a delivery about the records of the mail under a key of its own', async () => {
    const keys: string[] = [];
    const notify = createNotify({
      addDelivery: async ({ integration }) => void keys.push(integration),
      sendDelivery: async ({ integration }) => void keys.push(integration),
    });

    await notify({ ...aDelivery(anEvent()), attempts: 3, fence: 5, steps: {} }, 'ids', deliveredKey);

    expect(keys).toEqual(['sales~ids~delivered', 'sales~ids~delivered']);
  });
});

describe('createAnnounceInFeed', () => {
  it('adds a delivery that has its end already, and queues nothing', async () => {
    const added: object[] = [];
    const announce = createAnnounceInFeed({
      addDelivery: async (delivery) => void added.push(delivery),
      now: () => new Date('2026-11-20T10:00:00.000Z'),
    });
    const delivery = aDelivery(anEvent(), { mailKind: 'human', heldBy: ['hold_1'] });

    await announce({ ...delivery, attempts: 3, fence: 5, steps: { contact: { state: 'done', at: 'a', id: 'c1' } } });

    expect(added).toEqual([
      {
        ...delivery,
        integration: 'sales~~delivered',
        state: 'done',
        fate: 'delivered',
        settledAt: '2026-11-20T10:00:00.000Z',
      },
    ]);
  });
});
