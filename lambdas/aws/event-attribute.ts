import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';

/** The message attribute that carries a sealed event. Other bytes would need another name. */
const attributeName = 'event';
const dataType = 'Binary';

/**
 * The size of a message that SQS bills as one request, in bytes: body, and name, type and value of each attribute. It bills
 * each 64 KB, and accepts 1 MiB; 64,000 is less than 64 KB by either count.
 *
 * @see https://aws.amazon.com/sqs/pricing/
 */
export const billedOnceBytes = 64_000;

/** In ms: a message that is older may have outlived its event. */
const freshForMs = 15 * 60_000;

/** The attributes of a message that carries an event; none when the message would be too large for one request. */
export function eventAttributes(body: string, sealed: Uint8Array): Record<string, MessageAttributeValue> | undefined {
  const bytes = Buffer.byteLength(body) + attributeName.length + dataType.length + sealed.length;
  return bytes > billedOnceBytes ? undefined : { [attributeName]: { DataType: dataType, BinaryValue: sealed } };
}

/**
 * The sealed event that a message carries, where it cannot be stale: when the message is received for the first time, and is
 * young. The object in S3 is the event; it may have been erased since the message was sent.
 */
export function carriedEvent({ attributes, messageAttributes }: SQSRecord, now: Date): Uint8Array | undefined {
  const carried = messageAttributes[attributeName]?.binaryValue;
  const isFirst = attributes.ApproximateReceiveCount === '1';
  const isFresh = now.getTime() - Number(attributes.SentTimestamp) < freshForMs;
  return carried !== undefined && isFirst && isFresh ? Buffer.from(carried, 'base64') : undefined;
}
