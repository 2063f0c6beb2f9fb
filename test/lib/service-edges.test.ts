import { readResources } from '../../local/wiring.ts';
import { alarmsOf, pagesOf } from '../helpers/cloudwatch.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { decide } from '../helpers/policy.ts';
import { actionsOf, type ServiceEdge, serviceEdges } from '../helpers/service-edges.ts';

const resources = readResources('http://127.0.0.1:1', await localTemplates());
const byName = Map.groupBy(serviceEdges(resources), ({ name }) => name);

/** The same call, made by the same service for a resource of somebody else. */
const ofStranger = ({ context, ...edge }: ServiceEdge): ServiceEdge => ({
  ...edge,
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
  'cloudwatch.amazonaws.com kms:Decrypt Key',
  'cloudwatch.amazonaws.com kms:GenerateDataKey Key',
  'cloudwatch.amazonaws.com sns:Publish Pages',
  'events.amazonaws.com sqs:SendMessage FeedbackIntakeFeedbackDeadLetters',
  'events.amazonaws.com sqs:SendMessage FeedbackIntakeFeedbackQueue',
  'logging.s3.amazonaws.com s3:PutObject bucketsaccesslogs',
  's3.amazonaws.com sqs:SendMessage SweepQueue',
  'scheduler.amazonaws.com sts:AssumeRole HeartbeatScheduleRole',
  'scheduler.amazonaws.com sts:AssumeRole RedriveScheduleRole',
  'scheduler.amazonaws.com sts:AssumeRole SweepScheduleRole',
  'ses.amazonaws.com kms:Decrypt Key',
  'ses.amazonaws.com kms:GenerateDataKey Key',
  'ses.amazonaws.com s3:PutObject bucketsmail',
  'ses.amazonaws.com sns:Publish FeedbackIntakeTopic',
  'ses.amazonaws.com sns:Publish Receipts',
  'sns.amazonaws.com sqs:SendMessage FeedbackIntakeFeedbackDeadLetters',
  'sns.amazonaws.com sqs:SendMessage FeedbackIntakeFeedbackQueue',
  'sns.amazonaws.com sqs:SendMessage InboxDeadLetters',
  'sns.amazonaws.com sqs:SendMessage InboxQueue',
  'the role of the schedule lambda:InvokeFunction HeartbeatFunction',
  'the role of the schedule lambda:InvokeFunction RedriveFunction',
  'the role of the schedule lambda:InvokeFunction SweepFunction',
];

describe('what AWS services do for the template', () => {
  it('is all looked at', () => {
    expect([...byName.keys()].toSorted()).toEqual(wanted);
  });

  it.each(wanted)('is allowed: %s', (name) => {
    const edges = byName.get(name)!;

    expect(edges.map((edge) => [edge.context['aws:SourceArn'], decide(edge.statements, edge)])).toEqual(
      edges.map((edge) => [edge.context['aws:SourceArn'], 'allowed']),
    );
  });

  it.each(wanted.filter((name) => name.includes('.amazonaws.com')))('is not done for another account: %s', (name) => {
    const decisions = byName.get(name)!.map((edge) => decide(edge.statements, ofStranger(edge)));

    expect([...new Set(decisions)]).toEqual(['implicitly denied']);
  });

  it('is done over TLS only', () => {
    const overPlainHttp = [...byName.values()]
      .flat()
      .filter(({ action }) => /^(?:sns|sqs|s3):/.test(action))
      .map((edge) =>
        decide(edge.statements, { ...edge, context: { ...edge.context, 'aws:SecureTransport': 'false' } }),
      );

    expect([...new Set(overPlainHttp)]).toEqual(['explicitly denied']);
  });
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
