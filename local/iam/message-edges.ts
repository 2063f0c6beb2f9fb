import {
  all,
  arnOf,
  edge,
  from,
  fromAccount,
  publishes,
  type Resources,
  refuse,
  refuseAny,
  type ServiceEdge,
  sends,
} from './edge.ts';
import { objectsOf, type Properties } from './policy-document.ts';
import { objectArn } from './s3-calls.ts';

/**
 * S3 announces objects to queues, and writes what was asked of a bucket to another.
 *
 * @param keyOf the customer managed key that a resource lies under
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export function bucketEdges(resources: Resources, keyOf: (resource: string) => string | undefined): ServiceEdge[] {
  return all(resources, 'AWS::S3::Bucket').flatMap(([id, properties]) => {
    const { NotificationConfiguration, LoggingConfiguration } = properties;
    refuseAny(id, NotificationConfiguration, ['TopicConfigurations', 'LambdaConfigurations']);
    refuseAny(id, properties, ['ReplicationConfiguration', 'InventoryConfigurations', 'AnalyticsConfigurations']);
    const source = fromAccount(arnOf(resources, id));
    const { QueueConfigurations } = (NotificationConfiguration ?? {}) as Properties;
    const announced = objectsOf(QueueConfigurations).map(({ Queue }) => sends('s3', String(Queue), source));
    if (LoggingConfiguration === undefined) return announced;
    const { DestinationBucketName, LogFilePrefix = '' } = LoggingConfiguration as Properties;
    const logs = objectArn(String(DestinationBucketName), `${String(LogFilePrefix)}log`);
    // S3 delivers no access logs to a bucket under SSE-KMS (enable-server-access-logging.html).
    if (keyOf(logs) !== undefined) refuse(id, 'access logs in a bucket under a key');
    return [...announced, edge('logging.s3', 's3:PutObject', logs, { source })];
  });
}

/** Whom SNS delivers to without a policy of theirs. */
const openProtocols = new Set(['email', 'email-json', 'sms', 'http', 'https']);

/** SNS sends to the queues of its subscriptions, and what they do not take to their dead letters. */
export function subscriptionEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::SNS::Subscription').flatMap(([id, { TopicArn, Protocol, Endpoint, RedrivePolicy }]) => {
    if (Protocol !== 'sqs' && !openProtocols.has(String(Protocol))) refuse(id, `the protocol ${String(Protocol)}`);
    const { deadLetterTargetArn } = (RedrivePolicy ?? {}) as Properties;
    const queues = [Protocol === 'sqs' ? Endpoint : undefined, deadLetterTargetArn].filter(
      (queue) => queue !== undefined,
    );
    return queues.map((queue) => sends('sns', String(queue), from(String(TopicArn))));
  });
}

/** EventBridge sends to the queues of its rules, and what they do not take to their dead letters. */
export function ruleEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::Events::Rule').flatMap(([id, { Targets }]) => {
    const source = from(arnOf(resources, id));
    return objectsOf(Targets).flatMap(({ Arn, DeadLetterConfig }) => {
      const target = String(Arn);
      if (!target.startsWith('arn:aws:sqs:')) refuse(id, `the target ${target}`);
      const { Arn: deadLetters } = (DeadLetterConfig ?? {}) as Properties;
      return [target, ...(deadLetters === undefined ? [] : [String(deadLetters)])].map((queue) =>
        sends('events', queue, source),
      );
    });
  });
}

/** The actions of an alarm in all its states: topics that it publishes to, and others. */
export const actionsOf = ({ AlarmActions, OKActions, InsufficientDataActions }: Properties): readonly string[] =>
  [AlarmActions, OKActions, InsufficientDataActions].flatMap((actions) =>
    Array.isArray(actions) ? actions.map(String) : [],
  );

/** CloudWatch publishes to the topics of its alarms. */
export function alarmEdges(resources: Resources): ServiceEdge[] {
  const alarms = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) => all(resources, type));
  return alarms.flatMap(([id, properties]) =>
    actionsOf(properties).map((action) => {
      if (!action.startsWith('arn:aws:sns:')) refuse(id, `the action ${action}`);
      return publishes('cloudwatch', action, fromAccount(arnOf(resources, id)));
    }),
  );
}
