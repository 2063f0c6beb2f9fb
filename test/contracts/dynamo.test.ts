import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { contractOf, providers } from './providers.ts';
import { type Services, table } from './services.ts';

// Behaviour that the ledger relies on, by the DynamoDB documentation; simulation and local emulator must both have it.
// @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html

describe.each(providers)('DynamoDB, $name', ({ name, start }) => {
  const it = contractOf('DynamoDB', name);
  let services: Services;
  let tests = 0;
  let pk = '';
  beforeAll(async () => {
    services = await start();
  }, 30_000);
  afterAll(() => services.stop());
  beforeEach(() => {
    tests += 1;
    pk = `p${tests}`;
  });

  const put = (sk: string, attributes: object = {}, condition?: string) =>
    services.dynamo(
      new PutCommand({
        TableName: table,
        Item: { pk, sk, ...attributes },
        ...(condition !== undefined && { ConditionExpression: condition }),
      }),
    );
  const get = async (sk: string): Promise<Record<string, unknown> | undefined> =>
    (
      (await services.dynamo(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }))) as {
        Item?: never;
      }
    ).Item;
  const update = (sk: string, expressions: object) =>
    services.dynamo(new UpdateCommand({ TableName: table, Key: { pk, sk }, ...expressions }));
  const nameOf = (attempt: Promise<unknown>): Promise<string> =>
    attempt.then(
      () => 'done',
      (error: Error) => error.name,
    );

  it('refuses a write when its condition does not hold, and returns the item on request', async () => {
    await put('a', { lease: 5, state: 'pending' });

    const refused = (await update('a', {
      UpdateExpression: 'SET lease = :new',
      ConditionExpression: 'attribute_not_exists(lease) OR lease < :now',
      ExpressionAttributeValues: { ':new': 9, ':now': 5 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }).catch((error: unknown) => error)) as { name: string; Item?: unknown };

    expect(refused.name).toBe('ConditionalCheckFailedException');
    expect(refused.Item).toMatchObject({ lease: { N: '5' }, state: { S: 'pending' } });
    expect(await nameOf(put('a', {}, 'attribute_not_exists(pk)'))).toBe('ConditionalCheckFailedException');
    expect(await get('a')).toMatchObject({ lease: 5 });
  });

  it('treats an absent attribute as unequal to any value', async () => {
    await put('a');

    const set = (condition: string) =>
      update('a', {
        UpdateExpression: 'SET x = :x',
        ConditionExpression: condition,
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':x': 1, ':done': 'done' },
      });

    expect(await nameOf(set('#s = :done'))).toBe('ConditionalCheckFailedException');
    expect(await nameOf(set('#s <> :done'))).toBe('done');
  });

  it('compares with a list of values, and an absent attribute with none', async () => {
    await put('a', { who: 'x' });
    await put('b');

    const set = (sk: string, condition: string) =>
      update(sk, {
        UpdateExpression: 'SET seen = :x',
        ConditionExpression: condition,
        ExpressionAttributeValues: { ':x': 'x', ':y': 'y' },
      });

    expect(await nameOf(set('a', 'who IN (:y, :x)'))).toBe('done');
    expect(
      await nameOf(
        update('a', {
          UpdateExpression: 'SET seen = :y',
          ConditionExpression: 'who IN (:y)',
          ExpressionAttributeValues: { ':y': 'y' },
        }),
      ),
    ).toBe('ConditionalCheckFailedException');
    expect(await nameOf(set('b', 'who IN (:x, :y)'))).toBe('ConditionalCheckFailedException');
    expect(await nameOf(set('b', 'attribute_not_exists(who) OR who IN (:x, :y)'))).toBe('done');
  });

  it('updates numbers, sets, nested paths and absent attributes', async () => {
    await put('a', { steps: {}, people: new Set(['x']) });

    const { Attributes } = (await update('a', {
      UpdateExpression:
        'SET steps.#c = :step, since = if_not_exists(since, :now), tries = if_not_exists(tries, :none) + :one, notes = list_append(if_not_exists(notes, :empty), :entry) ADD fence :one, people :more REMOVE gone',
      ExpressionAttributeNames: { '#c': 'contact' },
      ExpressionAttributeValues: {
        ':step': { state: 'intent' },
        ':now': 't',
        ':none': 0,
        ':one': 1,
        ':more': new Set(['y']),
        ':empty': [],
        ':entry': ['x'],
      },
      ReturnValues: 'ALL_NEW',
    })) as { Attributes: Record<string, unknown> };

    expect(Attributes).toMatchObject({
      steps: { contact: { state: 'intent' } },
      since: 't',
      tries: 1,
      fence: 1,
      notes: ['x'],
    });
    expect([...(Attributes.people as Set<string>)].toSorted()).toEqual(['x', 'y']);
  });

  it('refuses a nested path when its parent does not exist', async () => {
    await put('a');

    const nested = { UpdateExpression: 'SET steps.contact = :v', ExpressionAttributeValues: { ':v': 1 } };

    expect(await nameOf(update('a', nested))).toBe('ValidationException');
  });

  it('creates an item by an update, if its condition allows an absent item', async () => {
    await update('new', { UpdateExpression: 'ADD version :one', ExpressionAttributeValues: { ':one': 1 } });

    expect(await get('new')).toEqual({ pk, sk: 'new', version: 1 });
  });

  it('writes a transaction as a whole or not at all, and reports the failing action', async () => {
    await put('there', { holder: 'me' });
    const write = (condition: string) =>
      services.dynamo(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName: table, Item: { pk, sk: 'one' } } },
            {
              Update: {
                TableName: table,
                Key: { pk, sk: 'there' },
                UpdateExpression: 'ADD waiting :one',
                ConditionExpression: condition,
                ExpressionAttributeValues: { ':one': 1 },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
            {
              ConditionCheck: {
                TableName: table,
                Key: { pk, sk: 'no' },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
          ],
        }),
      );

    const refused = (await write('attribute_not_exists(holder)').catch((error: unknown) => error)) as {
      name: string;
      CancellationReasons: Array<{ Code: string; Item?: unknown }>;
    };
    const before = await get('one');
    await write('attribute_exists(holder)');

    expect(refused.name).toBe('TransactionCanceledException');
    expect(refused.CancellationReasons.map(({ Code }) => Code)).toEqual(['None', 'ConditionalCheckFailed', 'None']);
    expect(refused.CancellationReasons[1]?.Item).toMatchObject({ holder: { S: 'me' } });
    expect(before).toBeUndefined();
    expect(await get('one')).toBeDefined();
    expect(await get('there')).toMatchObject({ waiting: 1 });
  });

  it('queries a partition in the order of the sort key, in pages', async () => {
    for (const sk of ['M#3', 'M#1', 'MARKER', 'M#2']) await put(sk);
    const query = (more: object = {}) =>
      services.dynamo(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ':prefix': 'M#' },
          ...more,
        }),
      ) as Promise<{ Items: Array<{ sk: string }>; LastEvaluatedKey?: Record<string, unknown> }>;

    const all = await query();
    const page = await query({ Limit: 2 });
    const rest = await query({ ExclusiveStartKey: page.LastEvaluatedKey });

    expect(all.Items.map(({ sk }) => sk)).toEqual(['M#1', 'M#2', 'M#3']);
    expect(page.Items.map(({ sk }) => sk)).toEqual(['M#1', 'M#2']);
    expect(rest.Items.map(({ sk }) => sk)).toEqual(['M#3']);
  });

  it('lists only items with the key of a sparse index, and filters after reading', async () => {
    const shard = `s-${pk}`;
    await put('late', { openShard: shard, at: '2' });
    await put('early', { openShard: shard, at: '1', lease: 9 });
    await put('none');
    const query = (more: object = {}) =>
      services.dynamo(
        new QueryCommand({
          TableName: table,
          IndexName: 'open',
          KeyConditionExpression: 'openShard = :shard AND #at < :before',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':shard': shard, ':before': '3', ...more },
          ...(Object.keys(more).length > 0 && { FilterExpression: 'attribute_not_exists(lease) OR lease < :now' }),
        }),
      ) as Promise<{ Items: Array<{ sk: string }> }>;

    const both = await query();
    const free = await query({ ':now': 5 });
    await update('late', { UpdateExpression: 'REMOVE openShard' });

    expect(both.Items.map(({ sk }) => sk)).toEqual(['early', 'late']);
    expect(free.Items.map(({ sk }) => sk)).toEqual(['late']);
    expect((await query()).Items.map(({ sk }) => sk)).toEqual(['early']);
  });

  it('reads and writes in batches, and rejects duplicate keys', async () => {
    const requests = ['a', 'b'].map((sk) => ({ PutRequest: { Item: { pk, sk } } }));
    await services.dynamo(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    const read = (...sks: string[]) =>
      services.dynamo(
        new BatchGetCommand({
          RequestItems: { [table]: { Keys: sks.map((sk) => ({ pk, sk })), ConsistentRead: true } },
        }),
      ) as Promise<{ Responses: Record<string, Array<{ sk: string }>> }>;

    const { Responses } = await read('a', 'b', 'missing');

    expect(Responses[table]?.map(({ sk }) => sk).toSorted()).toEqual(['a', 'b']);
    expect(await nameOf(read('a', 'a'))).toBe('ValidationException');
  });

  it('deletes under a condition', async () => {
    await put('m', { waiting: 1 });
    const remove = () =>
      services.dynamo(
        new DeleteCommand({
          TableName: table,
          Key: { pk, sk: 'm' },
          ConditionExpression: 'attribute_not_exists(pk) OR waiting <= :none',
          ExpressionAttributeValues: { ':none': 0 },
        }),
      );

    expect(await nameOf(remove())).toBe('ConditionalCheckFailedException');
    await update('m', { UpdateExpression: 'SET waiting = :none', ExpressionAttributeValues: { ':none': 0 } });
    expect(await nameOf(remove())).toBe('done');
    expect(await nameOf(remove())).toBe('done');
  });

  /** Tries a conditional update on an item with a set of two and a date (`full`), or on one with neither (`bare`). */
  async function tryUnder(sk: 'full' | 'bare', ConditionExpression: string, values: object): Promise<string> {
    await put('full', { seen: new Set(['a', 'b']), since: '2' });
    await put('bare');
    return nameOf(
      update(sk, {
        UpdateExpression: 'SET touched = :yes',
        ConditionExpression,
        ExpressionAttributeValues: { ':yes': true, ...values },
      }),
    );
  }
  const [done, refused] = ['done', 'ConditionalCheckFailedException'] as const;

  it('evaluates the size of a set, membership in a set, and a range with both ends included', async () => {
    const cases: ReadonlyArray<readonly [condition: string, values: object, answer: string]> = [
      ['size(seen) < :most', { ':most': 3 }, done],
      ['size(seen) < :most', { ':most': 2 }, refused],
      ['contains(seen, :id)', { ':id': 'b' }, done],
      ['contains(seen, :id)', { ':id': 'c' }, refused],
      ['since BETWEEN :from AND :to', { ':from': '2', ':to': '3' }, done],
      ['since BETWEEN :from AND :to', { ':from': '1', ':to': '2' }, done],
      ['since BETWEEN :from AND :to', { ':from': '3', ':to': '4' }, refused],
    ];

    for (const [condition, values, answer] of cases)
      expect([condition, values, await tryUnder('full', condition, values)]).toEqual([condition, values, answer]);
  });

  it('evaluates a condition on the size of an absent attribute as false', async () => {
    expect(await tryUnder('bare', 'size(seen) < :most', { ':most': 3 })).toBe(refused);
    expect(await tryUnder('bare', 'attribute_not_exists(seen) OR size(seen) < :most', { ':most': 3 })).toBe(done);
  });

  it('returns the replaced item, and nothing for a new one', async () => {
    const replace = (value: number) =>
      services.dynamo(
        new PutCommand({ TableName: table, Item: { pk, sk: 'r', value }, ReturnValues: 'ALL_OLD' }),
      ) as Promise<{ Attributes?: Record<string, unknown> }>;

    expect((await replace(1)).Attributes).toBeUndefined();
    expect((await replace(2)).Attributes).toEqual({ pk, sk: 'r', value: 1 });
  });

  it('refuses a transaction that touches an item twice', async () => {
    const twice = services.dynamo(
      new TransactWriteCommand({
        TransactItems: ['one', 'two'].map((value) => ({ Put: { TableName: table, Item: { pk, sk: 't', value } } })),
      }),
    );

    expect(await nameOf(twice)).toBe('ValidationException');
  });
});
