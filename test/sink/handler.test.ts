import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Attempt, DeliveryResult } from '../../lambdas/domain/delivery/attempt.ts';
import { createSinkHandler } from '../../lambdas/sink/handler.ts';
import { silentLog } from '../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const sealed = Buffer.from('sealed');

const message = (eventId: string): string =>
  JSON.stringify({ schema: 'delivery/1', eventId, integration: 'sales', threadKey: 't' });
const record = (messageId: string, body: string, receives = 1): SQSRecord =>
  ({
    messageId,
    receiptHandle: `handle-${messageId}`,
    body,
    attributes: {
      MessageGroupId: messageId,
      SequenceNumber: '42',
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(now.getTime() - 1000),
    },
    messageAttributes: { event: { dataType: 'Binary', binaryValue: sealed.toString('base64') } },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:1:q.fifo',
  }) as unknown as SQSRecord;

/** A message of one conversation that carries its place. */
const placed = (messageId: string, eventId: string, receivedAt: string, receives = 1): SQSRecord => {
  const { attributes, ...others } = record(messageId, message(eventId), receives);
  const place = { dataType: 'String', stringValue: `${receivedAt}#${eventId}` };
  return {
    ...others,
    attributes: { ...attributes, MessageGroupId: 'conversation' },
    messageAttributes: { place },
  } as unknown as SQSRecord;
};

function sinkThatAnswers(results: Record<string, DeliveryResult>) {
  const attempts: Array<Attempt & { eventId: string }> = [];
  const dead: Array<[string, string]> = [];
  const visibility: Array<[string, number]> = [];
  const handle = createSinkHandler({
    deliver: async ({ eventId }, attempt) => {
      attempts.push({ eventId, ...attempt });
      return results[eventId] ?? { kind: 'settled', fate: 'delivered', how: 'now' };
    },
    deadLetters: { put: async (body, reason) => void dead.push([body, reason]) },
    setVisibility: async (handleOf, afterMs) => void visibility.push([handleOf, afterMs]),
    backoff: () => 1000,
    maxReceiveCount: 100,
    now: () => now,
    measure: () => {},
    log: silentLog,
  });
  const run = async (remainingMs: number, ...records: SQSRecord[]) =>
    (
      await handle({ Records: records } as SQSEvent, { getRemainingTimeInMillis: () => remainingMs } as Context)
    ).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { attempts, dead, visibility, run };
}

describe('createSinkHandler', () => {
  it('leases for longer than the function may run', async () => {
    const sink = sinkThatAnswers({});

    expect(await sink.run(30_000, record('r1', message('evt_1')))).toEqual([]);
    expect(sink.attempts).toEqual([
      {
        eventId: 'evt_1',
        isLast: false,
        leaseMs: 35_000,
        isReplay: false,
        queuedAt: now.getTime() - 1000,
        sealedEvent: sealed,
      },
    ]);
  });

  it('hands on the event of a message that is received for the first time, and of no other', async () => {
    const sink = sinkThatAnswers({});

    await sink.run(30_000, record('r1', message('evt_1')), record('r2', message('evt_2'), 2));

    expect(sink.attempts.map(({ sealedEvent }) => sealedEvent)).toEqual([sealed, undefined]);
  });

  it('delivers the mails of a conversation by their receipt, in whichever order they were queued', async () => {
    const sink = sinkThatAnswers({ evt_1: { kind: 'retry', afterMs: 5000, reason: 'busy' } });
    const failed = await sink.run(
      30_000,
      placed('r2', 'evt_2', '2026-11-20T11:59:59.100Z'),
      placed('r1', 'evt_1', '2026-11-20T11:59:58.900Z'),
    );

    expect(sink.attempts.map(({ eventId }) => eventId)).toEqual(['evt_1']);
    expect(failed.toSorted()).toEqual(['r1', 'r2']);
  });

  it('goes back to the order of the queue before the queue gives its first message up', async () => {
    const sink = sinkThatAnswers({ evt_2: { kind: 'retry', afterMs: 5000, reason: 'busy' } });

    const failed = await sink.run(
      30_000,
      placed('r2', 'evt_2', '2026-11-20T11:59:59.100Z', 50),
      placed('r1', 'evt_1', '2026-11-20T11:59:58.900Z', 3),
    );

    expect(sink.attempts.map(({ eventId, isLast }) => [eventId, isLast])).toEqual([['evt_2', true]]);
    expect(failed.toSorted()).toEqual(['r1', 'r2']);
  });

  it('marks an attempt as the last one early, long before SQS gives up', async () => {
    const sink = sinkThatAnswers({});

    await sink.run(30_000, record('r1', message('evt_1'), 49), record('r2', message('evt_2'), 50));

    expect(sink.attempts.map(({ isLast }) => isLast)).toEqual([false, true]);
  });

  it('acknowledges a parked delivery, for the ledger has it', async () => {
    const sink = sinkThatAnswers({ evt_1: { kind: 'parked', as: 'poisoned', reason: 'rejected' } });

    expect(await sink.run(30_000, record('r1', message('evt_1')))).toEqual([]);
    expect(sink.dead).toEqual([]);
  });

  it('puts a message that can never be delivered to the dead letters, then acknowledges it', async () => {
    const sink = sinkThatAnswers({ evt_1: { kind: 'dead', reason: 'the event object is gone' } });

    expect(await sink.run(30_000, record('r1', message('evt_1')), record('r2', 'malformed'))).toEqual([]);
    expect(sink.dead.toSorted(([a], [b]) => (a < b ? 1 : -1))).toEqual([
      [message('evt_1'), 'the event object is gone'],
      ['malformed', 'malformed queue message: SyntaxError'],
    ]);
  });

  it('begins no delivery that it has no time to end', async () => {
    const sink = sinkThatAnswers({});

    expect(await sink.run(5_000, record('r1', message('evt_1')))).toEqual(['r1']);
    expect(sink.attempts).toEqual([]);
    expect(sink.visibility).toEqual([['handle-r1', 0]]);
  });
});
