import { ArnFormat, CfnOutput, Duration, type RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { compact } from '../lambdas/compact.ts';
import { ApiAddress } from './constructs/api-address.ts';
import { ControlTables } from './constructs/control-tables.ts';
import { FeedbackIntake } from './constructs/feedback-intake.ts';
import { fromThisAccount } from './constructs/from-this-account.ts';
import { FunctionLogs } from './constructs/function-logs.ts';
import { MailBuckets } from './constructs/mail-buckets.ts';
import { MailIdentity } from './constructs/mail-identity.ts';
import { MessageQueue } from './constructs/message-queue.ts';
import { removalPolicyFor } from './constructs/retention.ts';
import { StateSecrets } from './constructs/state-secrets.ts';
import type { StageConfig } from './stage-config.ts';
import { stageNames } from './stage-names.ts';
import { timeouts } from './timeouts.ts';

export interface StateStackProps extends StackProps {
  readonly config: StageConfig;
}

/** An outage of a CRM must never flush a queue into its dead letters: the ledger counts the real failures. */
const deliveryReceives = 100;
/** Two to three hours of backoff, which outlast an outage of a store; after that the hourly sweep tries again. */
const receiptReceives = 20;
const sweepDelay = Duration.minutes(10);

/** Everything that holds data or messages: it outlives every deployment of the code. */
export class StateStack extends Stack {
  readonly key: IKey;
  readonly buckets: MailBuckets;
  readonly tables: ControlTables;
  /** SES says here that a mail is stored, with its envelope and verdicts. */
  readonly receipts: Topic;
  readonly inbox: MessageQueue;
  readonly sweep: MessageQueue;
  readonly deliveries: MessageQueue;
  readonly suppressions: MessageQueue;
  /** What SES tells of the mail that the account sends. */
  readonly feedback: FeedbackIntake;
  readonly secrets: StateSecrets;
  /** Pages go here; whoever is on call subscribes to it. */
  readonly pages: ITopic;
  /** Where the API answers. */
  readonly api: ApiAddress;
  /** The log groups of the functions. */
  readonly logs: FunctionLogs;

  constructor(scope: Construct, id: string, { config, ...props }: StateStackProps) {
    const { retain, deletionProtection } = config;
    const names = stageNames(config);
    super(scope, id, { ...props, terminationProtection: deletionProtection });
    const removalPolicy = removalPolicyFor(retain);

    this.key = this.keyOf(config, removalPolicy);
    this.buckets = new MailBuckets(this, 'Buckets', {
      key: this.key,
      retain,
      objectLock: config.objectLock ?? retain,
      rawRetentionDays: config.rawRetentionDays,
    });
    if (config.identity === 'own') new MailIdentity(this, 'Identity', { domain: config.inboundDomain });
    this.tables = new ControlTables(this, 'Tables', { key: this.key, retain, deletionProtection });

    this.secrets = new StateSecrets(this, 'Secrets', { names, key: this.key, removalPolicy });
    this.logs = new FunctionLogs(this, 'Logs', { names, removalPolicy, retention: config.logRetentionDays });
    this.api = new ApiAddress(this, 'Api', {
      names,
      domain: config.apiDomain,
      removalPolicy,
      logRetention: config.logRetentionDays,
    });

    this.inbox = new MessageQueue(this, 'Inbox', {
      consumerTimeout: timeouts.parse,
      maxReceiveCount: receiptReceives,
      removalPolicy,
    });
    this.sweep = new MessageQueue(this, 'Sweep', {
      consumerTimeout: timeouts.sweep,
      maxReceiveCount: 5,
      removalPolicy,
      deliveryDelay: sweepDelay,
    });
    this.deliveries = new MessageQueue(this, 'Deliveries', {
      consumerTimeout: timeouts.sink,
      maxReceiveCount: deliveryReceives,
      removalPolicy,
      fifo: true,
    });
    this.suppressions = new MessageQueue(this, 'Suppressions', {
      consumerTimeout: timeouts.suppress,
      maxReceiveCount: deliveryReceives,
      removalPolicy,
      fifo: true,
    });

    this.feedback = new FeedbackIntake(this, 'FeedbackIntake', {
      config,
      key: this.key,
      removalPolicy,
      maxReceiveCount: receiptReceives,
    });

    this.receipts = new Topic(this, 'Receipts', { masterKey: this.key, enforceSSL: true });
    this.receipts.addToResourcePolicy(fromThisAccount('ses', ['sns:Publish'], [this.receipts.topicArn]));
    this.receipts.addSubscription(
      new SqsSubscription(this.inbox.queue, { rawMessageDelivery: true, deadLetterQueue: this.inbox.deadLetterQueue }),
    );
    this.announceStoredMail();
    this.pages =
      config.pagesTopic === undefined
        ? this.makePages(removalPolicy)
        : Topic.fromTopicArn(this, 'Pages', config.pagesTopic);
    new CfnOutput(this, 'PagesTopic', {
      description: 'Subscribe whoever is on call to this topic',
      value: this.pages.topicArn,
    });
  }

  /** A key of the stage, or one of the account, whose policy is its owner's. */
  private keyOf({ retain, encryptionKey, ...config }: StageConfig, removalPolicy: RemovalPolicy): IKey {
    if (encryptionKey !== undefined) return Key.fromKeyArn(this, 'Key', encryptionKey);
    const key = new Key(this, 'Key', {
      enableKeyRotation: true,
      removalPolicy,
      alias: stageNames(config).base,
      ...compact({ pendingWindow: retain ? undefined : Duration.days(7) }),
    });
    // SES stores mail in a bucket that is encrypted under the key, and publishes to topics that are. It documents aws:SourceArn for
    // the bucket, and a statement without conditions for topics: with that key the notifications might be denied, so the
    // statement has the account only, which keeps everybody else's mail out.
    // https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
    key.addToResourcePolicy(fromThisAccount('ses', ['kms:GenerateDataKey*', 'kms:Decrypt'], ['*']));
    // CloudWatch pages by a topic that is encrypted under the key. SNS asks for aws:SourceArn as well, as far as the service
    // documents it; CloudWatch does for the topic, and not for its key. A page that is denied is missed by nobody.
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    key.addToResourcePolicy(fromThisAccount('cloudwatch', ['kms:GenerateDataKey*', 'kms:Decrypt'], ['*']));
    return key;
  }

  /** A topic with a policy of its own, as enforceSSL makes one, loses the default policy that lets the account publish. */
  private makePages(removalPolicy: RemovalPolicy): Topic {
    const pages = new Topic(this, 'Pages', { masterKey: this.key, enforceSSL: true });
    pages.applyRemovalPolicy(removalPolicy);
    const anyAlarm = this.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    pages.addToResourcePolicy(fromThisAccount('cloudwatch', ['sns:Publish'], [pages.topicArn], anyAlarm));
    return pages;
  }

  /**
   * S3 tells the sweep queue of every raw mail. Written on the bucket itself: the L2 notification adds a Lambda
   * that rewrites the bucket's whole notification configuration.
   */
  private announceStoredMail(): void {
    const { queue } = this.sweep;
    const policy = queue.addToResourcePolicy(fromThisAccount('s3', ['sqs:SendMessage'], [queue.queueArn]));
    const bucket = this.buckets.mail.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: queue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: 'inbound/' }] } },
        },
      ],
    };
    if (policy.policyDependable) bucket.node.addDependency(policy.policyDependable);
  }
}
