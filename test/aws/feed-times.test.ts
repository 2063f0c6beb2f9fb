import { createFeedWriter } from '../../lambdas/aws/dynamo-feed-writer.ts';
import { createFeedTimes } from '../../lambdas/aws/feed-times.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();

describe('createFeedTimes', () => {
  it('says when each delivery of an event joined the feed', async () => {
    const { dynamo, platform, ledgerTable: table } = database();
    const now = new Date('2026-11-20T10:00:00.000Z');
    const append = createFeedWriter({ ...platform, environment: {}, now: () => now }, table);
    const item = { eventId: 'e1', tenant: 'acme', threadKey: 't', lane: 'conversation', receivedAt: 'r' } as const;
    await append('acme', [
      { ...item, integration: 'sales' },
      { ...item, integration: 'sales', type: 'email.delivered/1' },
      { ...item, integration: 'sales', eventId: 'e2' },
    ]);
    const times = createFeedTimes({ dynamo, table });

    expect(await times('e1')).toEqual(new Map([['sales', now.toISOString()]]));
    expect(await times('e3')).toEqual(new Map());
  });
});
