import { Duration, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  BucketPolicy,
  type BucketProps,
  type IBucket,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import { type RetainedKind, type Retention, retainedKinds } from '../../lambdas/retention.ts';
import { type ExistingState, nameOf } from '../existing-state.ts';
import type { StateBucket } from './cross-stack.ts';
import { removalPolicyFor } from './retention.ts';

export interface MailBucketsProps {
  readonly key: IKey;
  /** Keeps the objects, and enables Object Lock; otherwise the buckets are emptied and go with the stack. */
  readonly retain: boolean;
  /** Whether objects can be locked; a bucket has it, or not, from its creation on. */
  readonly objectLock: boolean;
  readonly retention: Retention;
  /** Buckets that are there, by name or ARN. @default all are made */
  readonly existing?: ExistingState;
}

/**
 * The time for which nobody deletes an entry of the audit trail, unless they may bypass the governance mode of S3.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
 */
const auditRetention = Duration.days(365);

/** Where bytes lie: raw mail, receipts and events in one bucket, attachments in another, the audit trail in a third. */
export class MailBuckets extends Construct {
  /** `inbound/` by SES, `receipts/` and `events/` by parse. */
  readonly mail: StateBucket;
  /** Apart from the mail, so that a malware scan can guard every read of it. */
  readonly attachments: StateBucket;
  /** The audit trail. CloudFormation replaces a bucket for Object Lock, so it has it from the start. */
  readonly audit: StateBucket;

  constructor(scope: Construct, id: string, { key, retain, objectLock, retention, existing = {} }: MailBucketsProps) {
    super(scope, id);
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: removalPolicyFor(retain),
      // A bucket that holds objects cannot be deleted.
      autoDeleteObjects: !retain,
    } satisfies BucketProps;
    // S3 delivers access logs to no bucket with Object Lock.
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...common,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    Validations.of(accessLogs).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'It keeps the access logs of the other buckets; nobody keeps logs of logs. Where all others exist, it is idle.',
    });
    const secure = (prefix: string): BucketProps => ({
      ...common,
      // Never the action's own key: that is client-side encryption, which our SDK cannot read.
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      versioned: true,
      // Without a default retention an object is locked only when somebody asks for it, and lifecycle and erasure go on.
      objectLockEnabled: objectLock,
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: prefix,
    });
    const bucket = (name: string | undefined, id: string, props: BucketProps): StateBucket =>
      name === undefined ? new Bucket(this, id, props) : this.existing(id, name, key);
    this.mail = bucket(existing.mailBucket, 'Mail', {
      ...secure('mail/'),
      lifecycleRules: [...expiryRules('mail bucket', retention), abandonedUploads],
    });
    this.attachments = bucket(existing.attachmentsBucket, 'Attachments', {
      ...secure('attachments/'),
      lifecycleRules: [
        ...expiryRules('attachments bucket', retention).map((rule) => ({ ...rule, ...archivedAfter(retention) })),
        abandonedUploads,
      ],
    });
    this.audit = bucket(existing.auditBucket, 'Audit', {
      ...secure('audit/'),
      ...compact({
        objectLockDefaultRetention: objectLock ? ObjectLockRetention.governance(auditRetention) : undefined,
      }),
      lifecycleRules: [abandonedUploads],
    });
  }

  /** A bucket of the account. Its policy is of the stage: SES stores mail by it, and nobody reads without TLS. */
  private existing(id: string, name: string, key: IKey): IBucket {
    const bucket = Bucket.fromBucketAttributes(this, id, { bucketName: nameOf(name), encryptionKey: key });
    const policy = new BucketPolicy(bucket, 'Policy', { bucket });
    policy.document.addStatements(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    bucket.policy = policy;
    return bucket;
  }
}

const abandonedUploads: LifecycleRule = { abortIncompleteMultipartUploadAfter: Duration.days(1) };

/**
 * The rules by which the objects of a bucket go. S3 leaves a marker and an old version of what expires, and both go a week
 * later; a locked version stays until its hold ends.
 */
const expiryRules = (store: RetainedKind['store'], retention: Retention): LifecycleRule[] =>
  retainedKinds(retention).flatMap(({ store: where, kind, days }) =>
    where === store && typeof days === 'number'
      ? [
          {
            prefix: kind,
            expiration: Duration.days(days),
            noncurrentVersionExpiration: Duration.days(Math.min(days, 7)),
          },
        ]
      : [],
  );

/** A class whose objects are read as fast as any other, so that links go on to work. */
const archivedAfter = ({ attachmentArchiveDays }: Retention): Pick<LifecycleRule, 'transitions'> =>
  attachmentArchiveDays === undefined
    ? {}
    : {
        transitions: [
          {
            storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
            transitionAfter: Duration.days(attachmentArchiveDays),
          },
        ],
      };
