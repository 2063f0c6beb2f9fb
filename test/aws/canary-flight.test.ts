import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { canaryPrefix, createCanaryFlight } from '../../lambdas/aws/canary-flight.ts';
import { rawPrefix } from '../../lambdas/aws/s3-mail-store.ts';
import { canaryIntegration } from '../../lambdas/domain/configuration/canary-integration.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

const flight = { startedAt: '2026-11-20T10:00:00.000Z', mailId: 'm1', unsubscribeId: 'u1' };
const settings = { mailBucket: 'mail', ledgerTable: 'T', inboxQueueUrl: 'https://q/inbox' };

function aFlight(...answers: object[]) {
  const dynamo = scriptedClient<DynamoDBDocumentClient>(...answers);
  const s3 = scriptedClient<S3Client>();
  const sqs = scriptedClient<SQSClient>();
  return {
    canary: createCanaryFlight({ dynamo: dynamo.client, s3: s3.client, sqs: sqs.client }, settings),
    rows: dynamo.sent,
    objects: s3.sent,
    messages: sqs.sent,
  };
}

describe('createCanaryFlight', () => {
  it('remembers one flight', async () => {
    const { canary, rows } = aFlight({}, { Item: { pk: 'CANARY', sk: 'FLIGHT', flight } });

    expect(await canary.current()).toBeUndefined();
    expect(await canary.current()).toEqual(flight);
    await canary.remember(flight);
    expect(rows.at(-1)?.input).toEqual({ TableName: 'T', Item: { pk: 'CANARY', sk: 'FLIGHT', flight } });
  });

  it('stores a mail beside the raw mail, and announces it as SES does', async () => {
    const { canary, objects, messages } = aFlight();

    await canary.release('m1', 'raw', new Date(flight.startedAt));

    expect(canaryPrefix.startsWith(rawPrefix)).toBe(false);
    expect(objects[0]?.input).toEqual({ Bucket: 'mail', Key: `${canaryPrefix}m1`, Body: 'raw' });
    expect(JSON.parse(String(messages[0]?.input.MessageBody))).toMatchObject({
      notificationType: 'Received',
      mail: { messageId: 'm1', timestamp: flight.startedAt },
      receipt: { recipients: canaryIntegration.addresses, action: { objectKey: `${canaryPrefix}m1` } },
    });
  });

  const mail = { mailId: 'm1', objectKey: 'x', receivedAt: 't', state: 'parsed', recipients: [] };
  const head = { pk: 'EVENT#e1', sk: 'EVENT' };
  const delivery = (state: string) => ({
    pk: 'EVENT#e1',
    sk: 'DELIVERY#canary',
    eventId: 'e1',
    integration: 'canary',
    threadKey: 't',
    lane: 'conversation',
    receivedAt: 't',
    recipients: new Set(['a']),
    state,
  });

  it.each<[string, object[], { isRead: boolean; isSettled: boolean }]>([
    ['was not read', [{ Responses: { T: [] } }], { isRead: false, isSettled: false }],
    ['was quarantined', [{ Responses: { T: [mail] } }], { isRead: true, isSettled: false }],
    [
      'is being delivered',
      [{ Responses: { T: [{ ...mail, eventId: 'e1' }] } }, { Items: [head, delivery('pending')] }],
      { isRead: true, isSettled: false },
    ],
    [
      'arrived',
      [{ Responses: { T: [{ ...mail, eventId: 'e1' }] } }, { Items: [head, delivery('done')] }],
      { isRead: true, isSettled: true },
    ],
  ])('knows a mail that %s', async (_, answers, fate) => {
    expect(await aFlight(...answers).canary.fateOf('m1')).toEqual(fate);
  });
});
