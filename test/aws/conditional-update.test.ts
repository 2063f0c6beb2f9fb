import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type UpdateParts, updateIf } from '../../lambdas/aws/conditional-update.ts';
import { awsError, canceledTransaction, scriptedClient } from '../helpers/scripted-client.ts';

const key = { pk: 'P', sk: 'S' };
const clientOf = (...answers: object[]) => scriptedClient<DynamoDBDocumentClient>(...answers);

describe('updateIf', () => {
  it.each<[string, UpdateParts, string, Record<string, string>, Record<string, unknown>]>([
    [
      'sets attributes, also inside a map',
      { set: { state: 'done', 'steps.contact': 1 }, condition: '#fence = :fence' },
      'SET #state = :state, #steps.#contact = :steps_contact',
      { '#state': 'state', '#steps': 'steps', '#contact': 'contact', '#fence': 'fence' },
      { ':state': 'done', ':steps_contact': 1, ':fence': 3 },
    ],
    [
      'sets an attribute only where it is absent',
      { setOnce: { since: 't' }, condition: '#fence = :fence' },
      'SET #since = if_not_exists(#since, :since)',
      { '#since': 'since', '#fence': 'fence' },
      { ':since': 't', ':fence': 3 },
    ],
    [
      'adds and removes',
      { add: { attempts: 1 }, remove: ['leaseUntil', 'reason'], condition: '#fence = :fence' },
      'ADD #attempts :attempts REMOVE #leaseUntil, #reason',
      { '#attempts': 'attempts', '#leaseUntil': 'leaseUntil', '#reason': 'reason', '#fence': 'fence' },
      { ':attempts': 1, ':fence': 3 },
    ],
  ])('%s', async (_, parts, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues) => {
    const { client: dynamo, sent } = clientOf();

    expect(await updateIf({ dynamo, table: 'T' }, key, parts, { ':fence': 3 })).toBe(true);
    expect(sent).toEqual([
      {
        name: 'UpdateCommand',
        input: {
          TableName: 'T',
          Key: key,
          UpdateExpression,
          ConditionExpression: '#fence = :fence',
          ExpressionAttributeNames,
          ExpressionAttributeValues,
        },
      },
    ]);
  });

  const parts = { set: { state: 'done' }, condition: 'attribute_exists(pk)' };
  const beside = { TableName: 'T', Item: { pk: 'B' } };

  it('writes a row beside it in the same call', async () => {
    const { client: dynamo, sent } = clientOf();

    expect(await updateIf({ dynamo, table: 'T' }, key, parts, {}, beside)).toBe(true);
    expect(sent).toMatchObject([
      { name: 'TransactWriteCommand', input: { TransactItems: [{ Update: { Key: key } }, { Put: beside }] } },
    ]);
  });

  it.each([
    ['alone', awsError('ConditionalCheckFailedException'), undefined],
    ['in a transaction', canceledTransaction('ConditionalCheckFailed', 'None'), beside],
  ])('answers false when its condition fails %s', async (_, error, put) => {
    const { client: dynamo, sent } = clientOf(error);

    expect(await updateIf({ dynamo, table: 'T' }, key, parts, {}, put)).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it('goes on without the row beside it when another worker writes that row', async () => {
    const { client: dynamo, sent } = clientOf(canceledTransaction('None', 'TransactionConflict'));

    expect(await updateIf({ dynamo, table: 'T' }, key, parts, {}, beside)).toBe(true);
    expect(sent.map(({ name }) => name)).toEqual(['TransactWriteCommand', 'UpdateCommand']);
  });

  it('fails with any other error', async () => {
    const { client: dynamo } = clientOf(awsError('ThrottlingException'));

    await expect(updateIf({ dynamo, table: 'T' }, key, parts)).rejects.toThrow('ThrottlingException');
  });
});
