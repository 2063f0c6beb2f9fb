import * as z from 'zod';
import { compact } from '../lambdas/compact.ts';
import { type Fields, fieldsOf, listOf } from './fields.ts';
import type { Resource } from './intrinsics.ts';
import { functionNameOf } from './resource-names.ts';

export interface TableWiring {
  readonly name: string;
  readonly keySchema: ReadonlyArray<{ AttributeName: string; KeyType: 'HASH' | 'RANGE' }>;
  readonly attributes: ReadonlyArray<{ AttributeName: string; AttributeType: 'S' | 'N' | 'B' }>;
  readonly indexes: readonly Record<string, unknown>[];
  readonly ttlAttribute?: string;
  /** The view that its stream has of a change; absent: it has no stream. */
  readonly streamView?: string;
}

/** The stream of a table, and the function that reads it. */
export interface StreamWiring {
  readonly functionName: string;
  readonly streamArn: string;
  readonly table: string;
  readonly batchSize: number;
  readonly windowMs: number;
  /** A batch that fails is tried again in halves. */
  readonly isBisected: boolean;
  readonly maxAgeMs?: number;
  /** Queue of the changes that are given up. */
  readonly failureQueueUrl?: string;
  /** Patterns of the records that are wanted; absent: all. */
  readonly filters?: readonly unknown[];
}

/** A resource of a template. */
export interface Declared {
  readonly logicalId: string;
  readonly resource: Resource;
  readonly properties: Fields;
}

/** URL of the queue that has an ARN. */
export type QueueUrl = (arn: unknown) => string;

/** Whether an event source is the stream of a table. */
export const isStream = ({ properties }: Declared): boolean =>
  String(properties.EventSourceArn).startsWith('arn:aws:dynamodb:');

/** In ms: on this machine nobody waits for half a minute. */
const longestWindowMs = 500;

export function streamOf({ properties }: Declared, urlOf: QueueUrl): StreamWiring {
  const streamArn = String(properties.EventSourceArn);
  const { Destination } = fieldsOf(fieldsOf(properties.DestinationConfig).OnFailure);
  const ageSeconds = Number(properties.MaximumRecordAgeInSeconds ?? -1);
  return compact({
    functionName: functionNameOf(properties.FunctionName),
    streamArn,
    table: streamArn.split('/')[1] ?? '',
    batchSize: Number(properties.BatchSize ?? 100),
    windowMs: Math.min(longestWindowMs, 1000 * Number(properties.MaximumBatchingWindowInSeconds ?? 0)),
    isBisected: properties.BisectBatchOnFunctionError === true,
    maxAgeMs: ageSeconds < 0 ? undefined : 1000 * ageSeconds,
    failureQueueUrl: Destination === undefined ? undefined : urlOf(Destination),
    filters: filtersOf(properties),
  });
}

export function tableOf({ logicalId: name, properties }: Declared): TableWiring {
  const { Enabled, AttributeName } = fieldsOf(properties.TimeToLiveSpecification);
  return compact({
    name,
    keySchema: tableKeys.parse(properties.KeySchema),
    attributes: tableAttributes.parse(properties.AttributeDefinitions),
    indexes: listOf(properties.GlobalSecondaryIndexes).map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    streamView: viewOf(properties),
    ttlAttribute: Enabled === true && AttributeName !== undefined ? String(AttributeName) : undefined,
  });
}

function viewOf({ StreamSpecification }: Fields): string | undefined {
  const { StreamViewType } = fieldsOf(StreamSpecification);
  return StreamViewType === undefined ? undefined : String(StreamViewType);
}

const tableKeys = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const tableAttributes = z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }));

function filtersOf({ FilterCriteria }: Fields): unknown[] | undefined {
  const { Filters } = fieldsOf(FilterCriteria);
  if (Filters === undefined) return undefined;
  return listOf(Filters).map(({ Pattern }): unknown => JSON.parse(String(Pattern)));
}
