import { Aws, Stack, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StateTable } from './control-tables.ts';
import { bucketArnIn, type StateBucket } from './cross-stack.ts';
import type { StageFunction } from './stage-function.ts';

/** The key may be used only through the service that the data lies in. */
export const via = (service: string) => ({
  StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com` },
});

/** Operations of a function on the rows of a table. */
type TableOperation =
  | 'GetItem'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

/**
 * Allows operations on the rows of a table, one by one or in transactions. The function needs the key only for the call
 * that DynamoDB makes in its name: decrypt the table's key. Grants, and the description of the key, are for who makes the table.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function allowTable(fn: StageFunction, key: IKey, table: StateTable, ...operations: TableOperation[]): void {
  fn.allow(
    operations.map((operation) => `dynamodb:${operation}`),
    [table.tableArn],
  );
  fn.allow(['kms:Decrypt'], [key.keyArn], via('dynamodb'));
}

/** Lets a function read what waits, off the sparse index of a table. */
export function allowPendingIndex(fn: StageFunction, table: StateTable): void {
  fn.allow(['dynamodb:Query'], [`${table.tableArn}/index/pending`]);
}

/** Access of a function to the objects under prefixes. */
export interface ObjectAccess {
  readonly read?: readonly string[];
  /** In one request each. */
  readonly write?: readonly string[];
  /** In parts, which S3 decrypts to put them together. */
  readonly upload?: readonly string[];
}

/** Lets a function read and write the objects under prefixes of a bucket. */
export function allowObjects(
  fn: StageFunction,
  key: IKey,
  bucket: StateBucket,
  { read = [], write = [], upload = [] }: ObjectAccess,
): void {
  const bucketArn = bucketArnIn(fn.fn.stack, bucket);
  const objects = (prefixes: readonly string[]): string[] => prefixes.map((prefix) => `${bucketArn}/${prefix}*`);
  if (read.length > 0) {
    fn.allow(['s3:GetObject'], objects(read));
    // Without it S3 answers for an object that is not there as for one that may not be read (API_GetObject), and a mail
    // whose object is gone would be tried for days. A condition on the prefix would not hold: GetObject has none.
    fn.allow(['s3:ListBucket'], [bucketArn]);
  }
  if (write.length + upload.length > 0) fn.allow(['s3:PutObject'], objects([...write, ...upload]));
  if (upload.length > 0) fn.allow(['s3:AbortMultipartUpload'], objects(upload));
  if (read.length + upload.length > 0) fn.allow(['kms:Decrypt'], [key.keyArn], via('s3'));
  if (write.length + upload.length > 0) fn.allow(['kms:GenerateDataKey'], [key.keyArn], via('s3'));
  acknowledgePrefixes(fn, bucketArn, [...read, ...write, ...upload]);
}

/**
 * Accepts the wildcards of object prefixes, which is what least privilege means for objects that are named at runtime.
 *
 * @param holder of the policies
 * @param bucketArn as the policies spell it: see `bucketArnIn`
 * @param prefixes each with a slash at its end
 */
export function acknowledgePrefixes(holder: Construct, bucketArn: string, prefixes: readonly string[]): void {
  const resolved: unknown = Stack.of(holder).resolve(bucketArn);
  const resource = typeof resolved === 'string' ? resolved : JSON.stringify(resolved);
  for (const prefix of new Set(prefixes))
    Validations.of(holder).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}/${prefix}*]`,
      reason: 'Objects are named by mail and event ids; the prefix is as narrow as S3 allows.',
    });
}

/** Buses and queues that are not ours, by the ARNs that the stage names. */
export function allowHandOff(fn: StageFunction, arns: readonly string[]): void {
  const [buses, queues] = ['events', 'sqs'].map((service) => arns.filter((arn) => arn.split(':')[2] === service));
  if (buses!.length > 0) fn.allow(['events:PutEvents'], buses!);
  if (queues!.length > 0) fn.allow(['sqs:SendMessage'], queues!);
}

export function allowSending(fn: StageFunction, ...queues: Queue[]): void {
  fn.allow(
    ['sqs:SendMessage'],
    queues.map(({ queueArn }) => queueArn),
  );
}
