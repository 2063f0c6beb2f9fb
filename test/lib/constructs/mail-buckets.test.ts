import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { MailBuckets, type MailBucketsProps } from '../../../lib/constructs/mail-buckets.ts';
import { aStack } from '../flow-stack.ts';

interface Bucket {
  readonly Properties: Readonly<Record<string, unknown>> & {
    readonly LifecycleConfiguration: { readonly Rules: ReadonlyArray<Record<string, unknown>> };
  };
}

function templateOf(settings: Partial<MailBucketsProps> = {}) {
  const stack = aStack();
  const key = new Key(stack, 'Key');
  new MailBuckets(stack, 'Buckets', { key, retain: true, objectLock: true, rawRetentionDays: 30, ...settings });
  return Template.fromStack(stack);
}
const bucketsOf = (template: Template) =>
  new Map(
    Object.entries(template.findResources('AWS::S3::Bucket')).map(([id, bucket]) => [
      id.replace(/^Buckets|[0-9A-F]{8}$/g, ''),
      (bucket as Bucket).Properties,
    ]),
  );

describe('MailBuckets', () => {
  const buckets = bucketsOf(templateOf());

  it('keeps raw mail for the days of the stage, and canaries for a week', () => {
    expect(buckets.get('Mail')!.LifecycleConfiguration.Rules).toEqual([
      expect.objectContaining({ Prefix: 'inbound/', ExpirationInDays: 30 }),
      expect.objectContaining({ Prefix: 'canary/', ExpirationInDays: 7 }),
    ]);
  });

  it.each(['Mail', 'Attachments', 'Audit'])('encrypts %s with the key, and keeps versions and access logs', (name) => {
    expect(buckets.get(name)).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
        ],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      LoggingConfiguration: { LogFilePrefix: `${name.toLowerCase()}/` },
      ObjectLockEnabled: true,
    });
  });

  it.each([...buckets.keys()])('lets nobody make %s public', (name) => {
    expect(buckets.get(name)!.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  it('locks the entries of the audit trail for a year, and nothing else by default', () => {
    const locked = [...buckets].filter(([, { ObjectLockConfiguration }]) => ObjectLockConfiguration !== undefined);

    expect(locked.map(([name]) => name)).toEqual(['Audit']);
    expect(buckets.get('Audit')!.ObjectLockConfiguration).toMatchObject({
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } },
    });
  });

  it('has no lock and empties itself where the stage keeps nothing', () => {
    const template = templateOf({ retain: false, objectLock: false });
    const locks = [...bucketsOf(template).values()].map(({ ObjectLockEnabled = false }) => ObjectLockEnabled);

    expect(new Set(locks)).toEqual(new Set([false]));
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 4);
    templateOf().resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});
