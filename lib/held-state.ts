/**
 * The properties of each type that holds data, or an address that the world knows, by which a resource is the one that it
 * is: CloudFormation makes another one in its place, or another value in the same one, when such a property changes.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 *   of each type, "Update requires: Replacement"
 */
const identities: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::ApiGatewayV2::DomainName': ['DomainName'],
  // Its backups block the deletion of a vault, so that one of another name stands beside it.
  'AWS::Backup::BackupVault': ['BackupVaultName'],
  // An index that goes takes with it what reads by it, until it is filled again.
  // Its people have their second factors in it, and the ways to sign in are decided when it is made.
  'AWS::Cognito::UserPool': ['UserPoolName', 'UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'],
  'AWS::Cognito::UserPoolDomain': ['Domain'],
  'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema', 'LocalSecondaryIndexes', 'GlobalSecondaryIndexes'],
  'AWS::KMS::Alias': ['AliasName'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled'],
  'AWS::SES::ConfigurationSet': ['Name'],
  // With other DKIM keys no mail comes until their records are made.
  'AWS::SES::EmailIdentity': ['EmailIdentity'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  // A change of how the value is generated generates another value.
  'AWS::SecretsManager::Secret': ['Name', 'GenerateSecretString'],
};

/** Types that hold nothing: CloudFormation can create them again as they were. */
const attached = new Set([
  'AWS::Backup::BackupPlan',
  'AWS::Backup::BackupSelection',
  'AWS::CDK::Metadata',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Route53::RecordSet',
  'AWS::S3::BucketPolicy',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'Custom::S3AutoDeleteObjects',
]);

/** A template, as far as it matters here. */
interface HeldTemplate {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>
  >;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** By logical id: the type, and the properties by which the resource is the one that it is. */
export type HeldState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Lists what the stack of the data holds.
 *
 * @throws Error naming a type that is in neither list
 */
export function heldState({ Resources }: HeldTemplate): HeldState {
  return Object.fromEntries(
    Object.entries(Resources)
      .flatMap(([id, { Type, Properties = {} }]) => {
        const identity = identities[Type];
        if (identity === undefined && !attached.has(Type))
          throw new Error(`${id}: does ${Type} hold data? lib/held-state.ts must know`);
        if (identity === undefined) return [];
        const known = identity.flatMap((name) => (Properties[name] === undefined ? [] : [[name, Properties[name]]]));
        return [[id, { Type, ...Object.fromEntries(known) }] as const];
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The effects on data of an update from `before` to `after`, a line each. */
export function stateChanges(before: HeldState, after: HeldState): string[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return ids.flatMap((id) => {
    const [old, now] = [before[id], after[id]];
    if (old === undefined) return [`${id} (${now?.Type}) is new`];
    if (now === undefined) return [`${id} (${old.Type}) would be removed, and what it holds left behind or lost`];
    const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
      (name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]),
    );
    return changed.map(
      (name) =>
        `${id} (${old.Type}) would be replaced by an empty one: ${name} was ${text(old[name])} and is ${text(now[name])}`,
    );
  });
}

const text = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));

/** Outputs of the stack of the data, by name, each with the last version of the App stack that reads it. */
export type ReadOutputs = Readonly<Record<string, string>>;

/** The outputs of the stack of the data as they are now. */
export interface OutputUse {
  /** Those that the stack has. */
  readonly declared: readonly string[];
  /** Those that the App stack reads. */
  readonly read: readonly string[];
}

/**
 * Which outputs of a stack a template reads.
 *
 * @param template of the stack that reads
 * @param stackName of the stack that is read
 */
export function outputsReadBy(template: unknown, stackName: string): string[] {
  const visit = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, part]) => {
      if (name !== 'Fn::GetStackOutput') return visit(part);
      const { StackName, OutputName } = part as { readonly StackName: unknown; readonly OutputName: unknown };
      return StackName === stackName ? [String(OutputName)] : [];
    });
  };
  return [...new Set(visit(template))].toSorted();
}

/**
 * The obstacles to a release with these outputs, a line each. The State stack is updated before the App stack, and
 * until that has come through, or when it is rolled back, the template of the version before is in use, which names its
 * outputs: so an output stays for one release after the last that reads it.
 *
 * @param accepted what the versions before this change read
 */
export function outputChanges(accepted: ReadOutputs, { declared, read }: OutputUse): string[] {
  const missing = Object.entries(accepted).filter(([name]) => !declared.includes(name));
  return [
    ...missing.map(
      ([name, version]) =>
        `output ${name} would be removed, and App of version ${version} reads it: keep it for one release, ` +
        `by new CfnOutput(this, '${name}', …) in lib/state-stack.ts`,
    ),
    ...read.filter((name) => accepted[name] === undefined).map((name) => `output ${name} is new`),
  ];
}

/**
 * The outputs that a person accepts: all that App reads now, and those that it read in an earlier state of this version. An output that it last read in an earlier version may go.
 *
 * @param version of the package: that of the release before the one that is worked on
 * @throws Error naming each output that must stay
 */
export function acceptOutputs(accepted: ReadOutputs, use: OutputUse, version: string): ReadOutputs {
  const kept = Object.fromEntries(Object.entries(accepted).filter(([, lastRead]) => lastRead === version));
  const next = { ...kept, ...Object.fromEntries(use.read.map((name) => [name, version])) };
  const removed = outputChanges(next, use);
  if (removed.length > 0) throw new Error(removed.join('\n'));
  return Object.fromEntries(Object.entries(next).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
