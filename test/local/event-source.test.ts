import { once } from 'node:events';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { startEventSource, toRecord } from '../../local/event-source.ts';
import { BrokenFunctionError, type FunctionHost } from '../../local/function-host.ts';
import { InvocationError } from '../../local/worker-slot.ts';

const messages: Message[] = ['a', 'b'].map((id) => ({ MessageId: id, ReceiptHandle: `handle-${id}`, Body: id }));

/** A queue that gives one batch, then nothing until the end. */
function queueWithOneBatch() {
  const calls: Array<{ readonly name: string; readonly input: Record<string, unknown> }> = [];
  const drained = Promise.withResolvers<void>();
  const send = async (
    command: { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> },
    options?: { readonly abortSignal: AbortSignal },
  ) => {
    const { name } = command.constructor;
    if (name === 'GetQueueAttributesCommand') return {};
    if (name !== 'ReceiveMessageCommand') return void calls.push({ name, input: command.input });
    if (calls.some((call) => call.name === name)) {
      drained.resolve();
      if (options?.abortSignal.aborted === false) await once(options.abortSignal, 'abort');
      return {};
    }
    calls.push({ name, input: command.input });
    return { Messages: messages };
  };
  return { calls, drained: drained.promise, sqs: { send } as unknown as SQSClient };
}

async function callsAfter(invoke: FunctionHost['invoke'], reportsItemFailures = true) {
  const { calls, drained, sqs } = queueWithOneBatch();
  const source = startEventSource({
    sqs,
    operator: sqs,
    queueUrl: 'http://sqs/000000000000/inbox',
    batchSize: 10,
    reportsItemFailures,
    pollers: 1,
    target: { name: 'Sink', invoke } as FunctionHost,
  });
  await drained;
  expect(source.isEnabled()).toBe(true);
  await source.stop();
  expect(source.isEnabled()).toBe(false);
  return calls.slice(1);
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

const deletionOf = (...handles: string[]) => ({
  name: 'DeleteMessageBatchCommand',
  input: { Entries: handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })) },
});
const reappearanceOf = (ReceiptHandle: string) => ({
  name: 'ChangeMessageVisibilityCommand',
  input: { ReceiptHandle, VisibilityTimeout: 0 },
});

type Send = SQSClient['send'];

const queueUrl = 'http://127.0.0.1:1/000000000000/Inbox';
const denial = Object.assign(new Error('no'), { name: 'AccessDenied' });
const message = { MessageId: 'm', ReceiptHandle: 'r', Body: 'b' };

/** An event source of a queue with one message and of a role that may not call some operations. */
function startDenied(denied: readonly string[]) {
  const sent: string[] = [];
  const reached = Promise.withResolvers<void>();
  const messages = [message];
  const send = (async (command: object, options?: { abortSignal?: AbortSignal }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    sent.push(name);
    if (denied.includes(name)) {
      reached.resolve();
      throw denial;
    }
    if (name === 'DeleteMessageBatch') reached.resolve();
    if (name !== 'ReceiveMessage') return {};
    const found = messages.splice(0);
    if (found.length > 0) return { Messages: found };
    return new Promise((_, reject) =>
      options?.abortSignal?.addEventListener('abort', () => reject(new Error('ended'))),
    );
  }) as unknown as Send;
  const target = { name: 'parse', invoke: async () => undefined } as unknown as FunctionHost;
  const source = startEventSource({
    sqs: { send },
    operator: { send },
    queueUrl,
    batchSize: 10,
    reportsItemFailures: false,
    pollers: 1,
    target,
  });
  return { sent, source, reached: reached.promise };
}

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
    expect(calls).toMatchObject([deletionOf('handle-a', 'handle-b')]);
  });

  it.each([
    ['keeps', true, [deletionOf('handle-b')]],
    ['ignores', false, [deletionOf('handle-a', 'handle-b')]],
  ])('%s the failures that a function reports when the mapping says %s', async (_, reports, calls) => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'a' }] };

    expect(await callsAfter(async () => answer, reports)).toMatchObject(calls);
  });

  it('shows the messages of a crashed invocation again, the last first', async () => {
    const calls = await callsAfter(() => Promise.reject(new InvocationError('crashed')));

    expect(calls).toMatchObject([reappearanceOf('handle-b'), reappearanceOf('handle-a')]);
  });

  it('leaves the messages of a broken function hidden, as AWS does', async () => {
    expect(await callsAfter(() => Promise.reject(new BrokenFunctionError('broken')))).toEqual([]);
  });

  it('asks for the attributes of its queue once, then reads it and deletes the handled messages', async () => {
    const { sent, source, reached } = startDenied([]);
    await reached;
    await source.stop();

    expect(sent.slice(0, 3)).toEqual(['GetQueueAttributes', 'ReceiveMessage', 'DeleteMessageBatch']);
    expect(sent.filter((name) => name === 'GetQueueAttributes')).toHaveLength(1);
    expect(source.isEnabled()).toBe(false);
  });

  it.each([
    ['attributes', 'GetQueueAttributes', ['GetQueueAttributes']],
    ['messages', 'ReceiveMessage', ['GetQueueAttributes', 'ReceiveMessage']],
  ])('reads nothing while its role may not ask for %s', async (_what, denied, asked) => {
    const { sent, source, reached } = startDenied([denied]);
    await reached;
    await source.stop();

    expect(sent).toEqual(asked);
  });

  it('receives the next batch when the function has begun the one before', async () => {
    const [queue, log]: [string[], string[]] = [['a', 'b', 'c'], []];
    const begins: Array<() => void> = [];
    const isIdle = Promise.withResolvers<void>();
    const send = (async (command: object, options?: { abortSignal?: AbortSignal }) => {
      if (command.constructor.name !== 'ReceiveMessageCommand') return {};
      const id = queue.shift();
      log.push(`receive ${id ?? 'nothing'}`);
      if (id !== undefined) return { Messages: [{ MessageId: id, ReceiptHandle: id, Body: id }] };
      isIdle.resolve();
      return new Promise((resolve) => options?.abortSignal?.addEventListener('abort', () => resolve({})));
    }) as unknown as Send;
    const ends = Promise.withResolvers<void>();
    const target = {
      name: 'parse',
      async invoke(event: { Records: Array<{ messageId: string }> }, onBegin: () => void) {
        log.push(`wait ${event.Records[0]?.messageId}`);
        begins.push(onBegin);
        await ends.promise;
      },
    } as unknown as FunctionHost;
    const source = startEventSource({
      sqs: { send },
      operator: { send },
      queueUrl,
      batchSize: 1,
      reportsItemFailures: false,
      pollers: 4,
      target,
    });
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
