import type { DynamoDBRecord } from 'aws-lambda';
import { toRowChange } from '../../lambdas/aws/stream-changes.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit-event.ts';
import type { EntryBatch } from '../../lambdas/trail/append-entries.ts';
import { createTrailHandler, type TrailDependencies } from '../../lambdas/trail/handler.ts';

const seconds = Date.UTC(2026, 11, 1) / 1000;

/** A row of an unknown kind, which has one entry. */
const aRecord = (id: string, after = 0): DynamoDBRecord => ({
  eventID: id,
  eventSourceARN: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Ledger/stream/x',
  dynamodb: {
    Keys: { pk: { S: 'NEWS#1' }, sk: { S: 'X' } },
    NewImage: { pk: { S: 'NEWS#1' } },
    ApproximateCreationDateTime: seconds + after,
    SequenceNumber: `s${id}`,
  },
});

function aHandler(changes: Partial<TrailDependencies> = {}) {
  const batches: EntryBatch[] = [];
  const published: AuditEvent[][] = [];
  const logged: string[] = [];
  const note = (key: string): void => void logged.push(key);
  const handle = createTrailHandler({
    shardOf: () => 'ledger',
    toChange: toRowChange,
    hashAddress: async () => (address) => `h${address.length}`,
    append: async (batch) => {
      batches.push(batch);
      return batch.events.length;
    },
    publish: async (events) => void published.push([...events]),
    log: { info: note, warn: note, error: note },
    now: () => new Date((seconds + 60) * 1000),
    ...changes,
  });
  return { handle, batches, published, logged };
}

describe('the handler of the trail', () => {
  it('appends the entries of a batch, with the span of its changes, and publishes them', async () => {
    const { handle, batches, published } = aHandler();
    await handle({ Records: [aRecord('1', 5), aRecord('2'), aRecord('3', 9)] });

    expect(batches).toMatchObject([
      { shard: 'ledger', oldest: new Date(seconds * 1000), newest: new Date((seconds + 9) * 1000) },
    ]);
    expect(batches[0]!.events.map(({ metadata }) => metadata.uid)).toEqual(['ledger:1', 'ledger:2', 'ledger:3']);
    expect(published).toEqual([batches[0]!.events]);
  });

  it('has nothing to do for no record', async () => {
    const { handle, batches } = aHandler();
    await handle({ Records: [] });

    expect(batches).toEqual([]);
  });

  it.each<[string, DynamoDBRecord, string]>([
    ['without a key', { ...aRecord('1'), dynamodb: { ApproximateCreationDateTime: seconds } }, 'ledger:1'],
    ['without anything', {}, 'ledger:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'],
  ])('records a change %s, and goes on', async (_, record, uid) => {
    const { handle, batches, logged } = aHandler();
    await handle({ Records: [record, aRecord('2')] });

    expect(batches[0]!.events.map(({ metadata }) => [metadata.event_code, metadata.uid])).toEqual([
      ['row.unreadable', uid],
      ['row.unknown', 'ledger:2'],
    ]);
    expect(logged).toContain('trail.unreadable');
  });

  it('fails with a store that fails, and publishes nothing', async () => {
    const { handle, published } = aHandler({
      append: async () => {
        throw new Error('no bucket');
      },
    });

    await expect(handle({ Records: [aRecord('1')] })).rejects.toThrow('no bucket');
    expect(published).toEqual([]);
  });

  const noBus = {
    publish: async () => {
      throw new Error('no bus');
    },
  };

  it('fails with a bus that fails, so that the entries are offered again', async () => {
    const { handle, batches } = aHandler(noBus);

    await expect(handle({ Records: [aRecord('1')] })).rejects.toThrow('no bus');
    expect(batches).toHaveLength(1);
  });

  it('passes by a bus that has failed for an hour', async () => {
    const { handle, logged } = aHandler({ ...noBus, now: () => new Date((seconds + 3_601) * 1000) });
    await handle({ Records: [aRecord('1')] });

    expect(logged).toContain('trail.unpublished');
  });

  it('needs no bus', async () => {
    const { publish: _, ...others } = { publish: undefined };
    const { handle, batches } = aHandler(others);
    await handle({ Records: [aRecord('1')] });

    expect(batches).toHaveLength(1);
  });
});
