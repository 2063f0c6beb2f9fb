import { once } from 'node:events';
import type { Message } from '@aws-sdk/client-sqs';
import { startEventSource, toRecord } from '../../local/event-source.ts';
import { BrokenFunctionError, type FunctionHost } from '../../local/function-host.ts';
import { DeniedPollError, type PolledQueue } from '../../local/polled-queue.ts';
import { InvocationError } from '../../local/worker-slot.ts';

const messages: Message[] = ['a', 'b'].map((id) => ({ MessageId: id, ReceiptHandle: `handle-${id}`, Body: id }));

/** A queue that gives its batches, then nothing until the end, and notes its calls. */
function aQueue(batches: ReadonlyArray<readonly Message[]>, denied: readonly string[] = []) {
  const calls: string[] = [];
  const drained = Promise.withResolvers<void>();
  const left = [...batches];
  const call = async (name: string): Promise<void> => {
    calls.push(name);
    if (!denied.includes(name)) return;
    drained.resolve();
    throw new DeniedPollError('no');
  };
  const queue: PolledQueue = {
    connect: () => call('connect'),
    async receive(_most, signal) {
      await call('receive');
      const batch = left.shift();
      if (batch !== undefined) return [...batch];
      drained.resolve();
      if (!signal.aborted) await once(signal, 'abort');
      return [];
    },
    remove: (handles) => call(`remove ${handles.join(' ')}`),
    showAgain: (handle) => void calls.push(`show ${handle}`),
  };
  return { calls, drained: drained.promise, queue };
}

const start = (queue: PolledQueue, invoke: FunctionHost['invoke'], options = {}) =>
  startEventSource({
    queue,
    queueUrl: 'http://sqs/000000000000/inbox',
    batchSize: 10,
    reportsItemFailures: true,
    pollers: 1,
    target: { name: 'Sink', invoke } as FunctionHost,
    ...options,
  });

/** The calls at a queue with one batch, without connecting and receiving. */
async function callsAfter(invoke: FunctionHost['invoke'], reportsItemFailures = true) {
  const { calls, drained, queue } = aQueue([messages]);
  const source = start(queue, invoke, { reportsItemFailures });
  await drained;
  expect(source.isEnabled()).toBe(true);
  await source.stop();
  expect(source.isEnabled()).toBe(false);
  return calls.filter((name) => name !== 'connect' && name !== 'receive');
}

describe('toRecord', () => {
  it('shows attributes as Lambda does: texts as they are, bytes in base64', () => {
    const MessageAttributes = {
      reason: { DataType: 'String', StringValue: 'no' },
      event: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
    };

    expect(toRecord({ Body: 'b', MessageAttributes }, 'http://sqs/000000000000/inbox').messageAttributes).toEqual({
      reason: { dataType: 'String', stringValue: 'no' },
      event: { dataType: 'Binary', binaryValue: 'AP8=' },
    });
  });
});

describe('startEventSource', () => {
  it('hands the messages to the function as Lambda does, and deletes them', async () => {
    const events: unknown[] = [];
    const calls = await callsAfter(async (event) => void events.push(event));

    expect(events).toMatchObject([
      {
        Records: [
          { messageId: 'a', body: 'a', eventSource: 'aws:sqs' },
          { messageId: 'b', body: 'b' },
        ],
      },
    ]);
    expect(calls).toEqual(['remove handle-a handle-b']);
  });

  it.each([
    ['keeps', true, ['remove handle-b']],
    ['ignores', false, ['remove handle-a handle-b']],
  ])('%s the failures that a function reports when the mapping says %s', async (_, reports, calls) => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'a' }] };

    expect(await callsAfter(async () => answer, reports)).toEqual(calls);
  });

  it('shows the messages of a crashed invocation again, the last first', async () => {
    const calls = await callsAfter(() => Promise.reject(new InvocationError('crashed')));

    expect(calls).toEqual(['show handle-b', 'show handle-a']);
  });

  it('leaves the messages of a broken function hidden, as AWS does', async () => {
    expect(await callsAfter(() => Promise.reject(new BrokenFunctionError('broken')))).toEqual([]);
  });

  it('connects to its queue once, then reads it and deletes the handled messages', async () => {
    const { calls, drained, queue } = aQueue([messages.slice(0, 1)]);
    const source = start(queue, async () => undefined);
    await drained;
    await source.stop();

    expect(calls).toEqual(['connect', 'receive', 'remove handle-a', 'receive']);
    expect(source.isEnabled()).toBe(false);
  });

  it.each([
    ['attributes', 'connect', ['connect']],
    ['messages', 'receive', ['connect', 'receive']],
  ])('reads nothing while its role may not ask for %s', async (_what, denied, asked) => {
    const { calls, drained, queue } = aQueue([messages], [denied]);
    const source = start(queue, async () => undefined);
    await drained;
    await source.stop();

    expect(calls).toEqual(asked);
  });

  it('receives the next batch when the function has begun the one before', async () => {
    const [waiting, log]: [string[], string[]] = [['a', 'b', 'c'], []];
    const begins: Array<() => void> = [];
    const isIdle = Promise.withResolvers<void>();
    const { queue } = aQueue([]);
    const receive: PolledQueue['receive'] = async (_most, signal) => {
      const id = waiting.shift();
      log.push(`receive ${id ?? 'nothing'}`);
      if (id !== undefined) return [{ MessageId: id, ReceiptHandle: id, Body: id }];
      isIdle.resolve();
      await once(signal, 'abort');
      return [];
    };
    const ends = Promise.withResolvers<void>();
    const invoke: FunctionHost['invoke'] = async (event, onBegin) => {
      log.push(`wait ${(event as { Records: Array<{ messageId: string }> }).Records[0]?.messageId}`);
      begins.push(onBegin!);
      await ends.promise;
    };
    const source = start({ ...queue, receive }, invoke, { batchSize: 1, pollers: 4 });
    const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

    await settle();
    expect(log).toEqual(['receive a', 'wait a']);
    begins[0]!();
    await settle();
    expect(log.slice(2)).toEqual(['receive b', 'wait b']);
    begins[1]!();
    await settle();
    begins[2]!();
    await isIdle.promise;
    await settle();
    // One of the four waits for messages.
    expect(log.slice(4)).toEqual(['receive c', 'wait c', 'receive nothing']);
    ends.resolve();
    await source.stop();
  });
});
