import { entryMetadata } from '../../../lib/function-metadata.ts';
import type { ServiceEdge } from '../../../local/iam/edge.ts';
import { readPolicies } from '../../../local/iam/policies.ts';
import { requireKnownTargets, serviceEdges } from '../../../local/iam/service-edges.ts';
import { arn, iamArn } from '../../../local/resource-names.ts';
import { resourcesOf } from '../../helpers/iam.ts';

type Entries = Parameters<typeof resourcesOf>[0];

const key = arn('kms', 'key/Key');
const queue = arn('sqs', 'Queue');
const topic = arn('sns', 'Topic');

function edgesOf(entries: Entries): ServiceEdge[] {
  const resources = resourcesOf(entries);
  return serviceEdges(resources, readPolicies(resources).keyOf);
}

const shown = ({ principal, call }: ServiceEdge): string => `${principal.name} ${call.action} ${call.resource}`;

describe('a queue under a key', () => {
  const encrypted: Entries = { Key: ['AWS::KMS::Key', {}], Queue: ['AWS::SQS::Queue', { KmsMasterKeyId: 'Key' }] };

  it.each<[string, string, Record<string, unknown>]>([
    ['sns', 'AWS::SNS::Subscription', { Protocol: 'sqs', TopicArn: topic, Endpoint: queue }],
    [
      'sns',
      'AWS::SNS::Subscription',
      { Protocol: 'email', TopicArn: topic, Endpoint: 'x', RedrivePolicy: { deadLetterTargetArn: queue } },
    ],
    ['s3', 'AWS::S3::Bucket', { NotificationConfiguration: { QueueConfigurations: [{ Queue: queue }] } }],
    ['events', 'AWS::Events::Rule', { Targets: [{ Arn: queue }] }],
  ])('takes of %s a data key as well', (service, type, properties) => {
    const edges = edgesOf({ ...encrypted, From: [type, properties] });

    expect(edges.map(shown)).toEqual([
      `${service}.amazonaws.com sqs:SendMessage ${queue}`,
      `${service}.amazonaws.com kms:GenerateDataKey ${key}`,
      `${service}.amazonaws.com kms:Decrypt ${key}`,
    ]);
    expect(new Set(edges.map(({ delivery }) => delivery))).toEqual(new Set([`${service} sqs:SendMessage ${queue}`]));
    expect(edges[1]?.call.context?.['kms:ViaService']).toBe('sqs.us-east-1.amazonaws.com');
  });

  it('is read with the right of the function to the key', () => {
    const edges = edgesOf({
      ...encrypted,
      Sink: ['AWS::Lambda::Function', { Role: iamArn('role/SinkRole') }],
      Mapping: ['AWS::Lambda::EventSourceMapping', { FunctionName: 'Sink:live', EventSourceArn: queue }],
    });

    expect(edges.map(shown)).toEqual([
      `Sink sqs:ReceiveMessage ${queue}`,
      `Sink kms:Decrypt ${key}`,
      `Sink sqs:DeleteMessage ${queue}`,
      `Sink sqs:GetQueueAttributes ${queue}`,
    ]);
  });
});

describe('a release', () => {
  const sink = arn('lambda', 'function:Sink');
  const releasing = (group: Record<string, unknown>, update: Record<string, unknown> = {}) => {
    const resources = resourcesOf({
      Role: ['AWS::IAM::Role', {}],
      Group: ['AWS::CodeDeploy::DeploymentGroup', { ServiceRoleArn: iamArn('role/Role'), ...group }],
      Live: ['AWS::Lambda::Alias', { FunctionName: 'Sink', Name: 'live' }],
    });
    const alias = {
      ...resources.get('Live')!,
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: { ApplicationName: 'App', DeploymentGroupName: 'Group', ...update },
      },
    };
    return serviceEdges(new Map([...resources, ['Live', alias]]), () => undefined);
  };

  it('takes on the role of its group, and moves the alias as that', () => {
    const edges = releasing({ AlarmConfiguration: { Enabled: false, Alarms: [] } });

    expect(edges.map(shown)).toEqual([
      `codedeploy.amazonaws.com sts:AssumeRole ${iamArn('role/Role')}`,
      `release of Sink lambda:GetAlias ${sink}`,
      `release of Sink lambda:UpdateAlias ${sink}`,
    ]);
    expect(edges[0]?.call.context).toEqual({
      'aws:SourceArn': arn('codedeploy', 'deploymentgroup:App/Group'),
      'aws:SourceAccount': '000000000000',
    });
    expect(edges[1]?.principal.roleArn).toBe(iamArn('role/Role'));
  });

  it('looks at its alarms, and runs its checks', () => {
    const edges = releasing({ AlarmConfiguration: { Alarms: [{ Name: 'a' }] } }, { BeforeAllowTrafficHook: 'Check' });

    expect(edges.map(shown).slice(3)).toEqual([
      'release of Sink cloudwatch:DescribeAlarms *',
      `release of Sink lambda:InvokeFunction ${arn('lambda', 'function:Check')}`,
    ]);
  });

  it('is refused where its group is not there', () => {
    expect(() => releasing({}, { DeploymentGroupName: 'Other' })).toThrow(
      'Live has the deployment group Other, whose calls are not asked for on this machine',
    );
  });
});

it.each([
  [{}, 'Rule'],
  [{ Name: 'weekly' }, 'weekly'],
  [{ Name: 'weekly', EventBusName: 'crm' }, 'crm/weekly'],
])('a rule of EventBridge with %j acts as rule/%s', (names, name) => {
  const [edge] = edgesOf({ Rule: ['AWS::Events::Rule', { ...names, Targets: [{ Arn: queue }] }] });

  expect(edge?.call.context).toEqual({ 'aws:SourceArn': arn('events', `rule/${name}`) });
});

it.each([
  [{}, 'Store'],
  [{ Name: 'store' }, 'store'],
])('a receipt rule %j acts as receipt-rule/%s', (names, name) => {
  const Rule = { ...names, Actions: [{ S3Action: { BucketName: 'mail' } }] };
  const [edge] = edgesOf({ Store: ['AWS::SES::ReceiptRule', { RuleSetName: 'Set', Rule }] });

  expect(edge?.call.context?.['aws:SourceArn']).toBe(arn('ses', `receipt-rule-set/Set:receipt-rule/${name}`));
});

it('a schedule sends to its dead letters in its role', () => {
  const Target = {
    Arn: arn('lambda', 'function:F'),
    RoleArn: iamArn('role/Role'),
    DeadLetterConfig: { Arn: queue },
  };

  expect(edgesOf({ Every: ['AWS::Scheduler::Schedule', { Target }] }).map(shown)).toEqual([
    `scheduler.amazonaws.com sts:AssumeRole ${iamArn('role/Role')}`,
    `schedule of F lambda:InvokeFunction ${arn('lambda', 'function:F')}`,
    `schedule of F sqs:SendMessage ${queue}`,
  ]);
});

describe('a call that is not asked for', () => {
  const rule = (action: Record<string, unknown>) => ({ RuleSetName: 'Set', Rule: { Actions: [action] } });
  const stored = { BucketName: 'mail' };
  const target = { Arn: arn('states', 'stateMachine:x'), RoleArn: iamArn('role/R') };

  it.each<[string, Record<string, unknown>, string]>([
    ['AWS::SES::ReceiptRule', rule({ LambdaAction: {} }), 'LambdaAction'],
    ['AWS::SES::ReceiptRule', rule({ StopAction: { TopicArn: topic } }), 'TopicArn'],
    ['AWS::SES::ReceiptRule', rule({ S3Action: { ...stored, IamRoleArn: 'x' } }), 'IamRoleArn'],
    [
      'AWS::SES::ConfigurationSetEventDestination',
      { EventDestination: { KinesisFirehoseDestination: {} } },
      'KinesisFirehoseDestination',
    ],
    ['AWS::S3::Bucket', { NotificationConfiguration: { LambdaConfigurations: [] } }, 'LambdaConfigurations'],
    ['AWS::S3::Bucket', { ReplicationConfiguration: {} }, 'ReplicationConfiguration'],
    ['AWS::SNS::Subscription', { Protocol: 'lambda', TopicArn: topic }, 'the protocol lambda'],
    ['AWS::Events::Rule', { Targets: [{ Arn: topic }] }, `the target ${topic}`],
    ['AWS::CloudWatch::Alarm', { OKActions: ['arn:aws:swf:x'] }, 'the action arn:aws:swf:x'],
    ['AWS::Scheduler::Schedule', { Target: target }, `the target ${target.Arn}`],
    ['AWS::ApiGatewayV2::Authorizer', { AuthorizerUri: 'x' }, 'AuthorizerUri'],
    ['AWS::Lambda::EventInvokeConfig', { DestinationConfig: {} }, 'DestinationConfig'],
    ['AWS::Lambda::EventSourceMapping', { EventSourceArn: 'arn:aws:kinesis:x' }, 'the source arn:aws:kinesis:x'],
    [
      'AWS::Lambda::EventSourceMapping',
      { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q', DestinationConfig: {} },
      'DestinationConfig',
    ],
  ])('is refused with its resource: of %s %j', (type, properties, part) => {
    expect(() => edgesOf({ Thing: [type, properties] })).toThrow(
      `Thing has ${part}, whose calls are not asked for on this machine`,
    );
  });

  it.each(['DeadLetterConfig', 'VpcConfig', 'FileSystemConfigs', 'TracingConfig'])(
    'is refused with the function that has %s',
    (part) => {
      const resources = resourcesOf({ Sink: ['AWS::Lambda::Function', { Role: 'x', [part]: {} }] });
      const sink = { ...resources.get('Sink')!, Metadata: { [entryMetadata]: 'lambdas/sink/index.ts' } };

      expect(() => serviceEdges(new Map([['Sink', sink]]), () => undefined)).toThrow(`Sink has ${part}, `);
    },
  );

  it.each<[string, Record<string, unknown>, string]>([
    ['is no function', { IntegrationUri: topic }, `the integration ${topic}`],
    ['has a role of its own', { IntegrationUri: arn('lambda', 'function:F'), CredentialsArn: 'x' }, 'CredentialsArn'],
  ])('is refused with the route whose integration %s', (_what, integration, part) => {
    const entries: Entries = {
      Integration: ['AWS::ApiGatewayV2::Integration', integration],
      Route: ['AWS::ApiGatewayV2::Route', { ApiId: 'Api', RouteKey: 'GET /a', Target: 'integrations/Integration' }],
    };

    expect(() => edgesOf(entries)).toThrow(`Route has ${part}, `);
  });

  it('is refused with the bucket whose access logs lie under a key', () => {
    const entries: Entries = {
      Key: ['AWS::KMS::Key', {}],
      Logs: [
        'AWS::S3::Bucket',
        {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: 'Key' } }],
          },
        },
      ],
      Mail: ['AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: 'logs' } }],
    };

    expect(() => edgesOf(entries)).toThrow('Mail has access logs in a bucket under a key, ');
  });
});

describe('the target of a service', () => {
  const alarm = ['AWS::CloudWatch::Alarm', { AlarmActions: [topic] }] as const;
  const requireKnown = (entries: Entries) => requireKnownTargets(edgesOf(entries), resourcesOf(entries));

  it('is one of the templates', () => {
    expect(() => requireKnown({ Alarm: alarm, Topic: ['AWS::SNS::Topic', {}] })).not.toThrow();
  });

  it('is named when it is not', () => {
    expect(() => requireKnown({ Alarm: alarm })).toThrow(
      `cloudwatch.amazonaws.com is to call sns:Publish on ${topic}, which the templates do not have`,
    );
  });
});
