import { createDynamoIntakeTokens } from '../../lambdas/aws/dynamo-intake-tokens.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const now = new Date('2026-11-20T12:00:00.000Z');

describe('createDynamoIntakeTokens', () => {
  it('accepts a token with the body that it came with first, for each source', async () => {
    const keep = createDynamoIntakeTokens(database().dynamo, database().consentTable);

    expect([
      await keep('a', 't', 'body', now),
      await keep('a', 't', 'body', now),
      await keep('a', 't', 'other', now),
      await keep('b', 't', 'other', now),
      await keep('a', 'u', 'other', now),
    ]).toEqual([true, true, false, true, true]);
  });

  it('accepts a token with one body, however many come at the same moment', async () => {
    const keep = createDynamoIntakeTokens(database().dynamo, database().consentTable);
    const results = await Promise.all(['1', '2', '3', '4', '5'].map((body) => keep('a', 'same', body, now)));

    expect(results.filter(Boolean)).toHaveLength(1);
  });
});
