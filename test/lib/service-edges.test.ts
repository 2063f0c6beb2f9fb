import { createDecider, type Decide } from '../../local/iam/decider.ts';
import type { ServiceEdge } from '../../local/iam/edge.ts';
import type { IamCall } from '../../local/iam/iam-call.ts';
import { actionsOf } from '../../local/iam/message-edges.ts';
import { readPolicies } from '../../local/iam/policies.ts';
import { serviceEdges } from '../../local/iam/service-edges.ts';
import { loadSimulator } from '../../local/iam/simulator.ts';
import { readResources } from '../../local/wiring.ts';
import { alarmsOf, pagesOf } from '../helpers/cloudwatch.ts';
import { localTemplates } from '../helpers/local-templates.ts';

const resources = readResources('http://127.0.0.1:1', await localTemplates());
const policies = readPolicies(resources);

/** The last part of an ARN that names a resource of the templates, without the digits that CDK adds. */
const nameOf = (arn: string): string =>
  arn
    .replace(/^arn:aws:s3:::([^/]+).*$/, '$1')
    .replace(/:log-stream:.*/, '')
    // The alias of a function.
    .replace(/:live$/, '')
    .split(/[:/]/)
    .at(-1)!
    .replace(/\.fifo$/, '')
    .replace(/[0-9a-f]{8}$/i, '');
const titleOf = ({ principal, call }: ServiceEdge): string =>
  `${principal.name.replace(/[0-9A-F]{8}$/, '')} ${call.action} ${nameOf(call.resource)}`;
const byTitle = Map.groupBy(serviceEdges(resources, policies.keyOf), titleOf);

/** The same call, made by the same service for a resource of somebody else. */
const ofStranger = ({ context = {}, ...call }: IamCall): IamCall => ({
  ...call,
  context: {
    ...context,
    'aws:SourceAccount': '999999999999',
    'aws:SourceArn': context['aws:SourceArn']!.includes(':000000000000:')
      ? context['aws:SourceArn']!.replace(':000000000000:', ':999999999999:')
      : 'arn:aws:s3:::of-somebody-else',
  },
});

/** Every call that a service must be able to make, and what it reaches. */
const wanted = [
  'apigateway.amazonaws.com lambda:InvokeFunction ApiFunction',
  'apigateway.amazonaws.com lambda:InvokeFunction ManageFunction',
  'cloudwatch.amazonaws.com kms:Decrypt Key',
  'cloudwatch.amazonaws.com kms:GenerateDataKey Key',
  'cloudwatch.amazonaws.com sns:Publish Pages',
  'events.amazonaws.com sqs:SendMessage FeedbackIntakeFeedbackDeadLetters',
  'events.amazonaws.com sqs:SendMessage FeedbackIntakeFeedbackQueue',
  'codedeploy.amazonaws.com sts:AssumeRole ReleasesRole',
  'logging.s3.amazonaws.com s3:PutObject bucketsaccesslogs',
  's3.amazonaws.com sqs:SendMessage SweepQueue',
  ...['Heartbeat', 'Redrive', 'Sweep'].flatMap((stage) => [
    `schedule of ${stage}Function lambda:InvokeFunction ${stage}Function`,
    `scheduler.amazonaws.com sts:AssumeRole ${stage}ScheduleRole`,
  ]),
  'ses.amazonaws.com kms:Decrypt Key',
  'ses.amazonaws.com kms:GenerateDataKey Key',
  'ses.amazonaws.com s3:PutObject bucketsmail',
  'ses.amazonaws.com sns:Publish FeedbackIntakeTopic',
  'ses.amazonaws.com sns:Publish Receipts',
  'sns.amazonaws.com sqs:SendMessage FeedbackIntakeFeedbackDeadLetters',
  'sns.amazonaws.com sqs:SendMessage FeedbackIntakeFeedbackQueue',
  'sns.amazonaws.com sqs:SendMessage InboxDeadLetters',
  'sns.amazonaws.com sqs:SendMessage InboxQueue',
  ...[
    'Api',
    'Feed',
    'Feedback',
    'Heartbeat',
    'Manage',
    'Parse',
    'Redrive',
    'Sink',
    'Suppress',
    'Sweep',
    'Trail',
  ].flatMap((stage) => [
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${stage.toLowerCase()} ${action} Logs${stage}`),
    `lambda.amazonaws.com sts:AssumeRole ${stage}Role`,
    ...['lambda:GetAlias', 'lambda:UpdateAlias'].map(
      (action) => `release of ${stage}Function ${action} ${stage}Function`,
    ),
  ]),
  'activate logs:CreateLogStream ActivationActivateLogs',
  'activate logs:PutLogEvents ActivationActivateLogs',
  'lambda.amazonaws.com sts:AssumeRole ActivationActivateRole',
  ...Object.entries({
    feedback: 'FeedbackIntakeFeedbackQueue',
    parse: 'InboxQueue',
    sink: 'DeliveriesQueue',
    suppress: 'SuppressionsQueue',
    sweep: 'SweepQueue',
  }).flatMap(([stage, queue]) =>
    ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'].map(
      (action) => `${stage} ${action} ${queue}`,
    ),
  ),
  'feed dynamodb:ListStreams *',
  ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `feed dynamodb:${action} local`),
  'feed kms:Decrypt Key',
  'feed sqs:SendMessage FeedFailures',
  'trail dynamodb:ListStreams *',
  ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `trail dynamodb:${action} local`),
  'trail kms:Decrypt Key',
  'trail sqs:SendMessage TrailFailures',
].toSorted();

describe('what AWS services do for the template', () => {
  let decide: Decide;

  beforeAll(async () => {
    decide = createDecider(policies, (await loadSimulator())!);
  });

  const verdictsOf = (title: string, change: (call: IamCall) => IamCall = (call) => call): Promise<boolean[]> =>
    Promise.all(
      byTitle.get(title)!.map(async ({ principal, call }) => (await decide(principal, change(call))).isAllowed),
    );

  it('is all looked at', () => {
    expect([...byTitle.keys()].toSorted()).toEqual(wanted);
  });

  it.each(wanted)('is allowed: %s', async (title) => {
    const verdicts = await verdictsOf(title);

    expect(verdicts).toEqual(verdicts.map(() => true));
  });

  // Lambda assumes a role for whoever may pass it.
  it.each(wanted.filter((name) => name.includes('.amazonaws.com') && !name.startsWith('lambda.')))(
    'is not done for another account: %s',
    async (title) => {
      expect(new Set(await verdictsOf(title, ofStranger))).toEqual(new Set([false]));
    },
  );

  it.each(wanted.filter((name) => /amazonaws\.com (?:sns|sqs|s3):/.test(name)))(
    'is done over TLS only: %s',
    async (title) => {
      const overPlainHttp = (call: IamCall): IamCall => ({
        ...call,
        context: { ...call.context, 'aws:SecureTransport': 'false' },
      });

      expect(new Set(await verdictsOf(title, overPlainHttp))).toEqual(new Set([false]));
    },
  );
});

describe('an alarm of the template', () => {
  it.each(alarmsOf(resources).map(({ id }) => id))('%s publishes when it rings, by itself or by its page', (id) => {
    const pages = pagesOf(resources).filter(({ anyOf }) => anyOf.includes(id));
    const ringing = [id, ...pages.map((page) => page.id)].map((alarm) => resources.get(alarm)!.Properties);

    expect(ringing.flatMap(({ AlarmActions = [] }) => AlarmActions as string[]).length).toBeGreaterThan(0);
    expect(ringing.filter(({ ActionsEnabled }) => ActionsEnabled === false)).toEqual([]);
    for (const topic of ringing.flatMap(actionsOf))
      expect(resources.get(topic.split(':').at(-1)!)?.Type).toBe('AWS::SNS::Topic');
  });
});
