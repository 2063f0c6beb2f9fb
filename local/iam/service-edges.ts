import { entryMetadata } from '../../lib/function-metadata.ts';
import type { Resource } from '../intrinsics.ts';
import { account, arn, functionNameOf, region } from '../resource-names.ts';
import { withKeyUse } from './encryption.ts';
import type { IamCall } from './iam-call.ts';
import { objectArn } from './s3-calls.ts';
import type { Principal } from './simulator.ts';

/** A call that an AWS service makes, because a resource of the templates tells it to. */
export interface ServiceEdge {
  /** What it is part of: `deliveryKey`. A delivery goes through when all its calls are allowed. */
  readonly delivery: string;
  readonly principal: Principal;
  readonly call: IamCall;
}

/**
 * Names what a service delivers: its own call, with the calls at KMS and STS that it takes.
 *
 * @param target the ARN of what is delivered to
 * @param route of the API, which has a permission for each
 */
export const deliveryKey = (service: string, action: string, target: string, route = ''): string =>
  `${service} ${action} ${target} ${route}`.trimEnd();

type Resources = ReadonlyMap<string, Resource>;
type Properties = Readonly<Record<string, unknown>>;
/** Context keys that a service sends with its calls, so that a policy tells for whom it acts. */
type Source = Readonly<Record<'aws:SourceArn', string> & Partial<Record<'aws:SourceAccount', string>>>;

/** SNS and EventBridge name the topic and the rule; that they name the account as well no page of theirs says. */
const from = (sourceArn: string): Source => ({ 'aws:SourceArn': sourceArn });
const fromAccount = (sourceArn: string): Source => ({ 'aws:SourceArn': sourceArn, 'aws:SourceAccount': account });
const service = (name: string): Principal => ({ name: `${name}.amazonaws.com`, arn: `${name}.amazonaws.com` });

/** The resources of a type, with their logical ids. */
const all = (resources: Resources, type: string): ReadonlyArray<readonly [id: string, properties: Properties]> =>
  [...resources].filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => [id, Properties]);

/**
 * Every call that a service makes for the resources of the templates: SES to bucket and topics, S3 to its queue and its
 * logs, SNS and EventBridge to queues, the scheduler and API Gateway to functions, CloudWatch to the topic of the pages,
 * Lambda to the role, the logs and the queue of a function; and where the target is encrypted under a key of ours, the
 * use of that key.
 *
 * @param keyOf the customer managed key that a resource lies under
 */
export function serviceEdges(resources: Resources, keyOf: (resource: string) => string | undefined): ServiceEdge[] {
  const edges = [
    ...receiptEdges(resources),
    ...sendingEventEdges(resources),
    ...bucketEdges(resources),
    ...queueEdges(resources),
    ...alarmEdges(resources),
    ...scheduleEdges(resources),
    ...apiEdges(resources),
    ...functionEdges(resources),
    ...eventSourceEdges(resources),
  ];
  return edges.flatMap((edge) => withKeyUse(edge.call, keyOf).map((call) => ({ ...edge, call })));
}

/** @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html */
function receiptEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::SES::ReceiptRule').flatMap(([id, { Rule, RuleSetName }]) => {
    const source = fromAccount(arn('ses', `receipt-rule-set/${String(RuleSetName)}:receipt-rule/${id}`));
    const { Actions } = Rule as { Actions: ReadonlyArray<{ readonly S3Action?: Readonly<Record<string, string>> }> };
    return Actions.flatMap(({ S3Action }) => {
      if (S3Action === undefined) return [];
      const { BucketName = '', ObjectKeyPrefix = '', TopicArn } = S3Action;
      const stored = objectArn(BucketName, `${ObjectKeyPrefix}mail`);
      return [
        edge('ses', 's3:PutObject', objectArn(BucketName), {
          source,
          resource: stored,
          keyUse: ['GenerateDataKey', 'Decrypt'],
        }),
        ...(TopicArn === undefined ? [] : [publishes('ses', TopicArn, source)]),
      ];
    });
  });
}

function sendingEventEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::SES::ConfigurationSetEventDestination').flatMap(
    ([, { ConfigurationSetName, EventDestination }]) => {
      const { SnsDestination } = EventDestination as { SnsDestination?: { readonly TopicARN: string } };
      const source = fromAccount(arn('ses', `configuration-set/${String(ConfigurationSetName)}`));
      return SnsDestination === undefined ? [] : [publishes('ses', SnsDestination.TopicARN, source)];
    },
  );
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html */
function bucketEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::S3::Bucket').flatMap(([id, { NotificationConfiguration, LoggingConfiguration }]) => {
    const source = fromAccount(arnOf(resources, id));
    const { QueueConfigurations = [] } = (NotificationConfiguration ?? {}) as {
      QueueConfigurations?: ReadonlyArray<{ readonly Queue: string }>;
    };
    const logging = LoggingConfiguration as { DestinationBucketName: string; LogFilePrefix: string } | undefined;
    const logs = logging && objectArn(logging.DestinationBucketName, `${logging.LogFilePrefix}log`);
    return [
      ...QueueConfigurations.map(({ Queue }) => edge('s3', 'sqs:SendMessage', Queue, { source })),
      ...(logs === undefined ? [] : [edge('logging.s3', 's3:PutObject', logs, { source })]),
    ];
  });
}

function queueEdges(resources: Resources): ServiceEdge[] {
  const subscriptions = all(resources, 'AWS::SNS::Subscription').flatMap(
    ([, { TopicArn, Endpoint, RedrivePolicy }]) => {
      const deadLetters = (RedrivePolicy as { deadLetterTargetArn?: string } | undefined)?.deadLetterTargetArn;
      const queues = [String(Endpoint), ...(deadLetters === undefined ? [] : [deadLetters])];
      return queues.map((queue) => edge('sns', 'sqs:SendMessage', queue, { source: from(String(TopicArn)) }));
    },
  );
  const rules = all(resources, 'AWS::Events::Rule').flatMap(([id, { Targets }]) => {
    const source = from(arnOf(resources, id));
    return (Targets as ReadonlyArray<{ Arn: string; DeadLetterConfig?: { Arn: string } }>)
      .flatMap(({ Arn, DeadLetterConfig }) => (DeadLetterConfig === undefined ? [Arn] : [Arn, DeadLetterConfig.Arn]))
      .filter((target) => target.startsWith('arn:aws:sqs:'))
      .map((queue) => edge('events', 'sqs:SendMessage', queue, { source }));
  });
  return [...subscriptions, ...rules];
}

/** The topics that an alarm publishes to, in whatever state. */
export const actionsOf = ({ AlarmActions, OKActions, InsufficientDataActions }: Properties): readonly string[] =>
  [AlarmActions, OKActions, InsufficientDataActions].flatMap((actions) =>
    Array.isArray(actions) ? actions.map(String) : [],
  );

function alarmEdges(resources: Resources): ServiceEdge[] {
  const alarms = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) => all(resources, type));
  return alarms.flatMap(([id, properties]) =>
    actionsOf(properties)
      .filter((action) => action.startsWith('arn:aws:sns:'))
      .map((topic) => publishes('cloudwatch', topic, fromAccount(arnOf(resources, id)))),
  );
}

/**
 * The scheduler takes on the role of the schedule, and calls the function as that. It names the group of the schedule.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
function scheduleEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::Scheduler::Schedule').flatMap(([id, { Target, GroupName = 'default' }]) => {
    const { Arn, RoleArn } = Target as { Arn: string; RoleArn: string };
    const delivery = deliveryKey('scheduler', 'lambda:InvokeFunction', Arn);
    const source = fromAccount(arn('scheduler', `schedule-group/${String(GroupName)}`));
    const principal = rolePrincipal(`schedule of ${functionNameOf(Arn)}`, RoleArn, id);
    return [
      {
        delivery,
        principal: service('scheduler'),
        call: { action: 'sts:AssumeRole', resource: RoleArn, context: source },
      },
      { delivery, principal, call: { action: 'lambda:InvokeFunction', resource: Arn } },
    ];
  });
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
function apiEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::ApiGatewayV2::Route').flatMap(([, { ApiId, RouteKey, Target }]) => {
    const [method = '', path = ''] = String(RouteKey).split(' ');
    const integration = resources.get(String(Target).split('/').at(-1)!)?.Properties.IntegrationUri;
    const source = from(`arn:aws:execute-api:${region}:${account}:${String(ApiId)}/$default/${method}${path}`);
    return [edge('apigateway', 'lambda:InvokeFunction', String(integration), { source, route: String(RouteKey) })];
  });
}

/**
 * Lambda takes on the role of a function, and writes as that what the function prints.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
function functionEdges(resources: Resources): ServiceEdge[] {
  const ours = all(resources, 'AWS::Lambda::Function').filter(([id]) => entryOf(resources, id) !== undefined);
  return ours.flatMap(([id, { Role, LoggingConfig }]) => {
    const role = String(Role);
    const assumed = {
      delivery: deliveryKey('lambda', 'sts:AssumeRole', role),
      principal: service('lambda'),
      call: { action: 'sts:AssumeRole', resource: role },
    };
    const { LogGroup } = (LoggingConfig ?? {}) as { LogGroup?: string };
    if (LogGroup === undefined) return [assumed];
    const stream = arn('logs', `log-group:${LogGroup}:log-stream:local`);
    const printed = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
      delivery: deliveryKey('lambda', action, LogGroup),
      principal: sessionOf(resources, id, role),
      call: { action, resource: stream },
    }));
    return [assumed, ...printed];
  });
}

/**
 * Lambda reads a queue in the role of the function that the queue is for.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
 */
function eventSourceEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::Lambda::EventSourceMapping').flatMap(([, { FunctionName, EventSourceArn }]) => {
    const [id, queue] = [functionNameOf(FunctionName), String(EventSourceArn)];
    const principal = sessionOf(resources, id, String(resources.get(id)?.Properties.Role));
    return ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map((action) => ({
      delivery: deliveryKey('lambda', action, queue),
      principal,
      call: { action, resource: queue },
    }));
  });
}

/** A function as a principal, by the folder that it is built from. */
function sessionOf(resources: Resources, id: string, role: string): Principal {
  return rolePrincipal(entryOf(resources, id)?.split('/')[1] ?? id, role, id);
}

/** The source that a function is built from; undefined for one that comes with the CDK. */
function entryOf(resources: Resources, id: string): string | undefined {
  const entry = resources.get(id)?.Metadata?.[entryMetadata];
  return typeof entry === 'string' ? entry : undefined;
}

/** A session of a role. */
export function rolePrincipal(name: string, roleArn: string, session: string): Principal {
  return { name, arn: `arn:aws:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/${session}`, roleArn };
}

interface EdgeDetails {
  readonly source: Source;
  /** What the call is about, when it is not the target itself. */
  readonly resource?: string;
  readonly keyUse?: IamCall['keyUse'];
  readonly route?: string;
}

function edge(by: string, action: string, target: string, details: EdgeDetails): ServiceEdge {
  const { source, resource = target, keyUse = [], route } = details;
  const call = { action, resource, context: source, keyUse };
  return { delivery: deliveryKey(by, action, target, route), principal: service(by), call };
}

const publishes = (by: string, topic: string, source: Source): ServiceEdge =>
  edge(by, 'sns:Publish', topic, { source, keyUse: ['GenerateDataKey', 'Decrypt'] });

const arnOf = (resources: Resources, id: string): string => resources.get(id)?.identity.arn ?? id;
