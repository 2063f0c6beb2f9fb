import type { Resource } from '../../local/intrinsics.ts';
import { functionNameOf } from '../../local/wiring.ts';
import type { ServiceCall, Statement } from './policy.ts';

/** A call that an AWS service must be able to make, because a resource of the template tells it to. */
export interface ServiceEdge extends ServiceCall {
  /** `ses.amazonaws.com sns:Publish Receipts` */
  readonly name: string;
  /** What the policy of the target says. */
  readonly statements: readonly Statement[];
}

type Resources = ReadonlyMap<string, Resource>;
type Properties = Readonly<Record<string, unknown>>;
type Document = { readonly Statement: readonly Statement[] };

const account = '000000000000';
const region = 'us-east-1';

/** Context keys that a service sends with its calls. */
type Source = { readonly arn: string; readonly account?: string };
/** SNS and EventBridge name the topic and the rule; that they name the account as well no page of theirs says. */
const of = (arn: string): Source => ({ arn });
const ofAccount = (arn: string): Source => ({ arn, account });

/** The resources of a type, with their logical ids. */
const all = (resources: Resources, type: string): Array<readonly [string, Properties]> =>
  [...resources].filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => [id, Properties]);

/**
 * Every call that a service makes for the resources of the templates: SES to bucket and topics, S3 to its queue and its
 * logs, SNS and EventBridge to queues, the scheduler to functions, API Gateway to its function, CloudWatch to the topic
 * of the pages; and where the target is encrypted under a key of ours, the use of that key.
 */
export function serviceEdges(resources: Resources): ServiceEdge[] {
  return [
    ...receiptEdges(resources),
    ...sendingEventEdges(resources),
    ...bucketEdges(resources),
    ...queueEdges(resources),
    ...alarmEdges(resources),
    ...scheduleEdges(resources),
    ...apiEdges(resources),
  ];
}

function receiptEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::SES::ReceiptRule').flatMap(([id, { Rule, RuleSetName }]) => {
    const source = ofAccount(`arn:aws:ses:${region}:${account}:receipt-rule-set/${RuleSetName}:receipt-rule/${id}`);
    const { Actions } = Rule as { Actions: Array<{ S3Action: Record<string, string> }> };
    return Actions.flatMap(({ S3Action: { BucketName = '', ObjectKeyPrefix = '', TopicArn = '' } }) => [
      ...edges(resources, 'ses', 's3:PutObject', `arn:aws:s3:::${BucketName}`, source, `/${ObjectKeyPrefix}mail`),
      ...edges(resources, 'ses', 'sns:Publish', TopicArn, source),
    ]);
  });
}

function sendingEventEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::SES::ConfigurationSetEventDestination').flatMap(
    ([, { ConfigurationSetName, EventDestination }]) => {
      const { TopicARN } = (EventDestination as { SnsDestination: { TopicARN: string } }).SnsDestination;
      const source = ofAccount(`arn:aws:ses:${region}:${account}:configuration-set/${ConfigurationSetName}`);
      return edges(resources, 'ses', 'sns:Publish', TopicARN, source);
    },
  );
}

function bucketEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::S3::Bucket').flatMap(([id, { NotificationConfiguration, LoggingConfiguration }]) => {
    const source = ofAccount(`arn:aws:s3:::${id.toLowerCase()}`);
    const { QueueConfigurations = [] } = (NotificationConfiguration ?? {}) as {
      QueueConfigurations?: Array<{ Queue: string }>;
    };
    const logging = LoggingConfiguration as { DestinationBucketName: string; LogFilePrefix: string } | undefined;
    return [
      ...QueueConfigurations.flatMap(({ Queue }) => edges(resources, 's3', 'sqs:SendMessage', Queue, source)),
      ...(logging === undefined
        ? []
        : edges(
            resources,
            'logging.s3',
            's3:PutObject',
            `arn:aws:s3:::${logging.DestinationBucketName}`,
            source,
            `/${logging.LogFilePrefix}log`,
          )),
    ];
  });
}

function queueEdges(resources: Resources): ServiceEdge[] {
  const subscriptions = all(resources, 'AWS::SNS::Subscription').flatMap(
    ([, { TopicArn, Endpoint, RedrivePolicy }]) => {
      const deadLetters = (RedrivePolicy as { deadLetterTargetArn?: string } | undefined)?.deadLetterTargetArn;
      return [String(Endpoint), deadLetters]
        .filter((queue) => queue !== undefined)
        .flatMap((queue) => edges(resources, 'sns', 'sqs:SendMessage', queue, of(String(TopicArn))));
    },
  );
  const rules = all(resources, 'AWS::Events::Rule').flatMap(([id, { Targets }]) =>
    (Targets as Array<{ Arn: string; DeadLetterConfig?: { Arn: string } }>)
      .flatMap(({ Arn, DeadLetterConfig }) => (DeadLetterConfig === undefined ? [Arn] : [Arn, DeadLetterConfig.Arn]))
      .flatMap((queue) => edges(resources, 'events', 'sqs:SendMessage', queue, of(`arn:aws:local:::${id}`))),
  );
  return [...subscriptions, ...rules];
}

/** The topics that an alarm publishes to, in whatever state. */
export const actionsOf = ({ AlarmActions, OKActions, InsufficientDataActions }: Properties): string[] =>
  [AlarmActions, OKActions, InsufficientDataActions].flatMap((actions) => (actions ?? []) as string[]);

function alarmEdges(resources: Resources): ServiceEdge[] {
  const alarms = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) => all(resources, type));
  return alarms.flatMap(([id, properties]) =>
    actionsOf(properties).flatMap((topic) =>
      edges(
        resources,
        'cloudwatch',
        'sns:Publish',
        topic,
        ofAccount(`arn:aws:cloudwatch:${region}:${account}:alarm:${id}`),
      ),
    ),
  );
}

function scheduleEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::Scheduler::Schedule').flatMap(([id, { Target }]) => {
    const { Arn, RoleArn } = Target as { Arn: string; RoleArn: string };
    const source = ofAccount(`arn:aws:scheduler:${region}:${account}:schedule/default/${id}`);
    const [assume] = edges(resources, 'scheduler', 'sts:AssumeRole', RoleArn, source);
    const role = idOf(RoleArn);
    const statements = all(resources, 'AWS::IAM::Policy')
      .filter(([, { Roles }]) => (Roles as string[]).includes(role))
      .flatMap(([, { PolicyDocument }]) => (PolicyDocument as Document).Statement);
    const invoke = { service: 'the role of the schedule', action: 'lambda:InvokeFunction', resource: Arn, context: {} };
    return [assume!, { ...invoke, statements, name: `${invoke.service} ${invoke.action} ${nameOf(Arn)}` }];
  });
}

function apiEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::ApiGatewayV2::Route').flatMap(([, { ApiId, RouteKey, Target }]) => {
    const [method = '', path = ''] = String(RouteKey).split(' ');
    const { IntegrationUri } = resources.get(idOf(String(Target)))!.Properties;
    const source = of(`arn:aws:execute-api:${region}:${account}:${ApiId}/$default/${method}${path}`);
    return edges(resources, 'apigateway', 'lambda:InvokeFunction', String(IntegrationUri), source);
  });
}

/** The call itself, and the use of the key under which its target is encrypted. */
function edges(
  resources: Resources,
  service: string,
  action: string,
  arn: string,
  source: Source,
  suffix = '',
): ServiceEdge[] {
  const edge = (verb: string, target: string, ending = ''): ServiceEdge => ({
    name: `${service}.amazonaws.com ${verb} ${nameOf(target)}`,
    service: `${service}.amazonaws.com`,
    action: verb,
    resource: `${target}${ending}`,
    statements: policyOf(resources, target),
    context: contextOf(source),
  });
  const key = keyOf(resources, arn);
  const verbs = key === undefined ? [] : ['kms:GenerateDataKey', 'kms:Decrypt'];
  return [edge(action, arn, suffix), ...verbs.map((verb) => edge(verb, key!))];
}

const contextOf = (source: Source): Record<string, string> => ({
  'aws:SourceArn': source.arn,
  ...(source.account !== undefined && { 'aws:SourceAccount': source.account }),
  'aws:SecureTransport': 'true',
  's3:TlsVersion': '1.2',
});

/** The last part of an ARN, a URL or a reference, which holds the logical id on this machine. */
const idOf = (reference: string): string =>
  reference.includes(':function:') ? functionNameOf(reference) : reference.split(/[:/]/).at(-1)!;
const nameOf = (arn: string): string =>
  idOf(arn)
    .replace(/(?:\.fifo)?$/, '')
    .replace(/[0-9a-f]{8}$/i, '');
const isSame = (left: unknown, right: string): boolean =>
  idOf(String(left)).toLowerCase() === idOf(right).toLowerCase();

/** The key of ours under which a topic, queue or bucket is encrypted, by its ARN. */
function keyOf(resources: Resources, arn: string): string | undefined {
  const [, resource] = [...resources].find(([id]) => isSame(id, arn.replace(/\.fifo$/, ''))) ?? [];
  const { KmsMasterKeyId, BucketEncryption } = resource?.Properties ?? {};
  const rules = (BucketEncryption as { ServerSideEncryptionConfiguration?: unknown[] } | undefined)
    ?.ServerSideEncryptionConfiguration as
    | Array<{ ServerSideEncryptionByDefault?: { KMSMasterKeyID?: string } }>
    | undefined;
  return (
    (KmsMasterKeyId as string | undefined) ??
    rules?.map((rule) => rule.ServerSideEncryptionByDefault?.KMSMasterKeyID).find((key) => key !== undefined)
  );
}

/** All statements of the policies of a resource: of a topic, queue, bucket, key, role or function. */
function policyOf(resources: Resources, arn: string): Statement[] {
  const documents = [...resources].flatMap(([id, { Type, Properties }]): unknown[] => {
    switch (Type) {
      case 'AWS::SNS::TopicPolicy':
        return (Properties.Topics as string[]).some((topic) => isSame(topic, arn)) ? [Properties.PolicyDocument] : [];
      case 'AWS::SQS::QueuePolicy':
        return (Properties.Queues as string[]).some((queue) => isSame(queue, arn)) ? [Properties.PolicyDocument] : [];
      case 'AWS::S3::BucketPolicy':
        return isSame(Properties.Bucket, arn) ? [Properties.PolicyDocument] : [];
      case 'AWS::KMS::Key':
        return isSame(id, arn) ? [Properties.KeyPolicy] : [];
      case 'AWS::IAM::Role':
        return isSame(id, arn) ? [Properties.AssumeRolePolicyDocument] : [];
      case 'AWS::Lambda::Permission':
        // Its resource is the very version or alias that it is made for.
        return Properties.FunctionName === arn ? [{ Statement: [permissionOf(Properties)] }] : [];
      default:
        return [];
    }
  });
  if (documents.length > 1 && !arn.includes(':function:'))
    throw new Error(`${nameOf(arn)} has ${documents.length} policies, of which the last one would replace the others`);
  return documents.flatMap((document) => (document as Document).Statement);
}

/** The statement that Lambda makes of a permission. */
const permissionOf = ({ Action, Principal, FunctionName, SourceArn }: Properties): Statement => ({
  Effect: 'Allow',
  Action: String(Action),
  Principal: { Service: String(Principal) },
  Resource: String(FunctionName),
  Condition: { ArnLike: { 'aws:SourceArn': SourceArn } },
});
