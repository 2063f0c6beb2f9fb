import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** A bucket of the stage's data, whether the stage makes it or finds it in the account. */
export type StateBucket = IConstruct &
  Pick<IBucket, 'bucketArn' | 'bucketName' | 'arnForObjects' | 'addToResourcePolicy'>;

/**
 * The ARN of a bucket, for a stack that did not make it. It is read from an output with a name of our own, as the
 * generated references are from generated ones: so a reference is known before the synthesis, when wildcards of object
 * keys must be accounted for.
 *
 * @param consumer the stack that refers to the bucket
 */
export function bucketArnIn(consumer: Stack, bucket: StateBucket): string {
  const owner = Stack.of(bucket);
  if (owner === consumer) return bucket.bucketArn;
  const id = `${bucket.node.id}BucketArn`;
  if (owner.node.tryFindChild(id) === undefined) new CfnOutput(owner, id, { value: bucket.bucketArn });
  consumer.addStackDependency(owner);
  return Fn.getStackOutput(owner.stackName, id, owner.region);
}
