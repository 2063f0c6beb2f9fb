import type { ServiceEdge } from '../../../local/iam/edge.ts';
import { actionsOf, alarmEdges, bucketEdges, ruleEdges, subscriptionEdges } from '../../../local/iam/message-edges.ts';
import { arn } from '../../../local/resource-names.ts';
import { resourcesOf } from '../../helpers/iam.ts';

const shown = ({ principal, call }: ServiceEdge): string => `${principal.name} ${call.action} ${call.resource}`;
const entry = (type: string, properties: Record<string, unknown>) => resourcesOf({ Id: [type, properties] });
const queue = arn('sqs', 'Queue');
const topic = arn('sns', 'Topic');

describe('bucketEdges', () => {
  const bucket = entry('AWS::S3::Bucket', {
    NotificationConfiguration: { QueueConfigurations: [{ Queue: queue }] },
    LoggingConfiguration: { DestinationBucketName: 'logs', LogFilePrefix: 'mail/' },
  });

  it('announces objects to queues, and writes access logs', () => {
    expect(bucketEdges(bucket, () => undefined).map(shown)).toEqual([
      `s3.amazonaws.com sqs:SendMessage ${queue}`,
      'logging.s3.amazonaws.com s3:PutObject arn:aws:s3:::logs/mail/log',
    ]);
  });

  it('refuses access logs under a key, which S3 does not deliver', () => {
    expect(() => bucketEdges(bucket, () => 'arn:key')).toThrow('access logs in a bucket under a key');
  });

  it.each(['TopicConfigurations', 'LambdaConfigurations'])('refuses %s', (part) => {
    const other = entry('AWS::S3::Bucket', { NotificationConfiguration: { [part]: [] } });

    expect(() => bucketEdges(other, () => undefined)).toThrow(`Id has ${part}`);
  });
});

describe('subscriptionEdges', () => {
  const edges = (properties: Record<string, unknown>) =>
    subscriptionEdges(entry('AWS::SNS::Subscription', { TopicArn: topic, ...properties })).map(shown);

  it.each<[title: string, properties: Record<string, unknown>, targets: string[]]>([
    ['a queue', { Protocol: 'sqs', Endpoint: queue }, [queue]],
    [
      'a queue and its dead letters',
      { Protocol: 'sqs', Endpoint: queue, RedrivePolicy: { deadLetterTargetArn: `${queue}Dead` } },
      [queue, `${queue}Dead`],
    ],
    ['nobody who needs a policy for mail', { Protocol: 'email', Endpoint: 'a@b.example' }, []],
  ])('sends to %s', (_, properties, targets) => {
    expect(edges(properties)).toEqual(targets.map((target) => `sns.amazonaws.com sqs:SendMessage ${target}`));
  });

  it('refuses a protocol that it does not know', () => {
    expect(() => edges({ Protocol: 'lambda' })).toThrow('the protocol lambda');
  });
});

describe('ruleEdges', () => {
  it('sends to the queue of a rule and to its dead letters', () => {
    const rule = entry('AWS::Events::Rule', { Targets: [{ Arn: queue, DeadLetterConfig: { Arn: `${queue}Dead` } }] });

    expect(ruleEdges(rule).map(({ call }) => call.resource)).toEqual([queue, `${queue}Dead`]);
    expect(() => ruleEdges(entry('AWS::Events::Rule', { Targets: [{ Arn: topic }] }))).toThrow(`the target ${topic}`);
  });
});

describe('alarmEdges', () => {
  it.each(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'])('publishes to the topics of an %s', (type) => {
    const edges = alarmEdges(entry(type, { AlarmActions: [topic], OKActions: [topic] }));

    expect(edges.map(shown)).toEqual(Array(2).fill(`cloudwatch.amazonaws.com sns:Publish ${topic}`));
  });

  it('refuses another action', () => {
    expect(() => alarmEdges(entry('AWS::CloudWatch::Alarm', { AlarmActions: [queue] }))).toThrow(`the action ${queue}`);
  });

  it('reads the actions of every state', () => {
    expect(actionsOf({ AlarmActions: ['a'], OKActions: ['b'], InsufficientDataActions: ['c'] })).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(actionsOf({})).toEqual([]);
  });
});
