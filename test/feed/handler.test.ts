import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { deliveredKey, feedKey, notifyKey } from '../../lambdas/domain/configuration/integrations.ts';
import type { FeedItem } from '../../lambdas/domain/delivery/feed-entry.ts';
import { createFeedHandler } from '../../lambdas/feed/handler.ts';

const delivery = (eventId: string, changes: Record<string, unknown> = {}) => ({
  pk: `EVENT#${eventId}`,
  sk: `DELIVERY#${changes.integration ?? 'sales'}`,
  eventId,
  integration: 'sales',
  tenant: 'acme',
  threadKey: 't',
  lane: 'conversation',
  mailKind: 'human',
  receivedAt: '2026-11-20T09:00:00.000Z',
  ...changes,
});
const change = (row: Record<string, unknown>, eventName: DynamoDBRecord['eventName'] = 'INSERT') =>
  ({
    eventName,
    dynamodb: { Keys: marshall({ pk: row.pk, sk: row.sk }), NewImage: marshall(row), SequenceNumber: '1' },
  }) as unknown as DynamoDBRecord;

function handlerThat(append: (tenant: string, items: readonly FeedItem[]) => Promise<void> = async () => {}) {
  const added: Array<readonly [string, string[]]> = [];
  const logged: unknown[] = [];
  const seen: FeedItem[] = [];
  const log = (key: string, fields: object = {}) => void logged.push([key, fields]);
  const handler = createFeedHandler({
    append: async (tenant, items) => {
      await append(tenant, items);
      added.push([tenant, items.map(({ eventId }) => eventId)]);
      seen.push(...items);
    },
    index: async () => {},
    now: () => new Date(0),
    log: { info: log, warn: log, error: log },
  });
  return { handler, added, logged, items: seen };
}

describe('createFeedHandler', () => {
  it('adds new deliveries to the feed of their tenant, in their order', async () => {
    const { handler, added } = handlerThat();
    const beta = { tenant: 'beta', integration: 'other' };
    await handler({ Records: [change(delivery('a')), change(delivery('b', beta)), change(delivery('c'))] });

    expect(added).toEqual([
      ['acme', ['a', 'c']],
      ['beta', ['b']],
    ]);
  });

  it.each<[string, DynamoDBRecord]>([
    ['of a delivery that was there', change(delivery('a'), 'MODIFY')],
    ['of a delivery that is deleted', { ...change(delivery('a')), eventName: 'REMOVE' }],
    ['of another row', change({ pk: 'EVENT#a', sk: 'FEED#sales' })],
    ['of the canary', change(delivery('a', { tenant: 'postern-canary' }))],
    ['of a delivery that notifies', change(delivery('a', { integration: notifyKey('sales', 'slack') }))],
    ['of a delivery about records', change(delivery('a', { integration: deliveredKey('sales', 'slack') }))],
    ['without keys', { eventName: 'INSERT' }],
  ])('passes a change %s', async (_, record) => {
    const { handler, added } = handlerThat();
    await handler({ Records: [record] });

    expect(added).toEqual([]);
  });

  it('adds the row that announces the records of a mail, behind the mail', async () => {
    const { handler, items } = handlerThat();
    await handler({ Records: [change(delivery('a')), change(delivery('a', { integration: feedKey('sales') }))] });

    expect(items.map(({ eventId, integration, type }) => [eventId, integration, type])).toEqual([
      ['a', 'sales', undefined],
      ['a', 'sales', 'email.delivered/1'],
    ]);
  });

  it('adds the others of a batch with a delivery that it cannot read, and gives the batch back', async () => {
    const { handler, added, logged } = handlerThat();
    const broken = change({ pk: 'EVENT#x', sk: 'DELIVERY#sales', eventId: 'x' });

    await expect(handler({ Records: [change(delivery('a')), broken, change(delivery('b'))] })).rejects.toThrow('1 ');
    expect(added).toEqual([['acme', ['a', 'b']]]);
    expect(logged).toContainEqual(['feed.unread', { sequenceNumber: '1', error: 'TypeError' }]);
  });

  it('gives a batch back whose items were not added', async () => {
    const { handler } = handlerThat(async () => Promise.reject(new Error('contended')));

    await expect(handler({ Records: [change(delivery('a'))] })).rejects.toThrow('contended');
  });
});
