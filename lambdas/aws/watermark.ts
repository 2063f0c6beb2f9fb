import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { watermarkKey } from './ledger-rows.ts';

/** Until when the sweep has looked at everything, in the ledger table. */
export const createWatermark = (dynamo: DynamoDBDocumentClient, table: string) => ({
  async get(): Promise<Date | undefined> {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: watermarkKey, ConsistentRead: true }));
    return Item === undefined ? undefined : new Date(String(Item.time));
  },
  async set(time: Date): Promise<void> {
    await dynamo.send(new PutCommand({ TableName: table, Item: { ...watermarkKey, time: time.toISOString() } }));
  },
});
