import { dynamoCalls } from '../../../local/iam/dynamo-calls.ts';

const table = (name: string): string => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;
const item = (operation: string, resource: string) => ({
  action: `dynamodb:${operation}`,
  resource,
  keyUse: ['Decrypt'],
});

describe('the calls of a DynamoDB request', () => {
  it.each(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'])('are one for %s', (operation) => {
    expect(dynamoCalls(operation, { TableName: 'Ledger' })).toEqual([item(operation, table('Ledger'))]);
  });

  it.each([
    ['Query', { TableName: 'T', IndexName: 'pending' }, [item('Query', `${table('T')}/index/pending`)]],
    ['GetItem', { TableName: table('T') }, [item('GetItem', table('T'))]],
    [
      'BatchGetItem',
      { RequestItems: { A: {}, B: {} } },
      [item('BatchGetItem', table('A')), item('BatchGetItem', table('B'))],
    ],
    ['BatchWriteItem', { RequestItems: { A: [] } }, [item('BatchWriteItem', table('A'))]],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'A' } },
          { Update: { TableName: 'B' } },
          { Delete: { TableName: 'A' } },
          { ConditionCheck: { TableName: 'C' } },
        ],
      },
      [
        item('PutItem', table('A')),
        item('UpdateItem', table('B')),
        item('DeleteItem', table('A')),
        item('ConditionCheckItem', table('C')),
      ],
    ],
    ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'A' } }] }, [item('GetItem', table('A'))]],
    ['ListTables', {}, [{ action: 'dynamodb:ListTables', resource: '*' }]],
    ['DescribeTable', { TableName: 'A' }, [{ action: 'dynamodb:DescribeTable', resource: table('A') }]],
  ])('are known for %s of %j', (operation, body, calls) => {
    expect(dynamoCalls(operation, body)).toEqual(calls);
  });

  it.each(['ExecuteStatement', '', 'toString'])('are not known for %j', (operation) => {
    expect(dynamoCalls(operation, { TableName: 'A' })).toBeUndefined();
  });

  it.each([undefined, null, 'text', []])('are for no table when the body is %j', (body) => {
    expect(dynamoCalls('GetItem', body)).toEqual([item('GetItem', table(''))]);
  });
});

it.each([
  ['TransactWriteItems', { TransactItems: [{ Rename: { TableName: 'T' } }] }],
  ['TransactWriteItems', {}],
])('does not know %s with %j', (operation, body) => {
  expect(dynamoCalls(operation, body)).toBeUndefined();
});
