import { setTimeout as wait } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { compact } from '../lambdas/compact.ts';
import { BrokenFunctionError, type FunctionHost } from './function-host.ts';

export interface EventSourceOptions {
  /** Reads and deletes as the function's role. */
  readonly sqs: Pick<SQSClient, 'send'>;
  /** For what AWS does not do: a message of a crashed invocation is visible again at once. */
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
  /** False once it was stopped: then nobody reads the queue. */
  isEnabled(): boolean;
  stop(): Promise<void>;
}

/** A role that may not read the queue will not be allowed to in a moment either. */
const deniedPauseMs = 10_000;
const hiccupPauseMs = 100;

/** Polls a queue for a function, as a Lambda event source mapping does. */
export function startEventSource(options: EventSourceOptions): EventSource {
  const { sqs, queueUrl, pollers, target } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  /** Does a step until it succeeds; an emulator that goes down or hiccups is asked again. */
  const insist = async (step: () => Promise<void>): Promise<void> => {
    while (!signal.aborted) {
      try {
        return await step();
      } catch (error) {
        const ms = error instanceof Error && /^AccessDenied/.test(error.name) ? deniedPauseMs : hiccupPauseMs;
        if (!signal.aborted) await wait(ms, undefined, { signal }).catch(() => {});
      }
    }
  };

  const connected = insist(async () => {
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }), {
      abortSignal: signal,
    });
  });
  const poll = async (): Promise<void> => {
    await connected;
    while (!signal.aborted) await insist(() => pollOnce(options, signal));
  };

  const loops = Array.from({ length: pollers }, poll);
  return {
    queueUrl,
    functionName: target.name,
    isEnabled: () => !signal.aborted,
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function pollOnce(options: EventSourceOptions, signal: AbortSignal): Promise<void> {
  const { sqs, queueUrl, batchSize } = options;
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
  if (Messages.length > 0) await handleBatch(options, Messages, signal);
}

async function handleBatch(
  { sqs, operator, queueUrl, reportsItemFailures, target }: EventSourceOptions,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<void> {
  const Records = messages.map((message) => toRecord(message, queueUrl));
  let failed: ReadonlySet<string>;
  try {
    const response = (await target.invoke({ Records })) as SQSBatchResponse | undefined;
    failed = new Set(
      reportsItemFailures ? response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) : [],
    );
  } catch (error) {
    if (signal.aborted) return;
    // Whoever breaks a function wants to see what AWS would do: the messages stay hidden for their time.
    if (error instanceof BrokenFunctionError) return;
    // A crash. On AWS the messages come back when their visibility ends; on a laptop nobody waits for that,
    // and the ledger's lease still keeps a half-done delivery from being repeated too soon.
    for (const { ReceiptHandle } of messages.toReversed()) {
      await operator.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
      );
    }
    return;
  }
  const done = messages.filter(({ MessageId }) => !failed.has(MessageId ?? ''));
  if (done.length === 0) return;
  await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
}

/** A message as Lambda shows it to a function: the same things under lower-case names. */
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
