import type { SQSRecord } from 'aws-lambda';
import { billedOnceBytes, carriedEvent, carriedPlace, deliveryAttributes } from '../../lambdas/aws/event-attribute.ts';

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

describe('deliveryAttributes', () => {
  const overhead = 'event'.length + 'Binary'.length;

  it.each([
    ['fills the request', 'body', billedOnceBytes - overhead - 4, true],
    ['is a byte too large', 'body', billedOnceBytes - overhead - 3, false],
    ['fills the request with characters of two bytes', 'öö', billedOnceBytes - overhead - 4, true],
    ['is too large by its characters of two bytes', 'ööö', billedOnceBytes - overhead - 4, false],
  ])('carry an event with a message that %s: body %j', (_case, body, length, isCarried) => {
    const bytes = new Uint8Array(length);

    expect(deliveryAttributes(body, { sealedEvent: bytes })).toEqual(
      isCarried ? { event: { DataType: 'Binary', BinaryValue: bytes } } : undefined,
    );
  });

  it.each([
    ['beside an event that still fits', 'placeString2026-11-20#evt_1'.length, true],
    ['alone where the event does not fit beside it', 'placeString2026-11-20#evt_1'.length - 1, false],
  ])('carry the place of a delivery %s', (_case, placeBytes, isCarried) => {
    const bytes = new Uint8Array(billedOnceBytes - overhead - 4 - placeBytes);

    expect(deliveryAttributes('body', { place: '2026-11-20#evt_1', sealedEvent: bytes })).toEqual({
      place: { DataType: 'String', StringValue: '2026-11-20#evt_1' },
      ...(isCarried && { event: { DataType: 'Binary', BinaryValue: bytes } }),
    });
  });

  it('are none without place and event', () => {
    expect(deliveryAttributes('body', {})).toBeUndefined();
  });

  it('stay within 64 KB, by which SQS bills', () => {
    expect(billedOnceBytes).toBeLessThanOrEqual(64 * 1000);
  });
});

describe('carriedPlace', () => {
  it('is the place of a message, and none of an earlier version', () => {
    const place = { dataType: 'String', stringValue: '2026-11-20#evt_1' };

    expect(carriedPlace(aRecord({ attributes: { place } }))).toBe('2026-11-20#evt_1');
    expect(carriedPlace(aRecord({ attributes: withEvent }))).toBeUndefined();
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
