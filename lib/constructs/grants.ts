import { Aws } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StageFunction } from './stage-function.ts';

const dynamo = (...operations: string[]): string[] => operations.map((operation) => `dynamodb:${operation}`);

/** The key may be used only through the service that the data lies in. */
const via = (service: string) => ({ StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com` } });

export function allowTableWrites(fn: StageFunction, key: IKey, ...tables: TableV2[]): void {
  const operations = dynamo(
    'GetItem',
    'BatchGetItem',
    'Query',
    'PutItem',
    'UpdateItem',
    'DeleteItem',
    'ConditionCheckItem',
  );
  fn.allow(
    operations,
    tables.map(({ tableArn }) => tableArn),
  );
  fn.allow(['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey', 'kms:CreateGrant'], [key.keyArn], via('dynamodb'));
}

export function allowTableReads(fn: StageFunction, key: IKey, ...tables: TableV2[]): void {
  fn.allow(
    dynamo('GetItem', 'BatchGetItem', 'Query'),
    tables.map(({ tableArn }) => tableArn),
  );
  fn.allow(['kms:Decrypt', 'kms:DescribeKey'], [key.keyArn], via('dynamodb'));
}

export function allowPendingIndex(fn: StageFunction, table: TableV2): void {
  fn.allow(dynamo('Query'), [`${table.tableArn}/index/pending`]);
}

export function allowObjects(
  fn: StageFunction,
  key: IKey,
  bucket: Bucket,
  { read = [], write = [] }: { readonly read?: readonly string[]; readonly write?: readonly string[] },
): void {
  if (read.length > 0) {
    fn.allow(
      ['s3:GetObject'],
      read.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    );
    // Without it S3 answers for an object that is not there as for one that may not be read (API_GetObject), and a mail
    // whose object is gone would be tried for days. A condition on the prefix would not hold: GetObject has none.
    fn.allow(['s3:ListBucket'], [bucket.bucketArn]);
  }
  if (write.length > 0)
    fn.allow(
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      write.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    );
  fn.allow(
    [...(read.length > 0 ? ['kms:Decrypt'] : []), ...(write.length > 0 ? ['kms:Decrypt', 'kms:GenerateDataKey'] : [])],
    [key.keyArn],
    via('s3'),
  );
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
