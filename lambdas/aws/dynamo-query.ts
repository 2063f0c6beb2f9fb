import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';

/** The pages of a query, each when it is asked for. */
export async function* queryPages<T>(
  dynamo: DynamoDBDocumentClient,
  input: ConstructorParameters<typeof QueryCommand>[0],
): AsyncGenerator<T[]> {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.send(new QueryCommand({ ...input, ...compact({ ExclusiveStartKey: start }) }));
    yield (page.Items ?? []) as T[];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

/** Every row of a query. */
export async function queryAll<T>(
  dynamo: DynamoDBDocumentClient,
  input: ConstructorParameters<typeof QueryCommand>[0],
): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of queryPages<T>(dynamo, input)) rows.push(...page);
  return rows;
}
