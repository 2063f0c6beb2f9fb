import { localStage } from '../../../local/local-stage.ts';
import { synthesize } from '../../../local/template.ts';

type Templates = ReturnType<typeof synthesize>;
interface Declared {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

const kept = synthesize({ ...localStage, stage: 'prod', retain: true, objectLock: true });
const fleeting = synthesize();

const resourcesOf = (templates: Templates): Array<readonly [string, Declared]> =>
  templates.flatMap(({ Resources }) => Object.entries(Resources) as Array<[string, Declared]>);
const ofType = (templates: Templates, type: string): Array<readonly [string, Declared]> =>
  resourcesOf(templates).filter(([, { Type }]) => Type === type);

/** Resources that hold data, messages or evidence. */
const holders = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
] as const;

/** Resources that CloudFormation may delete, in every stage. */
const disposable = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::EmailIdentity',
  'AWS::SES::ReceiptRule',
  'AWS::SES::ReceiptRuleSet',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'Custom::ActiveReceiptRuleSet',
  'Custom::S3AutoDeleteObjects',
]);

const policiesOf = (entries: ReadonlyArray<readonly [string, Declared]>): string[] => [
  ...new Set(entries.map(([, { DeletionPolicy, UpdateReplacePolicy }]) => `${DeletionPolicy} ${UpdateReplacePolicy}`)),
];

describe('a stage that keeps its data', () => {
  it.each(holders)('keeps every %s, unless the creation of the stack fails', (type) => {
    // The logs of the function that activates the rule set are nobody's evidence of mail.
    const entries = ofType(kept, type).filter(([id]) => !id.startsWith('ActivationActivate'));

    expect(entries.length).toBeGreaterThan(0);
    expect(policiesOf(entries)).toEqual(['RetainExceptOnCreate Retain']);
  });

  it('keeps the topic of the pages with its subscriptions', () => {
    const [pages] = ofType(kept, 'AWS::SNS::Topic').filter(([id]) => id.startsWith('Pages'));

    expect(pages![1].DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  it('retains nothing else that could stand in the way of a second attempt', () => {
    const known = new Set<string>([...holders, 'AWS::SES::EmailIdentity', 'AWS::SNS::Topic', 'AWS::Lambda::Version']);
    const retained = resourcesOf(kept).filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete');

    expect(retained.filter(([, { Type }]) => !known.has(Type))).toEqual([]);
    expect(retained.filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'RetainExceptOnCreate')).toEqual([]);
  });

  it('protects tables and stack from deletion only when it is told to, once they are there', () => {
    const isProtected = (templates: Templates): unknown[] =>
      ofType(templates, 'AWS::DynamoDB::GlobalTable').flatMap(([, { Properties }]) =>
        (Properties!.Replicas as Array<{ DeletionProtectionEnabled?: boolean }>).map(
          ({ DeletionProtectionEnabled = false }) => DeletionProtectionEnabled,
        ),
      );
    const later = synthesize({
      ...localStage,
      stage: 'prod',
      retain: true,
      objectLock: true,
      deletionProtection: true,
    });

    expect(isProtected(kept)).toEqual([false, false, false, false]);
    expect(isProtected(later)).toEqual([true, true, true, true]);
  });
});

describe('a stage that does not', () => {
  it.each(holders)('lets every %s go', (type) => {
    expect(policiesOf(ofType(fleeting, type))).toEqual(['Delete Delete']);
  });

  it('empties every bucket before it goes', () => {
    const emptied = ofType(fleeting, 'Custom::S3AutoDeleteObjects').map(
      ([, { Properties }]) => (Properties!.BucketName as { Ref: string }).Ref,
    );

    expect(emptied.toSorted()).toEqual(
      ofType(fleeting, 'AWS::S3::Bucket')
        .map(([id]) => id)
        .toSorted(),
    );
    expect(ofType(kept, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  it('has nothing that its deletion would stop at', () => {
    const others = resourcesOf(fleeting).filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete');

    // A version goes with its function; the identity outlives the stage, whose next one says `identity: existing`.
    expect([...new Set(others.map(([, { Type }]) => Type))].toSorted()).toEqual([
      'AWS::Lambda::Version',
      'AWS::SES::EmailIdentity',
    ]);
    for (const [, { Properties }] of ofType(fleeting, 'AWS::S3::Bucket'))
      expect(Properties!.ObjectLockEnabled ?? false).toBe(false);
  });
});

describe('every resource', () => {
  it.each([
    ['kept', kept],
    ['fleeting', fleeting],
  ] as const)('of a %s stage holds data or is known to hold none', (_, templates) => {
    const known = new Set<string>([...holders, ...disposable, 'AWS::SNS::Topic', 'AWS::Lambda::Version']);
    const unknown = resourcesOf(templates).filter(([, { Type }]) => !known.has(Type));

    expect(unknown.map(([, { Type }]) => Type)).toEqual([]);
  });
});

describe('Object Lock', () => {
  const locks = Object.fromEntries(
    ofType(kept, 'AWS::S3::Bucket').map(([id, { Properties }]) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      [Properties!.ObjectLockEnabled, Properties!.ObjectLockConfiguration],
    ]),
  );

  it('is enabled on mail and attachments, where lifecycle and erasure go on without a default retention', () => {
    expect(locks.BucketsMail).toEqual([true, undefined]);
    expect(locks.BucketsAttachments).toEqual([true, undefined]);
  });

  it('keeps every entry of the audit trail for a year, in governance mode', () => {
    expect(locks.BucketsAudit).toEqual([
      true,
      { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } },
    ]);
  });

  it('is not on the bucket of the access logs, to which S3 would then deliver none', () => {
    expect(locks.BucketsAccessLogs?.[0] ?? false).toBe(false);
  });
});
