import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { compact } from '../compact.ts';
import type { RowChange, TrailShard } from '../domain/audit/row-change.ts';

/** Who deletes rows when their time to live ends. */
const expiry = 'dynamodb.amazonaws.com';

/**
 * Reads a record of a table's stream.
 *
 * @throws TypeError for a record without an id, a time or a key
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
 */
export function toRowChange(shard: TrailShard, record: DynamoDBRecord): RowChange {
  const { eventID: id, dynamodb, userIdentity } = record;
  const { pk, sk } = imageOf(dynamodb?.Keys) ?? {};
  const seconds = dynamodb?.ApproximateCreationDateTime;
  if (id === undefined || seconds === undefined || typeof pk !== 'string')
    throw new TypeError('a record of a stream lacks its id, its time or its key');
  return compact({
    shard,
    id,
    at: Math.round(seconds * 1000),
    pk,
    sk: typeof sk === 'string' ? sk : '',
    before: imageOf(dynamodb?.OldImage),
    after: imageOf(dynamodb?.NewImage),
    isExpired: (userIdentity as { principalId?: unknown } | undefined)?.principalId === expiry,
  });
}

type Image = NonNullable<DynamoDBRecord['dynamodb']>['Keys'];

const imageOf = (image: Image): Record<string, unknown> | undefined =>
  image && unmarshall(image as Parameters<typeof unmarshall>[0]);
