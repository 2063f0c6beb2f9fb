import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { getRows, queryAll, queryPages, scanPages } from '../../lambdas/aws/dynamo-query.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

const pages = [
  { Items: [{ nth: 1 }, { nth: 2 }], LastEvaluatedKey: { pk: 'a' } },
  { Items: [], LastEvaluatedKey: { pk: 'b' } },
  { Items: [{ nth: 3 }] },
];
const nthOf = ({ nth }: Readonly<Record<string, unknown>>): number => Number(nth);
const clientOf = (...answers: object[]) => scriptedClient<DynamoDBDocumentClient>(...answers);

describe('reads of many rows', () => {
  it('goes on behind the last key until there is none', async () => {
    const { client: dynamo, sent } = clientOf(...pages);

    expect(await queryAll(dynamo, { TableName: 'T' }, nthOf)).toEqual([1, 2, 3]);
    expect(sent.map(({ name, input }) => [name, input.ExclusiveStartKey])).toEqual([
      ['QueryCommand', undefined],
      ['QueryCommand', { pk: 'a' }],
      ['QueryCommand', { pk: 'b' }],
    ]);
  });

  it.each([
    ['QueryCommand', queryPages],
    ['ScanCommand', scanPages],
  ] as const)('asks for no page of a %s before it is wanted', async (name, read) => {
    const { client: dynamo, sent } = clientOf(...pages);

    for await (const page of read(dynamo, { TableName: 'T' }, nthOf)) {
      expect(page).toEqual([1, 2]);
      break;
    }
    expect(sent).toEqual([{ name, input: { TableName: 'T' } }]);
  });

  it('reads a hundred keys at a time, and asks again for keys that were left unprocessed', async () => {
    const keys = Array.from({ length: 101 }, (_, nth) => ({ pk: `k${nth}` }));
    const { client: dynamo, sent } = clientOf(
      { Responses: { T: [{ nth: 1 }] }, UnprocessedKeys: { T: { Keys: [{ pk: 'k7' }] } } },
      { Responses: { T: [{ nth: 2 }, { nth: 3 }] } },
    );

    expect(await getRows({ dynamo, table: 'T' }, keys, nthOf)).toEqual([1, 2, 3]);
    expect(sent.map(({ input }) => input.RequestItems)).toEqual([
      { T: { Keys: keys.slice(0, 100), ConsistentRead: true } },
      { T: { Keys: [{ pk: 'k7' }, { pk: 'k100' }], ConsistentRead: true } },
    ]);
  });

  it('makes no call for no keys', async () => {
    const { client: dynamo, sent } = clientOf();

    expect(await getRows({ dynamo, table: 'T' }, [], nthOf)).toEqual([]);
    expect(sent).toEqual([]);
  });
});
