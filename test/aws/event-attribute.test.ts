import type { SQSRecord } from 'aws-lambda';
import { billedOnceBytes, carriedEvent, eventAttributes } from '../../lambdas/aws/event-attribute.ts';

const sentAt = Date.UTC(2026, 10, 20, 9);
const minuteMs = 60_000;
const sealed = Buffer.from('sealed');

function aRecord({ receives = '1', sent = String(sentAt), attributes = {} as object } = {}): SQSRecord {
  return {
    attributes: { ApproximateReceiveCount: receives, SentTimestamp: sent },
    messageAttributes: attributes,
  } as unknown as SQSRecord;
}
const withEvent = { event: { dataType: 'Binary', binaryValue: sealed.toString('base64') } };

describe('eventAttributes', () => {
  const overhead = 'event'.length + 'Binary'.length;

  it.each([
    ['fills the request', 'body', billedOnceBytes - overhead - 4, true],
    ['is a byte too large', 'body', billedOnceBytes - overhead - 3, false],
    ['fills the request with characters of two bytes', 'öö', billedOnceBytes - overhead - 4, true],
    ['is too large by its characters of two bytes', 'ööö', billedOnceBytes - overhead - 4, false],
  ])('carry an event with a message that %s: body %j', (_case, body, length, isCarried) => {
    const bytes = new Uint8Array(length);

    expect(eventAttributes(body, bytes)).toEqual(
      isCarried ? { event: { DataType: 'Binary', BinaryValue: bytes } } : undefined,
    );
  });

  it('stay within 64 KB, by which SQS bills', () => {
    expect(billedOnceBytes).toBeLessThanOrEqual(64 * 1000);
  });
});

describe('carriedEvent', () => {
  it.each([
    ['received for the first time', {}, 0, true],
    ['of another clock, a little ahead', {}, -1000, true],
    ['nearly 15 minutes old', {}, 15 * minuteMs - 1, true],
    ['15 minutes old', {}, 15 * minuteMs, false],
    ['received again', { receives: '2' }, 0, false],
    ['with a time that is none', { sent: 'yesterday' }, 0, false],
  ])('takes the event of a message %s: %s', (_case, changes, ageMs, isTaken) => {
    const record = aRecord({ ...changes, attributes: withEvent });

    expect(carriedEvent(record, new Date(sentAt + ageMs))).toEqual(isTaken ? sealed : undefined);
  });

  it.each([
    ['no attribute', {}],
    ['a text', { event: { dataType: 'String', stringValue: 'x' } }],
    ['another name', { events: withEvent.event }],
  ])('takes nothing of a message with %s', (_case, attributes) => {
    expect(carriedEvent(aRecord({ attributes }), new Date(sentAt))).toBeUndefined();
  });
});
