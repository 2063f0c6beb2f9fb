import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { deliveryKey, eventRowKey, mailKey, messagePartition, pendingShards } from '../../lambdas/aws/ledger-rows.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

const readerOver = (...answers: object[]) => {
  const { client, sent } = scriptedClient<DynamoDBDocumentClient>(...answers);
  return { reader: createLedgerReader(client, 'T'), sent };
};
const delivery = (eventId: string, receivedAt: string) => ({
  ...deliveryKey({ eventId, integration: 'sales' }),
  eventId,
  integration: 'sales',
  threadKey: `thread-${eventId}`,
  lane: 'conversation',
  receivedAt,
});

describe('createLedgerReader', () => {
  it('reads each mail once, by its id', async () => {
    const mail = { mailId: 'm1', objectKey: 'x', receivedAt: 't', state: 'parsed', recipients: [] };
    const { reader, sent } = readerOver({ Responses: { T: [mail] } });

    expect(await reader.mails(['m1', 'm2', 'm1'])).toEqual(new Map([['m1', mail]]));
    expect(sent[0]?.input.RequestItems).toEqual({ T: { Keys: [mailKey('m1'), mailKey('m2')], ConsistentRead: true } });
  });

  it('reads an event with its mails and deliveries', async () => {
    const row = { ...delivery('e1', 't'), state: 'pending', recipients: new Set(['a']) };
    const { reader } = readerOver({ Items: [row, { ...eventRowKey('e1'), mails: new Set(['m1']) }] }, { Items: [] });

    expect(await reader.event('e1')).toMatchObject({
      eventId: 'e1',
      mails: ['m1'],
      deliveries: [{ recipients: ['a'] }],
    });
    expect(await reader.event('e2')).toBeUndefined();
  });

  it('reads the deliveries of many mails together, each row once', async () => {
    const mail = (nth: number, ...integrations: Array<string | undefined>) => ({
      mailId: `m${nth}`,
      objectKey: `inbound/m${nth}`,
      receivedAt: 't',
      state: 'parsed' as const,
      ...(nth > 0 && { eventId: `e${nth}` }),
      recipients: integrations.map((integration) => ({ address: 'a', ...(integration && { integration }) })),
    });
    const row = (eventId: string) => ({ ...delivery(eventId, 't'), state: 'done', recipients: new Set(['a']) });
    const { reader, sent } = readerOver({
      // The event of the second mail has no row of its own.
      Responses: { T: [row('e1'), row('e2'), eventRowKey('e1'), eventRowKey('e3')] },
    });

    const deliveries = await reader.deliveries([
      mail(1, 'sales', undefined),
      mail(1, 'sales'),
      mail(2, 'sales'),
      mail(3),
      mail(0, 'sales'),
    ]);

    expect([...deliveries].map(([eventId, found]) => [eventId, found.map(({ integration }) => integration)])).toEqual([
      ['e1', ['sales']],
      ['e3', []],
    ]);
    expect(sent.map(({ input }) => input.RequestItems)).toEqual([
      {
        T: {
          Keys: [
            eventRowKey('e1'),
            deliveryKey({ eventId: 'e1', integration: 'sales' }),
            eventRowKey('e2'),
            deliveryKey({ eventId: 'e2', integration: 'sales' }),
            eventRowKey('e3'),
          ],
          ConsistentRead: true,
        },
      },
    ]);
  });

  it.each(['a@x.example', '<a@x.example>'])('finds the events of Message-ID %s', async (messageId) => {
    const { reader, sent } = readerOver({ Items: [{ eventId: 'e1' }, { eventId: 'e2' }] });

    expect(await reader.eventsByMessageId(messageId)).toEqual(['e1', 'e2']);
    expect(sent[0]?.input.ExpressionAttributeValues).toEqual({ ':pk': messagePartition('a@x.example') });
  });

  it('finds stuck deliveries of both lanes over all shards, oldest first', async () => {
    const { reader, sent } = readerOver(
      { Items: [delivery('e2', '2026-11-20T09:02:00.000Z')] },
      { Items: [delivery('e3', '2026-11-20T09:03:00.000Z'), delivery('e1', '2026-11-20T09:01:00.000Z')] },
    );

    const stuck = await reader.stuck(new Date('2026-11-20T10:00:00.000Z'), new Date('2026-11-20T10:30:00.000Z'));

    expect(stuck.map(({ eventId }) => eventId)).toEqual(['e1', 'e2', 'e3']);
    expect(stuck[0]).toEqual({
      schema: 'delivery/1',
      eventId: 'e1',
      integration: 'sales',
      threadKey: 'thread-e1',
      lane: 'conversation',
    });
    const shards = sent.map(({ input }) => (input.ExpressionAttributeValues as { ':shard': string })[':shard']);
    expect(shards).toEqual([...pendingShards('conversation'), ...pendingShards('suppression')]);
  });
});
