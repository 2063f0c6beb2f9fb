import type { Context, SQSEvent } from 'aws-lambda';
import type { SenderEvent } from '../../lambdas/domain/consent/intake/sender-event.ts';
import { createFeedbackHandler } from '../../lambdas/feedback/handler.ts';
import { createTakeFeedback, type FeedbackUseCase } from '../../lambdas/feedback/take-feedback.ts';
import { createTakeScan } from '../../lambdas/feedback/take-scan.ts';
import { anIntegration, silentLog } from '../helpers/builders.ts';

const topicArn = 'arn:aws:sns:eu-west-1:111122223333:feedback';

interface Situation {
  readonly tenants?: readonly string[];
  readonly configurationSets?: FeedbackUseCase['configurationSets'];
}

/** Lets the function take messages, and returns their results. */
async function takes({ tenants = ['acme'], configurationSets = [] }: Situation, ...bodies: readonly string[]) {
  const dead: string[] = [];
  const ignored: string[] = [];
  const changes: string[] = [];
  const scans: string[] = [];
  const handler = createFeedbackHandler({
    take: createTakeFeedback({
      control: { integrations: async () => tenants.map((tenant) => anIntegration({ key: tenant, tenant })) },
      async take(events: readonly SenderEvent[], { tenant }) {
        for (const { address } of events) changes.push(`${tenant} ${address}`);
        return events.length;
      },
      configurationSets,
      outbound: { learn: async () => {} } as never,
      region: 'eu-west-1',
    }),
    takeScan: createTakeScan({
      bucket: 'attachments',
      record: async ({ part, status }) => void scans.push(`${part} ${status}`),
      measureFailure: () => {},
    }),
    deadLetters: { put: async (_body, reason) => void dead.push(reason) },
    topicArn,
    measureIgnored: (reason) => void ignored.push(reason),
    log: silentLog,
    now: () => new Date('2026-11-20T10:00:00Z'),
  });
  const Records = bodies.map((body, index) => ({ messageId: `m${index}`, body }));
  const answer = await handler({ Records } as unknown as SQSEvent, {} as Context);
  return { dead, ignored, changes, scans, failed: answer.batchItemFailures };
}

const bounce = (tags: Record<string, string[]> = {}) => ({
  eventType: 'Bounce',
  mail: { timestamp: '2026-11-20T09:00:00.000Z', messageId: '0100018f', destination: ['lea@example.org'], tags },
  bounce: {
    bounceType: 'Permanent',
    bouncedRecipients: [{ emailAddress: 'lea@example.org' }],
    timestamp: '2026-11-20T09:00:05.000Z',
    feedbackId: 'f1',
  },
});
const onBus = (detail: object, type = 'Email Bounced'): string =>
  JSON.stringify({ version: '0', 'detail-type': type, source: 'aws.ses', account: '111122223333', detail });
const scanned = (object: object): string =>
  JSON.stringify({
    source: 'aws.guardduty',
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    time: '2026-11-20T10:00:00Z',
    detail: {
      s3ObjectDetails: { bucketName: 'attachments', objectKey: `attachments/evt_${'0'.repeat(32)}/0`, ...object },
      scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND', threats: null },
    },
  });
const enveloped = (Message: string, TopicArn = topicArn): string =>
  JSON.stringify({ Type: 'Notification', MessageId: 'x', TopicArn, Message });

const validated = 'Successfully validated SNS topic for Amazon SES event publishing.';

describe('createFeedbackHandler', () => {
  it.each([
    ['the text that SES publishes when an event destination is made', validated],
    ['the same in an envelope', enveloped(validated)],
    [
      'the notice of an identity that notifies the topic',
      JSON.stringify({
        notificationType: 'AmazonSnsSubscriptionSucceeded',
        message: 'You have successfully subscribed',
      }),
    ],
  ])('counts %s, and puts nothing to the dead letters', async (_, body) => {
    expect(await takes({}, body)).toEqual({ dead: [], ignored: ['set-up'], changes: [], scans: [], failed: [] });
  });

  it.each<{
    title: string;
    situation: Situation;
    body: string;
    changes?: string[];
    scans?: string[];
    ignored?: string[];
    dead?: string[];
  }>([
    {
      title: 'takes what comes by the topic for the only tenant',
      situation: {},
      body: JSON.stringify(bounce()),
      changes: ['acme lea@example.org'],
    },
    {
      title: 'takes what comes by the topic in an envelope',
      situation: {},
      body: enveloped(JSON.stringify(bounce())),
      changes: ['acme lea@example.org'],
    },
    {
      title: 'gives up what comes by the topic and says no tenant where there are several',
      situation: { tenants: ['acme', 'other'] },
      body: JSON.stringify(bounce()),
      dead: ['not taken: several tenants are configured and no message tag postern-tenant says whose it is'],
    },
    {
      title: 'gives up what came through the envelope of another topic',
      situation: {},
      body: enveloped(JSON.stringify(bounce()), `${topicArn}-of-somebody`),
      dead: ['not taken: it came through a topic that is not ours'],
    },
    {
      title: 'leaves alone a foreign mail on the bus, also for the only tenant',
      situation: {},
      body: onBus(bounce()),
      ignored: ['foreign'],
    },
    {
      title: 'leaves alone the mail of another configuration set',
      situation: { configurationSets: ['marketing'] },
      body: onBus(bounce({ 'ses:configuration-set': ['invoices'] })),
      ignored: ['foreign'],
    },
    {
      title: 'takes the mail of a configuration set that the stage names',
      situation: { configurationSets: ['sales', 'marketing'] },
      body: onBus(bounce({ 'ses:configuration-set': ['marketing'] })),
      changes: ['acme lea@example.org'],
    },
    {
      title: 'takes mail that is tagged with a tenant of ours, whatever its configuration set',
      situation: { tenants: ['acme', 'other'] },
      body: onBus(bounce({ 'postern-tenant': ['other'], 'ses:configuration-set': ['invoices'] })),
      changes: ['other lea@example.org'],
    },
    {
      title: 'leaves alone mail on the bus that is tagged with a tenant of another stage',
      situation: { configurationSets: 'all' },
      body: onBus(bounce({ 'postern-tenant': ['of-another-stage'] })),
      ignored: ['foreign'],
    },
    {
      title: 'takes every mail where the stage says that all are ours',
      situation: { configurationSets: 'all' },
      body: onBus(bounce()),
      changes: ['acme lea@example.org'],
    },
    {
      title: 'leaves alone what is not about a mail',
      situation: { configurationSets: 'all' },
      body: onBus({ version: '1.0.0', data: {} }, 'Sending Status Disabled'),
      ignored: ['no-sending-event'],
    },
    {
      title: 'takes the result of the scan of an attachment',
      situation: {},
      body: scanned({}),
      scans: ['0 NO_THREATS_FOUND'],
    },
    {
      title: 'leaves alone the result for an object of another bucket',
      situation: {},
      body: scanned({ bucketName: 'of-somebody' }),
      ignored: ['foreign'],
    },
    {
      title: 'gives up an event of GuardDuty that is no result',
      situation: {},
      body: JSON.stringify({ source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', detail: {} }),
      dead: ['not taken: it is no result of a scan as GuardDuty publishes them'],
    },
    { title: 'gives up what is no event', situation: {}, body: '{"hello":1}', dead: ['not taken: not an SES event'] },
    { title: 'gives up what is not JSON', situation: {}, body: 'hello', dead: ['not taken: it is not JSON'] },
  ])('$title', async ({ situation, body, changes = [], scans = [], ignored = [], dead = [] }) => {
    expect(await takes(situation, body)).toEqual({ changes, scans, ignored, dead, failed: [] });
  });
});
