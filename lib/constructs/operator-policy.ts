import { Aws, Stack, Validations } from 'aws-cdk-lib';
import type { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { StageConfig } from '../stage-config.ts';
import type { StateStack } from '../state-stack.ts';
import { bucketArnIn } from './cross-stack.ts';
import { acknowledgePrefixes } from './grants.ts';
import { type Grant, managedPolicy } from './managed-policy.ts';
import { openTenantKeys } from './role-grants.ts';
import { foreignSecretParts } from './secret-grants.ts';

interface OperatorPolicyProps {
  readonly config: StageConfig;
  readonly state: StateStack;
  /** Every function that works on mail. */
  readonly functions: ReadonlyArray<Pick<IFunction, 'functionArn'>>;
  /** Those among them that `redrive` and `replay` invoke. */
  readonly invoked: ReadonlyArray<Pick<IFunction, 'functionArn'>>;
}

/**
 * The rights of the verbs that were there before there were roles (`RolePolicies`): to change what is kept of consent and
 * conversations and which integrations there are, and to look at the rest. It reads no credentials of a CRM, and changes
 * nothing that is deployed. Verbs that came later belong to a role alone. Two policies, because one may have 6,144 characters, and more for a stage that lists many secrets;
 * another is for whoever deploys, who takes releases back as well.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class OperatorPolicy extends Construct {
  /** Calls of the verbs, `doctor` among them. */
  readonly verbs: ManagedPolicy;
  /** Questions of `doctor --aws`: one policy, and further ones for secrets that do not fit into it. */
  readonly readiness: readonly ManagedPolicy[];
  /** Calls of `rollback`, which changes the running code. */
  readonly releases: ManagedPolicy;

  constructor(scope: Construct, id: string, props: OperatorPolicyProps) {
    super(scope, id);
    const { config, state } = props;
    const { operatorRoles, releaseRoles } = config;
    this.verbs = managedPolicy(
      this,
      'Verbs',
      { description: 'What the postern command calls on this stage', roles: operatorRoles },
      verbGrants(props, bucketArnIn(Stack.of(this), state.buckets.mail)),
    );
    const viewers = [...new Set([...operatorRoles, ...Object.values(config.roles).flat()])];
    const readiness = { description: 'What postern doctor --aws asks of this account', roles: viewers };
    this.readiness = foreignSecretParts(state, config, roomForSecrets).map((secrets, index) =>
      index === 0
        ? managedPolicy(this, 'Readiness', readiness, readinessGrants(props, secrets))
        : managedPolicy(this, `Readiness${index + 1}`, readiness, [describeSecrets(secrets)]),
    );
    this.releases = managedPolicy(
      this,
      'Releases',
      { description: 'What postern rollback calls on this stage', roles: releaseRoles },
      releaseGrants(props),
    );
    this.acknowledgeWildcards(state);
  }

  /** All policies that whoever runs these verbs needs. */
  get operators(): readonly ManagedPolicy[] {
    return [this.verbs, ...this.readiness];
  }

  private acknowledgeWildcards(state: StateStack): void {
    acknowledgePrefixes(this.verbs, bucketArnIn(Stack.of(this), state.buckets.mail), mailPrefixes);
    for (const policy of this.operators)
      Validations.of(policy).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'These actions read settings of account and region, for which their services know no resource.',
      });
  }
}

/**
 * Characters that secrets of the account may take in the readiness policy, which has 3,700 of its 6,144 without them where all
 * names are as long as they can be, and in each further one.
 */
const roomForSecrets = { first: 2_000, further: 5_800 };

/** Prefixes of the mail bucket that are read. */
const mailPrefixes = ['inbound/', 'events/'];

const via = (service: string): string => `${service}.${Aws.REGION}.amazonaws.com`;

/** Reads and writes of the verbs. */
function verbGrants({ state, invoked }: OperatorPolicyProps, mailArn: string): Grant[] {
  const { tables, secrets, key, inbox, deliveries, suppressions, sweep, feedback } = state;
  const [ledger, threads, control, consent] = arnsOf(tables.ledger, tables.threads, tables.control, tables.consent);
  const queues = [inbox, deliveries, suppressions, sweep, feedback.queue];
  return [
    ['ReadMails', ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], [ledger!, consent!]],
    ['FindStuck', ['dynamodb:Query'], [`${ledger}/index/pending`]],
    // Audit entries, reviews, and what is kept of people.
    ['WriteMails', ['dynamodb:PutItem', 'dynamodb:DeleteItem'], [ledger!, consent!]],
    // Who is up for review has no index: people ask for it seldom.
    ['WriteConsent', ['dynamodb:UpdateItem', 'dynamodb:Scan'], [consent!]],
    // Nor have the merges of a conversation.
    ['PartThreads', ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'], [threads!]],
    ['Routes', ['dynamodb:Query', 'dynamodb:BatchWriteItem'], [control!]],
    openTenantKeys(state),
    ['ListMail', ['s3:ListBucket'], [mailArn]],
    ['ReadMail', ['s3:GetObject'], mailPrefixes.map((prefix) => `${mailArn}/${prefix}*`)],
    ['TellTargets', ['sqs:SendMessage'], [suppressions.queue.queueArn]],
    ['Invoke', ['lambda:InvokeFunction'], invoked.map(({ functionArn }) => functionArn)],
    ['ReadKeys', ['secretsmanager:GetSecretValue'], [secrets.addressKey.secretArn, secrets.tokenKeys.secretArn]],
    // Whoever reads and writes rows, and reads objects and secrets, has the services decrypt: no data key is made.
    [
      'UseKey',
      ['kms:Decrypt'],
      [key.keyArn],
      { StringEquals: { 'kms:ViaService': ['dynamodb', 's3', 'secretsmanager'].map(via) } },
    ],
    [
      'LookAtQueues',
      ['sqs:GetQueueAttributes'],
      queues.flatMap(({ queue, deadLetterQueue }) => [queue.queueArn, deadLetterQueue.queueArn]),
    ],
    ['LookAtFigures', ['lambda:ListEventSourceMappings', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'], ['*']],
  ];
}

const arnsOf = (...tables: ReadonlyArray<{ readonly tableArn: string }>): string[] =>
  tables.map(({ tableArn }) => tableArn);

/**
 * Reads and moves of `rollback`. IAM knows an alias by its function.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
const releaseGrants = ({ functions }: OperatorPolicyProps): Grant[] => [
  [
    'TakeBack',
    ['lambda:GetAlias', 'lambda:ListVersionsByFunction', 'lambda:UpdateAlias'],
    functions.map(({ functionArn }) => functionArn),
  ],
];

const describeSecrets = (arns: string[]): Grant => ['Secrets', ['secretsmanager:DescribeSecret'], arns];

/** Reads of `doctor --aws`; it changes nothing, and reads no value of a secret. */
function readinessGrants({ state, functions }: OperatorPolicyProps, foreignSecrets: readonly string[]): Grant[] {
  const { tables, buckets, key, secrets } = state;
  const { crm, hook, intake, addressKey, tokenKeys, apiKeys } = secrets;
  return [
    [
      'Tables',
      ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTimeToLive'],
      arnsOf(tables.ledger, tables.threads, tables.control, tables.consent),
    ],
    [
      'Buckets',
      [
        's3:GetEncryptionConfiguration',
        's3:GetBucketPublicAccessBlock',
        's3:GetBucketVersioning',
        's3:GetBucketNotification',
      ],
      [buckets.mail.bucketArn, buckets.attachments.bucketArn],
    ],
    ['Key', ['kms:DescribeKey'], [key.keyArn]],
    describeSecrets([
      ...[crm, hook, intake, addressKey, tokenKeys, apiKeys].map(({ secretArn }) => secretArn),
      ...foreignSecrets,
    ]),
    [
      'Functions',
      ['lambda:GetFunctionConfiguration', 'lambda:GetFunctionConcurrency'],
      functions.map(({ functionArn }) => functionArn),
    ],
    ['Pages', ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'], [state.pages.topicArn]],
    [
      'Account',
      [
        // Any domain may stand for the inbound one, and the integrations say at runtime as whom confirmations are sent.
        'ses:GetEmailIdentity',
        'ses:GetAccount',
        'ses:DescribeActiveReceiptRuleSet',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:DescribeAlarmHistory',
        'lambda:GetAccountSettings',
        'lambda:ListEventSourceMappings',
        'scheduler:ListSchedules',
      ],
      ['*'],
    ],
  ];
}
