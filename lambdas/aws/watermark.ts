import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { MappingsSeen } from '../domain/mapping/mapping.ts';
import { type Key, mappingsKey, pollKey, stagePollKey, watermarkKey } from './ledger-rows.ts';

async function readTime(
  dynamo: DynamoDBDocumentClient,
  table: string,
  key: Key,
  attributes: readonly string[] = ['time'],
): Promise<Date | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
  const time = attributes.map((attribute) => Item?.[attribute]).find((value) => value !== undefined);
  return time === undefined ? undefined : new Date(String(time));
}

const writeTime = async (dynamo: DynamoDBDocumentClient, table: string, key: Key, time: Date): Promise<void> =>
  void (await dynamo.send(new PutCommand({ TableName: table, Item: { ...key, time: time.toISOString() } })));

/** When the sweep last ran to its end, in the ledger table; a version before this one wrote only when a look ended. */
export const createSweepTime = (dynamo: DynamoDBDocumentClient, table: string) => ({
  get: (): Promise<Date | undefined> => readTime(dynamo, table, watermarkKey, ['ranAt', 'time']),
});

/** The time until which each connection was asked for its opt-outs, in the ledger table. */
export const createPollMarks = (dynamo: DynamoDBDocumentClient, table: string) => ({
  get: (connection: string): Promise<Date | undefined> => readTime(dynamo, table, pollKey(connection)),
  set: (connection: string, time: Date): Promise<void> => writeTime(dynamo, table, pollKey(connection), time),
});

/** The time until which each connection was asked for the stages of its deals, in the ledger table. */
export const createStageMarks = (dynamo: DynamoDBDocumentClient, table: string) => ({
  get: (connection: string): Promise<Date | undefined> => readTime(dynamo, table, stagePollKey(connection)),
  set: (connection: string, time: Date): Promise<void> => writeTime(dynamo, table, stagePollKey(connection), time),
});

/** The result of the last look at the mappings, in the ledger table. */
export const createMappingsSeen = (dynamo: DynamoDBDocumentClient, table: string) => ({
  async get(): Promise<MappingsSeen | undefined> {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: mappingsKey, ConsistentRead: true }));
    return Item && { at: new Date(String(Item.time)), errors: Number(Item.errors) };
  },
  set: async ({ at, errors }: MappingsSeen): Promise<void> =>
    void (await dynamo.send(
      new PutCommand({ TableName: table, Item: { ...mappingsKey, time: at.toISOString(), errors } }),
    )),
});
