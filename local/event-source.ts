import { setTimeout as wait } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { compact } from '../lambdas/compact.ts';
import { BrokenFunctionError, type FunctionHost } from './function-host.ts';

interface EventSourceOptions {
  /** Reads and deletes as the function's role. */
  readonly sqs: Pick<SQSClient, 'send'>;
  /** Makes the messages of a crashed invocation visible at once, which AWS does not do. */
  readonly operator: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
  readonly batchSize: number;
  readonly reportsItemFailures: boolean;
  /** Pollers; each hands one batch at a time to the function. */
  readonly pollers: number;
  readonly target: FunctionHost;
}

export interface EventSource {
  readonly queueUrl: string;
  readonly functionName: string;
  /** False after a stop: then nobody reads the queue. */
  isEnabled(): boolean;
  stop(): Promise<void>;
}

/** A role that may not read the queue will not be allowed to in a moment either. */
const deniedPauseMs = 10_000;
const hiccupPauseMs = 100;

/** Polls a queue for a function, as a Lambda event source mapping does. */
export function startEventSource(options: EventSourceOptions): EventSource {
  const stopping = new AbortController();
  const { signal } = stopping;
  const connected = untilSuccess(signal, () => connect(options, signal));
  const turns = createTurns();
  const loops = Array.from({ length: options.pollers }, () => poll(options, connected, turns, signal));
  return {
    queueUrl: options.queueUrl,
    functionName: options.target.name,
    isEnabled: () => !stopping.signal.aborted,
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/**
 * Asks for the queue's attributes once, as Lambda does when it connects, and receives until the source is stopped.
 *
 * One poller receives at a time, and the next when the function has begun the batch: messages that no worker can take stay in
 * the queue, where they gather to larger batches, and one new message does not wake every poller.
 */
async function poll(
  options: EventSourceOptions,
  connected: Promise<void>,
  turns: Turns,
  signal: AbortSignal,
): Promise<void> {
  await connected;
  while (!signal.aborted)
    await untilSuccess(signal, async () => {
      const endTurn = await turns.take();
      try {
        const messages = signal.aborted ? [] : await receive(options, signal);
        if (messages.length > 0) await handleBatch(options, messages, signal, endTurn);
      } finally {
        endTurn();
      }
    });
}

interface Turns {
  /** Waits for the turn. @returns ends it; a second call does nothing */
  take(): Promise<() => void>;
}

function createTurns(): Turns {
  let last = Promise.resolve();
  return {
    async take() {
      const before = last;
      const turn = Promise.withResolvers<void>();
      last = turn.promise;
      await before;
      return turn.resolve;
    },
  };
}

async function connect({ sqs, queueUrl }: EventSourceOptions, signal: AbortSignal): Promise<void> {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] });
  await sqs.send(command, { abortSignal: signal });
}

/** Repeats a step until it succeeds: the emulator may be stopping, or have failed once. */
async function untilSuccess(signal: AbortSignal, step: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      return await step();
    } catch (error) {
      const ms = error instanceof Error && /^AccessDenied/.test(error.name) ? deniedPauseMs : hiccupPauseMs;
      if (!signal.aborted) await wait(ms, undefined, { signal }).catch(() => {});
    }
  }
}

async function receive({ sqs, queueUrl, batchSize }: EventSourceOptions, signal: AbortSignal): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
    { abortSignal: signal },
  );
  return Messages;
}

/** Invokes the function with a batch, and deletes the messages that it has handled. @param onBegin see `FunctionHost.invoke` */
async function handleBatch(
  options: EventSourceOptions,
  messages: readonly Message[],
  signal: AbortSignal,
  onBegin: () => void,
): Promise<void> {
  const failed = await failedItems(options, messages, onBegin).catch(async (error: unknown) => {
    // A person who breaks a function wants AWS's behaviour: the messages stay hidden until their visibility ends.
    const isBroken = error instanceof BrokenFunctionError;
    if (!signal.aborted && !isBroken) await showAgain(options, messages);
    return undefined;
  });
  const handled = failed === undefined ? [] : messages.filter(({ MessageId }) => !failed.has(MessageId ?? ''));
  if (handled.length > 0) await deleteMessages(options, handled);
}

/** An answer of a function with ReportBatchItemFailures; a function without a failure may answer nothing. */
const batchAnswer = z.nullish(
  z.looseObject({ batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string() })) }),
);

/** Ids of the messages that the function reports as failed. @throws what the function throws */
async function failedItems(
  { target, queueUrl, reportsItemFailures }: EventSourceOptions,
  messages: readonly Message[],
  onBegin: () => void,
): Promise<ReadonlySet<string>> {
  const answer = await target.invoke({ Records: messages.map((message) => toRecord(message, queueUrl)) }, onBegin);
  const failures = reportsItemFailures ? batchAnswer.parse(answer)?.batchItemFailures : undefined;
  return new Set(failures?.map(({ itemIdentifier }) => itemIdentifier));
}

async function deleteMessages({ sqs, queueUrl }: EventSourceOptions, messages: readonly Message[]): Promise<void> {
  const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
}

/**
 * Makes the messages of a crashed invocation visible at once. On AWS their visibility has to end first; nobody waits for
 * that on a laptop, and the ledger's lease still keeps a half-done delivery from an early repetition.
 */
async function showAgain({ operator, queueUrl }: EventSourceOptions, messages: readonly Message[]): Promise<void> {
  // A FIFO queue shows the messages of a group again in the order of these calls, the last first.
  for (const { ReceiptHandle } of messages.toReversed())
    await operator.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );
}

/** A message as Lambda shows it to a function: the same fields under lower-case names. */
export function toRecord(
  { MessageId = '', ReceiptHandle = '', Body = '', MD5OfBody = '', Attributes = {}, MessageAttributes = {} }: Message,
  queueUrl: string,
): SQSRecord {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes as unknown as SQSRecord['attributes'],
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue, BinaryValue, DataType = 'String' }]) => [
        name,
        compact({
          stringValue: StringValue,
          binaryValue: BinaryValue && Buffer.from(BinaryValue).toString('base64'),
          dataType: DataType,
        }),
      ]),
    ),
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queueUrl.split('/').at(-1)}`,
    awsRegion: 'us-east-1',
  };
}
