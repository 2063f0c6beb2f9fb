import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { createSuppressHandler } from '../../lambdas/suppress/handler.ts';
import type { InformResult } from '../../lambdas/suppress/inform-target.ts';
import { silentLog } from '../helpers/builders.ts';
import { aChange } from '../helpers/consent.ts';

const record = (body: string): SQSRecord =>
  ({
    messageId: 'm1',
    receiptHandle: 'handle',
    body,
    attributes: { MessageGroupId: 'g', SequenceNumber: '1', ApproximateReceiveCount: '1' },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:1:q.fifo',
  }) as unknown as SQSRecord;
const targetMessage = JSON.stringify({
  schema: 'suppression.delivery/1',
  tenant: 'acme',
  subject: 's',
  target: 'main',
});

/** Handles one message, and returns its result. */
async function handle(body: string, { remainingMs = 60_000, result = { kind: 'settled' } as InformResult } = {}) {
  const seen: unknown[] = [];
  const handler = createSuppressHandler({
    apply: async (change) => void seen.push(['apply', change.changeId]),
    async inform({ target }, leaseMs) {
      seen.push(['inform', target, leaseMs]);
      return result;
    },
    deadLetters: { put: async (letter, reason) => void seen.push(['dead', letter, reason]) },
    setVisibility: async (_handle, afterMs) => void seen.push(['visibility', afterMs]),
    backoff: () => 1000,
    log: silentLog,
  });
  const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
  const { batchItemFailures } = await handler({ Records: [record(body)] } as SQSEvent, context);
  return { seen, isAcknowledged: batchItemFailures.length === 0 };
}

describe('createSuppressHandler', () => {
  it('makes a change effective', async () => {
    const change = aChange();

    expect(await handle(JSON.stringify(change))).toEqual({ seen: [['apply', change.changeId]], isAcknowledged: true });
  });

  it('informs a target under a lease that outlives the function', async () => {
    expect(await handle(targetMessage)).toEqual({ seen: [['inform', 'main', 65_000]], isAcknowledged: true });
  });

  it('acknowledges a target that the heartbeat sends again', async () => {
    expect(await handle(targetMessage, { result: { kind: 'waiting', reason: 'x' } })).toMatchObject({
      isAcknowledged: true,
    });
  });

  it('leaves a target on the queue that has to be retried', async () => {
    const { seen, isAcknowledged } = await handle(targetMessage, {
      result: { kind: 'retry', afterMs: 4_000, reason: 'x' },
    });

    expect(isAcknowledged).toBe(false);
    expect(seen).toContainEqual(['visibility', 4_000]);
  });

  it('begins no message without enough time', async () => {
    const { seen, isAcknowledged } = await handle(targetMessage, { remainingMs: 9_999 });

    expect(isAcknowledged).toBe(false);
    expect(seen).not.toContainEqual(expect.arrayContaining(['inform']));
  });

  it('puts a malformed message to the dead letters, without quoting it in the reason', async () => {
    expect(await handle('{')).toEqual({
      seen: [['dead', '{', 'malformed queue message: SyntaxError']],
      isAcknowledged: true,
    });
  });
});
