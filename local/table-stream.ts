import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Access } from './iam/access.ts';
import type { IamCall } from './iam/iam-call.ts';
import { DeniedPollError } from './polled-queue.ts';

/** The changes of a table, as Lambda reads them. */
export interface TableStream {
  /**
   * The next changes.
   *
   * @param after the sequence number of the last change that was handled; undefined: from the beginning
   * @throws DeniedPollError when the role of the function may not read them
   */
  read(after: string | undefined, most: number): Promise<DynamoDBRecord[]>;
}

interface StreamOptions {
  /** URL of the database. */
  readonly endpoint: string;
  readonly table: string;
  /** As the templates name it. */
  readonly streamArn: string;
  readonly access: Access;
  /** Access key of the function that the changes are for. */
  readonly accessKey: string;
}

const streams = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })) });
const description = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
});
const iterator = z.object({ ShardIterator: z.string() });
const page = z.object({ Records: z.array(z.record(z.string(), z.unknown())) });

/**
 * Opens the stream of a table of the local database for a function. The database has one shard for each table.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
export function openTableStream({ endpoint, table, streamArn, access, accessKey }: StreamOptions): TableStream {
  const request = {
    method: 'POST',
    target: '/',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/` },
  };
  const call = async (operation: string, body: object): Promise<unknown> => {
    const denied = await access.check(request, () => [callOf(operation, streamArn)]);
    if (denied !== undefined) throw new DeniedPollError(`the role may not call ${operation}`);
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${access.runtimeKey}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
        'x-amz-date': '20260101T000000Z',
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${operation}: ${(await response.text()).slice(0, 200)}`);
    return response.json();
  };
  let source: { readonly StreamArn: string; readonly ShardId: string } | undefined;
  /** Looks for the stream once, as Lambda does when it connects. */
  const find = async () => {
    const StreamArn = streams.parse(await call('ListStreams', { TableName: table })).Streams.at(-1)?.StreamArn;
    if (StreamArn === undefined) return undefined;
    const { Shards } = description.parse(await call('DescribeStream', { StreamArn })).StreamDescription;
    const ShardId = Shards[0]?.ShardId;
    return ShardId === undefined ? undefined : { StreamArn, ShardId };
  };
  return {
    async read(after, most) {
      source ??= await find();
      if (source === undefined) return [];
      const from =
        after === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
      const { ShardIterator } = iterator.parse(await call('GetShardIterator', { ...source, ...from }));
      const { Records } = page.parse(await call('GetRecords', { ShardIterator, Limit: most }));
      return Records.map((record) => ({ ...record, eventSourceARN: streamArn }) as DynamoDBRecord);
    },
  };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
const callOf = (operation: string, streamArn: string): IamCall =>
  operation === 'ListStreams'
    ? { action: 'dynamodb:ListStreams', resource: '*' }
    : { action: `dynamodb:${operation}`, resource: streamArn, keyUse: operation === 'GetRecords' ? ['Decrypt'] : [] };
