import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface MailBucketsProps {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** Days that raw mail is kept. */
  readonly rawRetentionDays: number;
}

/** Where bytes lie: raw mail, receipts and events in one bucket, attachments in another. */
export class MailBuckets extends Construct {
  /** `inbound/` by SES, `receipts/` and `events/` by parse. */
  readonly mail: Bucket;
  /** Apart from the mail, so that a malware scan can guard every read of it. */
  readonly attachments: Bucket;

  constructor(scope: Construct, id: string, { key, removalPolicy, rawRetentionDays }: MailBucketsProps) {
    super(scope, id);
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy,
    } satisfies BucketProps;
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...common,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    const secure = (prefix: string): BucketProps => ({
      ...common,
      // Never the action's own key: that is client-side encryption, which our SDK cannot read.
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      versioned: true,
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: prefix,
    });
    this.mail = new Bucket(this, 'Mail', {
      ...secure('mail/'),
      lifecycleRules: [
        {
          prefix: 'inbound/',
          expiration: Duration.days(rawRetentionDays),
          noncurrentVersionExpiration: Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { prefix: 'canary/', expiration: Duration.days(7), noncurrentVersionExpiration: Duration.days(1) },
      ],
    });
    this.attachments = new Bucket(this, 'Attachments', {
      ...secure('attachments/'),
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
  }
}
