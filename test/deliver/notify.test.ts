import { createNotify } from '../../lambdas/deliver/notify.ts';
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
