import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  type StreamViewType,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { compact } from '../lambdas/compact.ts';
import type { TableWiring } from './table-wiring.ts';
import type { Wiring } from './wiring.ts';

export interface ProvisionClients {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  readonly dynamo: DynamoDBClient;
}

/** Creates the templates' missing resources; a queue's settings follow the template on every start. */
export async function provision(wiring: Wiring, { sqs, sns, s3, dynamo }: ProvisionClients): Promise<void> {
  // Dead-letter queues first: a redrive policy names one that must exist.
  const queues = wiring.queues.toSorted(
    (a, b) => Number('RedrivePolicy' in a.attributes) - Number('RedrivePolicy' in b.attributes),
  );
  for (const { name, url, attributes } of queues) {
    // The emulator takes the FIFO scopes at creation only, and refuses to change them later.
    const { FifoQueue, DeduplicationScope, FifoThroughputLimit, ...mutable } = attributes;
    const fixed = FifoQueue === undefined ? {} : { FifoQueue, DeduplicationScope, FifoThroughputLimit };
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: compact(fixed) }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: mutable }));
  }
  for (const { name } of wiring.topics) await sns.send(new CreateTopicCommand({ Name: name }));
  for (const { topicArn, queueArn, raw } of wiring.subscriptions) {
    await sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        Attributes: { RawMessageDelivery: String(raw) },
      }),
    );
  }
  for (const { name } of wiring.buckets) {
    await s3.send(new CreateBucketCommand({ Bucket: name })).catch((error: Error) => {
      if (!/BucketAlready/.test(error.name)) throw error;
    });
  }
  await createTables(dynamo, wiring.tables);
}

/** Creates the missing tables. */
export async function createTables(dynamo: DynamoDBClient, tables: readonly TableWiring[]): Promise<void> {
  const { TableNames = [] } = await dynamo.send(new ListTablesCommand({}));
  for (const table of tables) {
    if (!TableNames.includes(table.name)) await createTable(dynamo, table);
    else if (table.streamView !== undefined) await addStream(dynamo, table);
  }
}

/** A table of an earlier version has no stream. */
async function addStream(dynamo: DynamoDBClient, { name, streamView }: TableWiring): Promise<void> {
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: name }));
  if (Table?.StreamSpecification?.StreamEnabled === true) return;
  await dynamo.send(new UpdateTableCommand({ TableName: name, StreamSpecification: streamOf(streamView) }));
}

const streamOf = (view: string | undefined) => ({ StreamEnabled: true, StreamViewType: view as StreamViewType });

async function createTable(
  dynamo: DynamoDBClient,
  { name, keySchema, attributes, indexes, ttlAttribute, streamView }: TableWiring,
): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: [...keySchema],
      AttributeDefinitions: [...attributes],
      BillingMode: 'PAY_PER_REQUEST',
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes as never }),
      ...compact({ StreamSpecification: streamView === undefined ? undefined : streamOf(streamView) }),
    }),
  );
  if (ttlAttribute !== undefined) {
    await dynamo.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
      }),
    );
  }
}
