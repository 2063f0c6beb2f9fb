import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { compact } from '../compact.ts';
import { ConfigError } from '../domain/errors.ts';
import { env } from '../env.ts';
import { type ReadPart, readStrictly } from './read-part.ts';

/** A queue of the pipeline, its reader, and when waiting messages are a problem. */
interface WatchedQueue {
  readonly queue: string;
  /** The environment variable with its URL, in the deployment's `CliEnvironment` output and on the laptop. */
  readonly variable: string;
  /** The function that reads it, by its folder under `lambdas/`. */
  readonly stage: string;
  /** Its article in docs/runbook.md. */
  readonly article: string;
  /**
   * Age of the oldest message from which on it is a problem, in seconds; at most that of the queue's alarm in
   * lib/constructs/alarms.ts. Absent where messages wait by design.
   */
  readonly lateAfterSeconds?: number;
}

/** Mail that is unread for longer is a problem, in seconds; the alarm `InboxAge` rings later. */
export const unreadLateAfterSeconds = 300;

/** Every queue between the stages. */
export const watchedQueues: readonly WatchedQueue[] = [
  {
    queue: 'inbox',
    variable: env.inboxQueueUrl,
    stage: 'parse',
    article: 'mail-waits',
    lateAfterSeconds: unreadLateAfterSeconds,
  },
  {
    queue: 'deliveries',
    variable: env.deliveriesQueueUrl,
    stage: 'sink',
    article: 'mail-waits',
    lateAfterSeconds: 3600,
  },
  {
    queue: 'suppressions',
    variable: env.suppressionsQueueUrl,
    stage: 'suppress',
    article: 'unsubscribe-late',
    lateAfterSeconds: 90,
  },
  {
    queue: 'feedback',
    variable: env.feedbackQueueUrl,
    stage: 'feedback',
    article: 'bounce-late',
    lateAfterSeconds: 240,
  },
  { queue: 'sweep', variable: env.sweepQueueUrl, stage: 'sweep', article: 'lost-notification' },
];

/** The messages of a queue and the state of its reader. Counts are SQS's own, which are approximate. */
export interface QueueHealth {
  readonly queue: string;
  /** Messages that can be received now. */
  readonly waiting: number;
  /** Messages that a function works on, or that wait for their next try. */
  readonly inFlight: number;
  /** Messages that are delayed, and cannot be received yet. */
  readonly delayed: number;
  /** Age of the oldest message; absent when there is none, or CloudWatch has no figure. */
  readonly oldestSeconds?: number;
  readonly deadLetters: number;
  readonly stage: string;
  /** State of the event source mapping, as Lambda spells it: `Enabled`, `Disabled`, …; `Missing` when there is none. */
  readonly eventSource: string;
}

export interface QueueClients {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly cloudWatch: Pick<CloudWatchClient, 'send'>;
}

/**
 * Reads the state of every queue of the pipeline, and of the event source that reads it.
 *
 * @param read gives the value of an environment variable
 * @throws ConfigError when a queue's variable is not set
 */
export async function readQueues(
  { sqs, lambda, cloudWatch }: QueueClients,
  read: (name: string) => string | undefined,
  now: Date,
  readPart: ReadPart<'queue ages'> = readStrictly,
): Promise<QueueHealth[]> {
  const missing = watchedQueues.filter(({ variable }) => !read(variable)).map(({ variable }) => variable);
  if (missing.length > 0)
    throw new ConfigError(`${missing.join(', ')} not set; take the variables of the CliEnvironment output anew`);
  const attributesOf = async (QueueUrl: string): Promise<Record<string, string>> => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return Attributes;
  };
  const readQueue = async ({ queue, variable, stage }: WatchedQueue): Promise<QueueHealth> => {
    const url = read(variable)!;
    const attributes = await attributesOf(url);
    const [deadLetters, eventSource] = await Promise.all([
      deadLettersOf(url, attributes.RedrivePolicy, attributesOf),
      eventSourceOf(lambda, attributes.QueueArn),
    ]);
    const waiting = countOf(attributes.ApproximateNumberOfMessages);
    const inFlight = countOf(attributes.ApproximateNumberOfMessagesNotVisible);
    const delayed = countOf(attributes.ApproximateNumberOfMessagesDelayed);
    const isEmpty = waiting + inFlight === 0;
    // The figures are of another service than the queues.
    const readAge = () => ageOfOldest(cloudWatch, nameOf(url), now);
    const oldestSeconds = isEmpty ? undefined : await readPart('queue ages', readAge);
    const counts = { waiting, inFlight, delayed, deadLetters };
    return { queue, ...counts, stage, eventSource, ...compact({ oldestSeconds }) };
  };
  return Promise.all(watchedQueues.map(readQueue));
}

const countOf = (text: string | undefined): number => Number(text ?? 0);
const nameOf = (urlOrArn: string): string => urlOrArn.split(/[/:]/).at(-1)!;

/** A dead-letter queue is in the account and region of its source, so their URLs differ in the name alone. */
async function deadLettersOf(
  url: string,
  redrivePolicy: string | undefined,
  attributesOf: (url: string) => Promise<Record<string, string>>,
): Promise<number> {
  if (redrivePolicy === undefined) return 0;
  const { deadLetterTargetArn } = JSON.parse(redrivePolicy) as { deadLetterTargetArn: string };
  const attributes = await attributesOf(url.slice(0, url.lastIndexOf('/') + 1) + nameOf(deadLetterTargetArn));
  return countOf(attributes.ApproximateNumberOfMessages) + countOf(attributes.ApproximateNumberOfMessagesNotVisible);
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
async function eventSourceOf(lambda: QueueClients['lambda'], EventSourceArn: string | undefined): Promise<string> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
  const states = EventSourceMappings.map(({ State }) => State ?? 'Missing');
  return states.find((state) => state === 'Enabled') ?? states[0] ?? 'Missing';
}

/** The age of a figure at most, in ms: SQS reports once a minute, and CloudWatch shows it a little later. */
const figureWindowMs = 5 * 60_000;

/**
 * The last figure that SQS reported, in seconds. It leaves out messages of a standard queue that were received three
 * times and not deleted; therefore unread mail is also looked up in the ledger.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
async function ageOfOldest(
  cloudWatch: QueueClients['cloudWatch'],
  queueName: string,
  now: Date,
): Promise<number | undefined> {
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now.getTime() - figureWindowMs),
      EndTime: now,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'age',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SQS',
              MetricName: 'ApproximateAgeOfOldestMessage',
              Dimensions: [{ Name: 'QueueName', Value: queueName }],
            },
            Period: 60,
            Stat: 'Maximum',
          },
        },
      ],
    }),
  );
  return MetricDataResults[0]?.Values?.[0];
}

/** States of an event source mapping that delivers no messages, and will not start to by itself. */
const unreadStates = ['Disabled', 'Disabling', 'Deleting', 'Missing'];

/** The problems of the queues, each with its article in the runbook. */
export function queueProblems(queues: readonly QueueHealth[]): string[] {
  const problems: string[] = [];
  for (const { queue, stage, eventSource, waiting, inFlight, oldestSeconds = 0, deadLetters } of queues) {
    const { article, lateAfterSeconds } = watchedQueues.find((entry) => entry.queue === queue)!;
    const see = `docs/runbook.md#${article}`;
    if (unreadStates.includes(eventSource))
      problems.push(
        `${stage} does not read ${queue} (event source ${eventSource}), ${waiting + inFlight} wait: ${see}`,
      );
    if (lateAfterSeconds !== undefined && oldestSeconds >= lateAfterSeconds)
      problems.push(`the oldest message of ${queue} has waited for ${ageInWords(oldestSeconds)}: ${see}`);
    if (deadLetters > 0) problems.push(`${deadLetters} dead letters of ${queue}: docs/runbook.md#dead-letters`);
  }
  return problems;
}

/** The queues and their problems. A queue that cannot be read is a problem, too. */
export async function checkQueues(
  clients: QueueClients,
  read: (name: string) => string | undefined,
  now: Date,
  readPart: ReadPart<'queue ages'> = readStrictly,
): Promise<{ readonly queues: readonly QueueHealth[]; readonly problems: readonly string[] }> {
  try {
    const queues = await readQueues(clients, read, now, readPart);
    return { queues, problems: queueProblems(queues) };
  } catch (error) {
    const { name, message } = error as Error;
    const reason = error instanceof ConfigError ? message : `${name}: ${message}`;
    return { queues: [], problems: [`the queues could not be looked at (${reason}): docs/command-line.md#doctor`] };
  }
}

/** An age for people: seconds up to two minutes, then minutes, hours, days. */
export function ageInWords(seconds: number): string {
  const [size, unit] =
    seconds < 120 ? [1, 's'] : seconds < 7200 ? [60, 'min'] : seconds < 172_800 ? [3600, 'h'] : [86_400, 'days'];
  return `${Math.floor(seconds / Number(size))} ${unit}`;
}
