import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';

/** Whether DynamoDB refused a write because its condition did not hold. */
export const isConditionFailure = (error: unknown): boolean =>
  (error as Error).name === 'ConditionalCheckFailedException';

/**
 * One conditional UpdateItem, spelled by paths such as `steps.contact`.
 *
 * @returns a function that answers false when the condition failed
 */
export function createConditionalUpdate(dynamo: DynamoDBDocumentClient, table: string) {
  return async (
    Key: Record<string, string>,
    expressions: { set?: Record<string, unknown>; add?: Record<string, number>; remove?: string[]; condition: string },
    values: Record<string, unknown> = {},
  ): Promise<boolean> => {
    const { set = {}, add = {}, remove = [], condition } = expressions;
    const assignments = Object.keys(set).map((path) => `${nameOf(path)} = :${placeholder(path)}`);
    const additions = Object.keys(add).map((path) => `${nameOf(path)} :${placeholder(path)}`);
    const clauses = [
      assignments.length > 0 && `SET ${assignments.join(', ')}`,
      additions.length > 0 && `ADD ${additions.join(', ')}`,
      remove.length > 0 && `REMOVE ${remove.map(nameOf).join(', ')}`,
    ];
    const paths = [...Object.keys(set), ...Object.keys(add), ...remove];
    const names = [
      ...paths.flatMap((path) => path.split('.')),
      ...[...condition.matchAll(/#(\w+)/g)].map(([, name]) => name!),
    ];
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key,
          UpdateExpression: clauses.filter(Boolean).join(' '),
          ConditionExpression: condition,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(
              Object.entries({ ...set, ...add }).map(([path, value]) => [`:${placeholder(path)}`, value]),
            ),
            ...values,
          },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  };
}

const nameOf = (path: string): string =>
  path
    .split('.')
    .map((part) => `#${part}`)
    .join('.');
const placeholder = (path: string): string => path.replaceAll('.', '_');
