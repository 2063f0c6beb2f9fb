import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { bucketArnIn } from '../../../lib/constructs/cross-stack.ts';
import { account, aStack, outputsOf, region } from '../flow-stack.ts';

describe('bucketArnIn', () => {
  const owner = aStack();
  const consumer = new Stack(owner.node.root, 'Consumer', { env: { account, region } });
  const bucket = new Bucket(owner, 'Mail');

  it('is the ARN itself within the stack of the bucket', () => {
    expect(bucketArnIn(owner, bucket)).toBe(bucket.bucketArn);
  });

  it('is read from one output with a name of our own elsewhere, and orders the stacks', () => {
    const first = consumer.resolve(bucketArnIn(consumer, bucket)) as unknown;
    const second = consumer.resolve(bucketArnIn(consumer, bucket)) as unknown;

    expect(first).toEqual(second);
    expect(JSON.stringify(first)).toContain('"MailBucketArn"');
    expect(consumer.dependencies).toEqual([owner]);
    expect(outputsOf(owner)).toEqual(['MailBucketArn']);
  });
});
