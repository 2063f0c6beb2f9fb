import { prices } from './aws-figures.ts';

/** The calls, request units and invocations of one mail. */
export interface MailUsage {
  /** Calls of all functions, by service and operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** One entry an invocation. */
  readonly invocations: ReadonlyArray<{ readonly memoryMb: number; readonly ms: number }>;
}

/** Requests that a message takes: it is sent, received and deleted. */
const requestsOfMessage = 3;

/**
 * The price of a thousand mails in USD, by service.
 *
 * Each mail is a message of its own in the inbox and in the queue of the sweep; in a backlog, batches make it cheaper. Logs,
 * metrics, encryption keys, storage, and what an idle stage costs are not counted.
 */
export function costOfThousand({ calls, readUnits, writeUnits, invocations }: MailUsage): Record<string, number> {
  const callsOf = (...names: string[]): number => names.reduce((sum, name) => sum + (calls[name] ?? 0), 0);
  const sends = callsOf('sqs.SendMessage', 'sqs.SendMessageBatch');
  const others = callsOf(...Object.keys(calls).filter((name) => name.startsWith('sqs.'))) - sends;
  const gbSeconds = invocations.reduce((sum, { memoryMb, ms }) => sum + (memoryMb / 1024) * (ms / 1000), 0);
  const ofMail = {
    SES: usd('sesMail', 1) + usd('sesChunk', 1),
    // The mail itself is stored by SES.
    S3: usd('s3Put', 1 + callsOf('s3.PutObject')) + usd('s3Get', callsOf('s3.GetObject', 's3.HeadObject')),
    SNS: usd('snsPublish', 1),
    SQS: usd('sqsStandard', 2 * requestsOfMessage) + usd('sqsFifo', sends * requestsOfMessage + others),
    Lambda: usd('lambdaRequest', invocations.length) + usd('lambdaGbSecond', gbSeconds),
    DynamoDB: usd('dynamoRead', readUnits) + usd('dynamoWrite', writeUnits),
  };
  return Object.fromEntries(Object.entries(ofMail).map(([service, each]) => [service, each * 1000]));
}

/** The price of a thousand mails that SES stores in S3, and nothing else, in USD. */
export const floorOfThousand = (): number => (usd('sesMail', 1) + usd('sesChunk', 1) + usd('s3Put', 1)) * 1000;

const usd = (price: keyof typeof prices, amount: number): number => (prices[price].usd / prices[price].per) * amount;
