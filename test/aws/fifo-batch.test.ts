import type { Context, SQSRecord } from 'aws-lambda';
import { createFifoBatchHandler, type RecordResult } from '../../lambdas/aws/fifo-batch.ts';
import { silentLog } from '../helpers/builders.ts';

const record = (messageId: string, group: string): SQSRecord =>
  ({
    messageId,
    receiptHandle: `handle-${messageId}`,
    body: '{}',
    attributes: { MessageGroupId: group, ApproximateReceiveCount: '3' },
    eventSourceARN: 'arn:aws:sqs:eu-west-1:1:q.fifo',
    eventSource: 'aws:sqs',
  }) as unknown as SQSRecord;

async function run(results: Record<string, RecordResult | Error>, ...records: SQSRecord[]) {
  return runPlaced(undefined, results, ...records);
}

/** @param places of the records in their groups, by id */
async function runPlaced(
  places: Readonly<Record<string, string>> | undefined,
  results: Record<string, RecordResult | Error>,
  ...records: SQSRecord[]
) {
  const handled: string[] = [];
  const visibility: Array<[string, number]> = [];
  const handler = createFifoBatchHandler({
    handle: async ({ messageId }) => {
      handled.push(messageId);
      const result = results[messageId] ?? { kind: 'ack' };
      if (result instanceof Error) throw result;
      return result;
    },
    setVisibility: async (handle, afterMs) => void visibility.push([handle, afterMs]),
    backoff: (receives) => receives * 1000,
    log: silentLog,
    ...(places && { placeOf: ({ messageId }) => places[messageId] }),
  });
  const { batchItemFailures } = await handler({ Records: records }, {} as Context);
  return { handled, visibility, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

const retry = { kind: 'retry', afterMs: 5000, reason: 'busy' } as const;

describe('createFifoBatchHandler', () => {
  it('holds back the rest of a group after a failure, and no other group', async () => {
    const { handled, failed } = await run({ a1: retry }, record('a1', 'a'), record('a2', 'a'), record('b1', 'b'));

    expect(handled).toEqual(['a1', 'b1']);
    expect(failed.toSorted()).toEqual(['a1', 'a2']);
  });

  it('hides the whole group for as long as its head asked, the head last to be hidden', async () => {
    const { visibility } = await run({ a1: retry }, record('a1', 'a'), record('a2', 'a'));

    expect(visibility).toEqual([
      ['handle-a2', 5000],
      ['handle-a1', 5000],
    ]);
  });

  it('reports each record when all of them fail, rather than throw', async () => {
    expect((await run({ a1: retry, b1: retry }, record('a1', 'a'), record('b1', 'b'))).failed.toSorted()).toEqual([
      'a1',
      'b1',
    ]);
  });

  it('backs off after an exception by the number of receives', async () => {
    expect((await run({ a1: new Error('boom') }, record('a1', 'a'))).visibility).toEqual([['handle-a1', 3000]]);
  });

  it('acknowledges a batch in which everything went well', async () => {
    expect(await run({}, record('a1', 'a'), record('b1', 'b'))).toEqual({
      handled: ['a1', 'b1'],
      visibility: [],
      failed: [],
    });
  });

  it.each([
    ['by their places', { a1: '09:02#x', a2: '09:01#x', b1: '09:03#x' }, ['a2', 'b1', 'a1']],
    [
      "in the queue's order where places are equal",
      { a1: '09:02#x', a2: '09:02#x', b1: '09:03#x' },
      ['a1', 'b1', 'a2'],
    ],
    ["in the queue's order where one has no place", { a1: '09:02#x', b1: '09:03#x' }, ['a1', 'b1', 'a2']],
  ])('handles the records of a group %s', async (_what, places, order) => {
    const { handled } = await runPlaced(places, {}, record('a1', 'a'), record('a2', 'a'), record('b1', 'b'));

    expect(handled).toEqual(order);
  });

  it('holds back a group whose first by place fails, and shows the head of the queue last', async () => {
    const places = { a1: '09:02#x', a2: '09:01#x' };
    const { handled, failed, visibility } = await runPlaced(
      places,
      { a2: retry },
      record('a1', 'a'),
      record('a2', 'a'),
    );

    expect(handled).toEqual(['a2']);
    expect(failed.toSorted()).toEqual(['a1', 'a2']);
    expect(visibility.map(([handle]) => handle)).toEqual(['handle-a2', 'handle-a1']);
  });
});
