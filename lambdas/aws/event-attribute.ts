import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { DeliveryExtras } from '../domain/delivery/queues.ts';

/** The message attribute that carries a sealed event. Other bytes would need another name. */
const attributeName = 'event';
const dataType = 'Binary';
/** The message attribute with the place of a delivery in its conversation. */
const placeName = 'place';

/**
 * The size of a message that SQS bills as one request, in bytes: body, and name, type and value of each attribute. It bills
 * each 64 KB, and accepts 1 MiB; 64,000 is less than 64 KB by either count.
 *
 * @see https://aws.amazon.com/sqs/pricing/
 */
export const billedOnceBytes = 64_000;

/** In ms: a message that is older may have outlived its event. */
const freshForMs = 15 * 60_000;

/**
 * The attributes of a delivery's message: its place in the conversation, and the event, which is left out when the message
 * would be too large for one request. A sink of an earlier version reads no place.
 */
export function deliveryAttributes(
  body: string,
  { place, sealedEvent }: DeliveryExtras,
): Record<string, MessageAttributeValue> | undefined {
  const placed = place === undefined ? {} : { [placeName]: { DataType: 'String', StringValue: place } };
  const placeBytes = place === undefined ? 0 : placeName.length + 'String'.length + Buffer.byteLength(place);
  const bytes = Buffer.byteLength(body) + placeBytes + attributeName.length + dataType.length;
  const isCarried = sealedEvent !== undefined && bytes + sealedEvent.length <= billedOnceBytes;
  const carried = isCarried ? { [attributeName]: { DataType: dataType, BinaryValue: sealedEvent } } : {};
  const attributes = { ...placed, ...carried };
  return Object.keys(attributes).length === 0 ? undefined : attributes;
}

/** The place that a message carries; undefined where it carries none. */
export const carriedPlace = ({ messageAttributes }: Pick<SQSRecord, 'messageAttributes'>): string | undefined =>
  messageAttributes[placeName]?.stringValue;

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
