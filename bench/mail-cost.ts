import type { PriceName, Service } from '../cli/cost/price-table.ts';
import { sumOf, times, type Usage, usdByService, usdOf } from '../cli/cost/usage.ts';

/** Counted calls, request units and invocations. */
export interface CountedWork {
  /** Calls of all functions, by service and operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly invocations: number;
  /** Memory of the invocations times their duration. */
  readonly gbSeconds: number;
}

/** The GB-seconds of an invocation. */
export const gbSecondsOf = (memoryMb: number, ms: number): number => (memoryMb / 1024) * (ms / 1000);

/** Requests that a message takes: it is sent, received and deleted. */
const requestsOfMessage = 3;

/** The usage by SES for a mail: itself, one chunk, its object, its notification, and the messages for the inbox and the sweep. */
export const arrivalOfMail: Usage = {
  sesMail: 1,
  sesChunk: 1,
  s3Put: 1,
  snsPublish: 1,
  sqsStandard: 2 * requestsOfMessage,
};

/**
 * The usage of counted work. Each message is taken by itself; in a backlog, batches make it cheaper. Deletions of objects cost
 * nothing. Requests of functions to SQS are priced as those of FIFO queues.
 */
export function usageOfWork({ calls, readUnits, writeUnits, invocations, gbSeconds }: CountedWork): Usage {
  const callsOf = (...names: string[]): number => names.reduce((sum, name) => sum + (calls[name] ?? 0), 0);
  const sends = callsOf('sqs.SendMessage', 'sqs.SendMessageBatch');
  const others = callsOf(...Object.keys(calls).filter((name) => name.startsWith('sqs.'))) - sends;
  return sumOf({
    s3Put: callsOf('s3.PutObject', 's3.ListObjectsV2'),
    s3Get: callsOf('s3.GetObject', 's3.HeadObject'),
    sqsFifo: sends * requestsOfMessage + others,
    lambdaRequest: invocations,
    lambdaGbSecond: gbSeconds,
    dynamoRead: readUnits,
    dynamoWrite: writeUnits,
  });
}

/** Services that the calls of a mail use. */
const servicesOfMail = ['SES', 'S3', 'SNS', 'SQS', 'Lambda', 'DynamoDB'] as const satisfies readonly Service[];

/**
 * The price of a thousand mails in USD, by service. Logs, metrics, encryption keys, storage, and what an idle stage costs are
 * not counted: `bench -- cost` counts them.
 */
export function costOfThousand(work: CountedWork): Record<string, number> {
  const usd = usdByService(times(sumOf(arrivalOfMail, usageOfWork(work)), 1000));
  return Object.fromEntries(servicesOfMail.map((service) => [service, usd[service]]));
}

/** The price of a thousand mails that SES stores in S3, and nothing else, in USD. */
export const floorOfThousand = (): number =>
  (['sesMail', 'sesChunk', 's3Put'] as const satisfies readonly PriceName[]).reduce(
    (sum, name) => sum + usdOf(times(arrivalOfMail, 1000), name),
    0,
  );
