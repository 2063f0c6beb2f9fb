import { createDynamoControl } from '../../lambdas/aws/dynamo-control.ts';
import { createDynamoIntakeTokens } from '../../lambdas/aws/dynamo-intake-tokens.ts';
import { startTestDynamo, type TestDynamo } from '../helpers/dynamo.ts';

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

const now = new Date('2026-11-20T12:00:00.000Z');

describe('the control table', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', ''])(
    'knows no source and no connection %j',
    async (name) => {
      const control = createDynamoControl(database.dynamo, database.controlTable, () => now.getTime());

      expect(await control.intake(name)).toBeUndefined();
      expect(await control.connection(name)).toBeUndefined();
    },
  );
});

describe('tokens of webhooks', () => {
  it('hold for the body that they came with first, for each source', async () => {
    const keep = createDynamoIntakeTokens(database.dynamo, database.consentTable);

    expect([
      await keep('a', 't', 'body', now),
      await keep('a', 't', 'body', now),
      await keep('a', 't', 'other', now),
      await keep('b', 't', 'other', now),
      await keep('a', 'u', 'other', now),
    ]).toEqual([true, true, false, true, true]);
  });

  it('hold for one body, however many come at the same moment', async () => {
    const keep = createDynamoIntakeTokens(database.dynamo, database.consentTable);
    const kept = await Promise.all(['1', '2', '3', '4', '5'].map((body) => keep('a', 'same', body, now)));

    expect(kept.filter(Boolean)).toHaveLength(1);
  });
});
