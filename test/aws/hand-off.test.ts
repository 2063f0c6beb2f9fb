import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createHandOff } from '../../lambdas/aws/hand-off.ts';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';
import { awsError, scriptedClient } from '../helpers/scripted-client.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', credentials }));
const now = new Date('2026-11-20T10:00:00.000Z');
const bus = useHttpStandIn();
const message = {
  id: 'evt_1',
  type: 'email.received/1',
  group: 'g'.repeat(200),
  at: '2026-11-20T09:00:00.000Z',
  attributes: { tenant: 'acme', empty: '' },
  detail: { a: 1 },
};

/** A port to a place, over a client of SQS with these answers. */
function portTo(vendor: 'eventbridge' | 'sqs', place: string, ...answers: object[]) {
  const { client: sqs, sent } = scriptedClient<SQSClient>(...answers);
  return { port: createHandOff({ sqs, dynamo, now: () => now })(vendor, place), sent };
}
const created = { kind: 'ok', value: { id: 'evt_1' }, how: 'created' };
const throttled = { kind: 'throttled', scope: 'burst', retryAt: new Date('2026-11-20T10:00:05.000Z'), isGuess: true };

describe('createHandOff, by the region of a place', () => {
  it.each([
    ['eventbridge', 'arn:aws:events:us-east-1:111122223333:event-bus/mail', 'us-east-1'],
    ['sqs', 'https://sqs.eu-central-1.amazonaws.com/111122223333/mail', 'eu-central-1'],
    ['eventbridge', 'http://127.0.0.1:9000/bus', 'local'],
  ] as const)('signs for %s %s in the region %s', (vendor, place, region) => {
    expect(portTo(vendor, place).port.region).toBe(region);
  });
});

describe('createHandOff, for a queue', () => {
  const standard = 'https://sqs.eu-west-1.amazonaws.com/111122223333/mail';

  it.each([
    [standard, {}],
    [`${standard}.fifo`, { MessageGroupId: 'g'.repeat(128), MessageDeduplicationId: 'evt_1' }],
  ])('sends a message with its attributes to %s', async (QueueUrl, more) => {
    const { port, sent } = portTo('sqs', QueueUrl);

    expect(await port.put(message)).toEqual(created);
    expect(sent[0]?.input).toEqual({
      QueueUrl,
      MessageBody: '{"a":1}',
      MessageAttributes: {
        type: { DataType: 'String', StringValue: 'email.received/1' },
        tenant: { DataType: 'String', StringValue: 'acme' },
      },
      ...more,
    });
  });

  it.each<[string, number | undefined, object]>([
    ['TimeoutError', undefined, { kind: 'unknown' }],
    ['InternalFailure', 500, { kind: 'unknown' }],
    ['ThrottlingException', 400, throttled],
    ['AccessDenied', 403, { kind: 'misconfigured', code: 'AccessDenied' }],
    ['QueueDoesNotExist', 400, { kind: 'misconfigured', code: 'QueueDoesNotExist' }],
    ['InvalidMessageContents', 400, { kind: 'rejected', code: 'InvalidMessageContents' }],
  ])('turns the answer %s (%s) into an outcome', async (name, httpStatusCode, outcome) => {
    const { port } = portTo('sqs', standard, awsError(name, { $metadata: { httpStatusCode } }));

    expect(await port.put(message)).toMatchObject(outcome);
  });
});

describe('createHandOff, for a bus', () => {
  const put = (status: number, body: object | string) => {
    bus.answer({ status, body: typeof body === 'string' ? body : JSON.stringify(body) });
    return portTo('eventbridge', bus.endpoint()).port.put(message);
  };

  it('puts one entry with the time of the message', async () => {
    expect(await put(200, { Entries: [{ EventId: 'e' }] })).toEqual(created);
    expect(bus.requests[0]?.headers['x-amz-target']).toBe('AWSEvents.PutEvents');
    expect(JSON.parse(bus.requests[0]!.body)).toEqual({
      Entries: [
        {
          Source: 'postern',
          DetailType: 'email.received/1',
          Detail: '{"a":1}',
          EventBusName: 'sandbox',
          Time: Date.parse(message.at) / 1000,
        },
      ],
    });
  });

  it.each<[number, object | string, object]>([
    [200, { Entries: [{ ErrorCode: 'ThrottlingException' }] }, throttled],
    [200, { Entries: [{ ErrorCode: 'InternalFailure' }] }, { kind: 'unknown' }],
    [200, { Entries: [{}] }, { kind: 'unknown' }],
    [200, { Entries: null }, { kind: 'unknown' }],
    [200, 'no JSON', { kind: 'unknown' }],
    [400, { __type: 'com.amazon#ValidationException' }, { kind: 'rejected', code: 'ValidationException' }],
    [403, 'no JSON', { kind: 'misconfigured', code: 'HTTP 403' }],
    [500, {}, { kind: 'unknown' }],
  ])('turns the answer %i %j into an outcome', async (status, body, outcome) => {
    expect(await put(status, body)).toMatchObject(outcome);
  });

  it('leaves the outcome unknown when the bus does not answer', async () => {
    // fetch refuses this port by itself.
    expect(await portTo('eventbridge', 'http://127.0.0.1:1').port.put(message)).toEqual({ kind: 'unknown' });
  });
});
