import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { compact } from '../../../lambdas/compact.ts';
import { retainedKinds } from '../../../lambdas/retention.ts';
import { MailBuckets, type MailBucketsProps } from '../../../lib/constructs/mail-buckets.ts';
import { aStack } from '../flow-stack.ts';

interface Bucket {
  readonly Properties: Readonly<Record<string, unknown>> & {
    readonly LifecycleConfiguration: { readonly Rules: ReadonlyArray<Record<string, unknown>> };
  };
}

const retention = { rawDays: 30, eventDays: 400, attachmentDays: 500, ledgerDays: 450, inactiveDays: 400 };

function templateOf(settings: Partial<MailBucketsProps> = {}) {
  const stack = aStack();
  const key = new Key(stack, 'Key');
  new MailBuckets(stack, 'Buckets', { key, retain: true, objectLock: true, retention, ...settings });
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

  it.each(
    retainedKinds(retention).flatMap(({ store, kind, days }) => {
      const name = { 'mail bucket': 'Mail', 'attachments bucket': 'Attachments' }[store as string];
      return name === undefined ? [] : [{ name, kind, days }];
    }),
  )('lets $kind of $name go after $days days, and its old versions a week later', ({ name, kind, days }) => {
    expect(buckets.get(name)!.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({
        Prefix: kind,
        ExpirationInDays: days,
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        Status: 'Enabled',
      }),
    );
  });

  it.each([undefined, 90])(
    'archives attachments after %j days where the stage says so, in a class that reads at once',
    (days) => {
      const Buckets = bucketsOf(templateOf({ retention: compact({ ...retention, attachmentArchiveDays: days }) }));
      const [rule] = Buckets.get('Attachments')!.LifecycleConfiguration.Rules;

      expect(rule!.Transitions).toEqual(days && [{ StorageClass: 'GLACIER_IR', TransitionInDays: days }]);
    },
  );

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
