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
  // An index that goes takes with it what reads by it, until it is filled again.
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

/** What holds nothing: it can be made again as it was. */
const attached = new Set([
  'AWS::CDK::Metadata',
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
export interface HeldTemplate {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>
  >;
}

/** By logical id: the type, and the properties by which the resource is the one that it is. */
export type HeldState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Lists what the stack of the data holds.
 *
 * @throws Error naming a type of which it is not known whether it holds data
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

/** What would happen to data when a stack that holds `before` is updated to hold `after`, a line each. */
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
