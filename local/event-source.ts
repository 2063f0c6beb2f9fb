import { setTimeout as wait } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { compact } from '../lambdas/compact.ts';
import { BrokenFunctionError, type FunctionHost } from './function-host.ts';

export interface EventSourceOptions {
  /** Reads and deletes as the function's role. */
  readonly sqs: SQSClient;
  /** Makes the messages of a crashed invocation visible at once, which AWS does not do. */
  readonly operator: SQSClient;
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

const deniedPauseMs = 10_000;

/** Polls a queue for a function, as a Lambda event source mapping does. */
export function startEventSource(options: EventSourceOptions): EventSource {
  const stopping = new AbortController();
  const loops = Array.from({ length: options.pollers }, () => poll(options, stopping.signal));
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

async function poll(options: EventSourceOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const messages = await receive(options, signal);
      if (messages.length > 0) await handleBatch(options, messages, signal);
    } catch (error) {
      // The emulator is stopping, or has failed once: the loop's condition decides. A role that may not read the queue
      // still may not a moment later.
      const ms = error instanceof Error && /^AccessDenied/.test(error.name) ? deniedPauseMs : 100;
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

/** Invokes the function with a batch, and deletes the messages that it has handled. */
async function handleBatch(
  options: EventSourceOptions,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<void> {
  const failed = await failedItems(options, messages).catch(async (error: unknown) => {
    // A person who breaks a function wants AWS's behaviour: the messages stay hidden until their visibility ends.
    const isBroken = error instanceof BrokenFunctionError;
    if (!signal.aborted && !isBroken) await showAgain(options, messages);
    return undefined;
  });
  const handled = failed === undefined ? [] : messages.filter(({ MessageId }) => !failed.has(MessageId ?? ''));
  if (handled.length > 0) await deleteMessages(options, handled);
}

/** An answer of a function with ReportBatchItemFailures; a function without a failure may answer nothing. */
const batchAnswer = z.optional(
  z.looseObject({ batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string() })) }),
);

/** Ids of the messages that the function reports as failed. @throws what the function throws */
async function failedItems(
  { target, queueUrl, reportsItemFailures }: EventSourceOptions,
  messages: readonly Message[],
): Promise<ReadonlySet<string>> {
  const answer = await target.invoke({ Records: messages.map((message) => toRecord(message, queueUrl)) });
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
      Object.entries(MessageAttributes).map(([name, { StringValue, DataType = 'String' }]) => [
        name,
        compact({ stringValue: StringValue, dataType: DataType }),
      ]),
    ),
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queueUrl.split('/').at(-1)}`,
    awsRegion: 'us-east-1',
  };
}
