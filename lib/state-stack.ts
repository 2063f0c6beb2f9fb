import { ArnFormat, CfnOutput, Duration, type RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { compact } from '../lambdas/compact.ts';
import { ApiAddress } from './constructs/api-address.ts';
import { Backups } from './constructs/backups.ts';
import { ConsoleUsers } from './constructs/console-users.ts';
import { ControlTables } from './constructs/control-tables.ts';
import { FeedbackIntake } from './constructs/feedback-intake.ts';
import { fromThisAccount } from './constructs/from-this-account.ts';
import { FunctionLogs } from './constructs/function-logs.ts';
import { MailBuckets } from './constructs/mail-buckets.ts';
import { MailIdentity } from './constructs/mail-identity.ts';
import { MalwareScan } from './constructs/malware-scan.ts';
import { MessageQueue } from './constructs/message-queue.ts';
import { locksObjects } from './constructs/object-lock.ts';
import { removalPolicyFor } from './constructs/retention.ts';
import { StateSecrets } from './constructs/state-secrets.ts';
import type { StageConfig } from './stage-config.ts';
import { stageNames } from './stage-names.ts';
import { retentionOf } from './stage-retention.ts';
import { timeouts } from './timeouts.ts';

export interface StateStackProps extends StackProps {
  readonly config: StageConfig;
}

/** An outage of a CRM must never move a queue into its dead letters: the ledger counts the real failures. */
const deliveryReceives = 100;
/** Two to three hours of backoff, longer than an outage of a store usually lasts; then the hourly sweep tries again. */
const receiptReceives = 20;
const sweepDelay = Duration.minutes(10);

/** The queues of the stack itself; the feedback queue belongs to `FeedbackIntake`. */
type StageQueue = 'inbox' | 'sweep' | 'deliveries' | 'suppressions';

/** Everything that holds data or messages: it outlives every deployment of the code. */
export class StateStack extends Stack {
  readonly key: IKey;
  readonly buckets: MailBuckets;
  readonly tables: ControlTables;
  /** SES announces stored mail here, with its envelope and verdicts. */
  readonly receipts: Topic;
  readonly inbox: MessageQueue;
  readonly sweep: MessageQueue;
  readonly deliveries: MessageQueue;
  readonly suppressions: MessageQueue;
  /** Changes that could not be written into the audit trail, by their place in their stream. */
  readonly trailFailures: Queue;
  /** Mails that could not be added to the feed, by their place in the stream of the ledger. */
  readonly feedFailures: Queue;
  /** Events of SES about the mail that the account sends. */
  readonly feedback: FeedbackIntake;
  readonly secrets: StateSecrets;
  /** Topic of pages, to which whoever is on call subscribes. */
  readonly pages: ITopic;
  /** Address of the API. */
  readonly api: ApiAddress;
  /** People who sign in to the console; absent without a user pool of the stage. */
  readonly consoleUsers: ConsoleUsers | undefined;
  /** The log groups of the functions. */
  readonly logs: FunctionLogs;

  constructor(scope: Construct, id: string, { config, ...props }: StateStackProps) {
    const { retain, deletionProtection } = config;
    const names = stageNames(config);
    super(scope, id, { ...props, terminationProtection: deletionProtection });
    const removalPolicy = removalPolicyFor(retain);

    this.key = this.keyOf(config, removalPolicy);
    const { key } = this;
    this.buckets = this.makeBuckets(config);
    if (config.identity === 'own') new MailIdentity(this, 'Identity', { domain: config.inboundDomain });
    this.tables = new ControlTables(this, 'Tables', { key, retain, deletionProtection, existing: config.existing });

    this.makeBackups(config);

    const { existing, secretReplicas: replicas } = config;
    this.secrets = new StateSecrets(this, 'Secrets', { names, key, removalPolicy, replicas, existing });
    this.logs = new FunctionLogs(this, 'Logs', {
      names,
      removalPolicy,
      retention: config.logRetentionDays,
      isMasked: config.logMasking,
      without: config.console?.enabled ? [] : ['manage'],
    });
    this.api = new ApiAddress(this, 'Api', {
      names,
      domain: config.apiDomain,
      access: config.apiAccess,
      removalPolicy,
      logRetention: config.logRetentionDays,
    });

    this.consoleUsers = this.makeConsoleUsers(config, removalPolicy);

    const queues = this.makeQueues(removalPolicy);
    this.inbox = queues.inbox;
    this.sweep = queues.sweep;
    this.deliveries = queues.deliveries;
    this.suppressions = queues.suppressions;
    this.trailFailures = this.makeFailures('TrailFailures', removalPolicy);
    this.feedFailures = this.makeFailures('FeedFailures', removalPolicy);
    this.feedback = new FeedbackIntake(this, 'FeedbackIntake', {
      config,
      key,
      removalPolicy,
      maxReceiveCount: receiptReceives,
    });

    if (config.antivirus === 'guardduty')
      new MalwareScan(this, 'MalwareScan', { key, bucket: this.buckets.attachments, results: this.feedback.queue });

    this.receipts = this.makeReceipts(queues.inbox);
    this.announceStoredMail();
    this.pages = this.pagesOf(config, removalPolicy);
  }

  private makeBuckets(config: StageConfig): MailBuckets {
    const { retain, existing } = config;
    const objectLock = locksObjects(config);
    const retention = retentionOf(config);
    return new MailBuckets(this, 'Buckets', { key: this.key, retain, objectLock, retention, existing });
  }

  private makeBackups(config: StageConfig): void {
    const { backup, retain } = config;
    if (backup === undefined) return;
    const { ledger, threads, control, consent } = this.tables;
    const { mail, attachments, audit } = this.buckets;
    new Backups(this, 'Backups', {
      settings: backup,
      name: stageNames(config).base,
      key: this.key,
      retain,
      tables: [ledger, threads, control, consent],
      buckets: [mail, attachments, audit],
    });
  }

  private makeConsoleUsers(
    { console: settings, deletionProtection }: StageConfig,
    removalPolicy: RemovalPolicy,
  ): ConsoleUsers | undefined {
    const cognito = settings?.enabled === true ? settings.signIn?.cognito : undefined;
    return cognito && new ConsoleUsers(this, 'Console', { settings: cognito, removalPolicy, deletionProtection });
  }

  private makeQueues(removalPolicy: RemovalPolicy): Record<StageQueue, MessageQueue> {
    const ordered = { maxReceiveCount: deliveryReceives, removalPolicy, fifo: true };
    return {
      inbox: new MessageQueue(this, 'Inbox', {
        consumerTimeout: timeouts.parse,
        maxReceiveCount: receiptReceives,
        removalPolicy,
      }),
      sweep: new MessageQueue(this, 'Sweep', {
        consumerTimeout: timeouts.sweep,
        maxReceiveCount: 5,
        removalPolicy,
        deliveryDelay: sweepDelay,
      }),
      deliveries: new MessageQueue(this, 'Deliveries', { consumerTimeout: timeouts.sink, ...ordered }),
      suppressions: new MessageQueue(this, 'Suppressions', { consumerTimeout: timeouts.suppress, ...ordered }),
    };
  }

  /** Nothing reads it but people: it is the last place, and has no dead letters of its own. */
  private makeFailures(id: string, removalPolicy: RemovalPolicy): Queue {
    const queue = new Queue(this, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy,
    });
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'The queue holds what was given up, for people to look at: it is itself the dead letters.',
    });
    return queue;
  }

  /** SES publishes here; the inbox queue is the only subscriber. */
  private makeReceipts({ queue, deadLetterQueue }: MessageQueue): Topic {
    const receipts = new Topic(this, 'Receipts', { masterKey: this.key, enforceSSL: true });
    receipts.addToResourcePolicy(fromThisAccount('ses', ['sns:Publish'], [receipts.topicArn]));
    receipts.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true, deadLetterQueue }));
    return receipts;
  }

  /** The topic that the stage names, or one of its own; an output says to which to subscribe. */
  private pagesOf({ pagesTopic }: StageConfig, removalPolicy: RemovalPolicy): ITopic {
    const pages =
      pagesTopic === undefined ? this.makePages(removalPolicy) : Topic.fromTopicArn(this, 'Pages', pagesTopic);
    new CfnOutput(this, 'PagesTopic', {
      description: 'Subscribe whoever is on call to this topic',
      value: pages.topicArn,
    });
    return pages;
  }

  /** A new key of the stage, or a key of the account; the policy of the latter stays with its owner. */
  private keyOf({ retain, encryptionKey, ...config }: StageConfig, removalPolicy: RemovalPolicy): IKey {
    if (encryptionKey !== undefined) return Key.fromKeyArn(this, 'Key', encryptionKey);
    const key = new Key(this, 'Key', {
      enableKeyRotation: true,
      removalPolicy,
      alias: stageNames(config).base,
      ...compact({ pendingWindow: retain ? undefined : Duration.days(7) }),
    });
    // SES stores mail in a bucket and publishes to topics that are encrypted under the key. Its documentation has aws:SourceArn
    // for the bucket, but a statement without conditions for topics: with aws:SourceArn the notifications might be denied.
    // The statement therefore names the account only, which keeps the mail of other accounts out.
    // https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
    key.addToResourcePolicy(fromThisAccount('ses', ['kms:GenerateDataKey*', 'kms:Decrypt'], ['*']));
    // CloudWatch pages through a topic that is encrypted under the key. SNS recommends aws:SourceArn as well, where the service
    // documents it. CloudWatch documents it for the topic only, not for its key, and nobody would notice a denied page.
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    key.addToResourcePolicy(fromThisAccount('cloudwatch', ['kms:GenerateDataKey*', 'kms:Decrypt'], ['*']));
    return key;
  }

  /** `enforceSSL` replaces the default policy of a topic, which lets the account publish: CloudWatch needs a statement again. */
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
   * S3 notifies the sweep queue of every raw mail. The configuration is set on the bucket resource itself: the L2
   * notification adds a Lambda that overwrites the bucket's whole notification configuration.
   */
  private announceStoredMail(): void {
    const { queue } = this.sweep;
    const policy = queue.addToResourcePolicy(fromThisAccount('s3', ['sqs:SendMessage'], [queue.queueArn]));
    const bucket = this.buckets.mail.node.defaultChild;
    // An existing bucket has its owner's configuration: docs/runbook.md says how to set it.
    if (!CfnBucket.isCfnBucket(bucket)) return;
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
