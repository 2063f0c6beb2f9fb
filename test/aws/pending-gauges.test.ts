import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { createPendingGauges } from '../../lambdas/aws/pending-gauges.ts';
import type { NewDelivery } from '../../lambdas/domain/delivery/ledger.ts';
import { aDelivery, anEvent } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
let counter = 0;

async function pend(changes: Partial<NewDelivery>): Promise<void> {
  const mailId = `gauge-${counter++}`;
  const event = anEvent({ messageId: `${mailId}@x.example` });
  const delivery = aDelivery(event, changes);
  const ledger = createDynamoLedger(database().platform, database().ledgerTable);
  const { receivedAt } = delivery;
  await ledger.recordMail({ mailId, objectKey: 'x', receivedAt, state: 'parsed', recipients: [] }, event, [delivery]);
}

const at = (minute: number): string => `2026-11-20T09:${String(minute).padStart(2, '0')}:00.000Z`;
const gauges = () => createPendingGauges(database().dynamo, database().ledgerTable);

describe('createPendingGauges', () => {
  it('knows nothing of an empty ledger', async () => {
    expect(await gauges().oldestMail()).toEqual({});
    expect(await gauges().parkedThreads()).toBe(0);
  });

  it('names the oldest pending mail of each kind over all shards, and none that has its fate', async () => {
    await pend({ receivedAt: at(1), state: 'done', settledAt: at(2) });
    for (const minute of [7, 5, 6, 9, 8]) await pend({ receivedAt: at(minute) });
    for (const minute of [4, 3]) await pend({ receivedAt: at(minute), lane: 'suppression', kind: 'bounce' });
    // A row of an earlier version.
    await pend({ receivedAt: at(10), lane: 'suppression' });

    expect(await gauges().oldestMail()).toEqual({ conversation: at(5), bounce: at(3), unsubscribe: at(10) });
  });
});
