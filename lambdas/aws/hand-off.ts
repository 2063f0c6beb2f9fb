import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { HandOffMessage, HandOffPort } from '../domain/crm/crm-adapter.ts';
import type { Failure, Outcome, Ref } from '../domain/crm/outcome.ts';
import { errorNameOf, httpStatusOf } from './aws-error.ts';
import { createSignedFetch } from './signed-fetch.ts';

interface HandOffDependencies {
  readonly sqs: SQSClient;
  readonly dynamo: Pick<DynamoDBDocumentClient, 'config'>;
  readonly now: () => Date;
}

/**
 * The bus or queue of a connection.
 *
 * @returns by vendor and place, which is `arn:aws:events:…:event-bus/<name>` or a queue's URL; anything else is the URL of a
 *   stand-in
 */
export function createHandOff({ sqs, dynamo, now }: HandOffDependencies) {
  const signed = createSignedFetch(dynamo, 'events');
  return (vendor: 'eventbridge' | 'sqs', place: string): HandOffPort => ({
    region: regionOf(place),
    put: (message) =>
      vendor === 'sqs' ? sendMessage(sqs, place, message, now()) : putEvent(signed, place, message, now()),
  });
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
async function putEvent(
  signed: ReturnType<typeof createSignedFetch>,
  place: string,
  { id, type, at, detail }: HandOffMessage,
  now: Date,
): Promise<Outcome<Ref>> {
  const isBus = place.startsWith('arn:');
  const entry = {
    Source: 'postern',
    DetailType: type,
    Detail: JSON.stringify(detail),
    EventBusName: isBus ? place : 'sandbox',
    Time: Math.floor(Date.parse(at) / 1000),
  };
  const answer = await signed(
    compact({
      method: 'POST',
      url: new URL(isBus ? eventsUrl(place) : place),
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
      body: JSON.stringify({ Entries: [entry] }),
      region: isBus ? regionOf(place) : undefined,
    }),
  ).catch(() => undefined);
  if (answer === undefined || answer.status >= 500) return { kind: 'unknown' };
  const { Entries, __type: errorType } = parsed(answer.text);
  const [result] = Entries ?? [];
  // An entry that was refused is reported inside a 200.
  const code = answer.status === 200 ? result?.ErrorCode : (errorType?.split('#').at(-1) ?? `HTTP ${answer.status}`);
  if (code !== undefined) return failureOf(code, now);
  return result?.EventId === undefined ? { kind: 'unknown' } : { kind: 'ok', value: { id }, how: 'created' };
}

/** Where EventBridge answers for a bus. */
export const eventsUrl = (arn: string): string =>
  `https://events.${regionOf(arn)}.${arn.startsWith('arn:aws-cn') ? 'amazonaws.com.cn' : 'amazonaws.com'}/`;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
async function sendMessage(
  sqs: SQSClient,
  queueUrl: string,
  { id, deduplicationId = id, group, type, attributes, detail }: HandOffMessage,
  now: Date,
): Promise<Outcome<Ref>> {
  const isFifo = queueUrl.endsWith('.fifo');
  const texts = Object.entries({ type, ...attributes }).filter(([, value]) => value !== '');
  try {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(detail),
        MessageAttributes: Object.fromEntries(
          texts.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
        ...compact({
          MessageGroupId: isFifo ? group.slice(0, 128) : undefined,
          MessageDeduplicationId: isFifo ? deduplicationId : undefined,
        }),
      }),
    );
    return { kind: 'ok', value: { id }, how: 'created' };
  } catch (error) {
    const status = httpStatusOf(error) ?? 500;
    return status >= 500 ? { kind: 'unknown' } : failureOf(errorNameOf(error), now);
  }
}

/** In ms: the wait after a throttled call; the answer names no time. */
const throttledMs = 5_000;

function failureOf(code: string, now: Date): Failure {
  if (/Throttl|TooManyRequests|LimitExceeded|OverLimit/.test(code))
    return { kind: 'throttled', scope: 'burst', retryAt: new Date(now.getTime() + throttledMs), isGuess: true };
  if (/Internal|Unavailable|Timeout/.test(code)) return { kind: 'unknown' };
  const isSetting =
    /AccessDenied|NotAuthorized|ResourceNotFound|DoesNotExist|NonExistent|Token|Signature|Kms|HTTP 40[13]/i.test(code);
  return isSetting
    ? { kind: 'misconfigured', code, message: 'the function may not write there, or there is no such bus or queue' }
    : { kind: 'rejected', code, message: 'the message was not taken' };
}

interface PutEventsAnswer {
  readonly Entries?: ReadonlyArray<{ readonly EventId?: string; readonly ErrorCode?: string }> | null;
  readonly __type?: string;
}

function parsed(text: string): PutEventsAnswer {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** The fourth part of an ARN, or the region in the host of a queue. */
export const regionOf = (place: string): string =>
  (place.startsWith('arn:') ? place.split(':')[3] : /\bsqs\.([a-z0-9-]+)\./.exec(place)?.[1]) || 'local';
