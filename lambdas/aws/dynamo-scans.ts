import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keyOfPart, resultOf, type ScanResults, type ScanStatus, scanStatuses } from '../domain/mail/object-scan.ts';
import { conditionHolds } from './aws-error.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';
import { ttlUnlessHeld } from './held-rows.ts';
import { ledgerSecondsOf, scansKey, ttlAfter } from './ledger-rows.ts';
import type { Settings } from './settings.ts';

/** The result of the scan of one object. */
interface ObjectScan {
  readonly eventId: string;
  /** As `partAt` reads it from the key. */
  readonly part: string;
  readonly status: ScanStatus;
  /** The engine's name of what it found. */
  readonly threat?: string;
  /** When the result was published, ISO 8601 UTC. */
  readonly at: string;
}

type RecordScan = (scan: ObjectScan) => Promise<void>;

/** Reads the results that the ledger has of a mail's attachments, by their keys. */
export type ReadScans = (eventId: string) => Promise<ScanResults>;

/** Each result in the attribute of its part; scans of other versions of a row are left out. */
const scanAttribute = z.object({ status: z.enum(scanStatuses), threat: z.optional(z.string()) });

/**
 * Records results in one row for each mail. EventBridge delivers at least once and in any order: of two results for one
 * object the newer counts.
 */
export function createRecordScan({ dynamo, table }: DynamoTable, environment?: Settings): RecordScan {
  const keptSeconds = ledgerSecondsOf(environment);
  return async ({ eventId, part, at, ...scan }) => {
    const update = dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: scansKey(eventId),
        UpdateExpression: `SET #part = :scan, ${ttlUnlessHeld}`,
        ConditionExpression: 'attribute_not_exists(#part) OR #part.#at <= :at',
        ExpressionAttributeNames: { '#part': part, '#at': 'at', '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':scan': { ...scan, at },
          ':at': at,
          ':ttl': ttlAfter(new Date(at), keptSeconds),
        },
      }),
    );
    await conditionHolds(update);
  };
}

/** Reads the row with `GetItem`. */
export const createReadScans =
  ({ dynamo, table }: DynamoTable): ReadScans =>
  async (eventId) => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: scansKey(eventId), ConsistentRead: true }),
    );
    return scansIn(eventId, Item);
  };

/** The same for a function that may only query. */
export const createQueryScans =
  ({ dynamo, table }: DynamoTable): ReadScans =>
  async (eventId) => {
    const { pk, sk } = scansKey(eventId);
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk = :sk',
        ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
        ConsistentRead: true,
      }),
    );
    return scansIn(eventId, Items[0]);
  };

const scansIn = (eventId: string, row: Row = {}): ScanResults =>
  new Map(
    Object.entries(row).flatMap(([part, value]) => {
      const { data } = scanAttribute.safeParse(value);
      return data === undefined ? [] : [[keyOfPart({ eventId, part }), resultOf(data.status, data.threat)] as const];
    }),
  );
