import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createAuditLog } from '../../lambdas/aws/audit-log.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

describe('createAuditLog', () => {
  it('appends an entry under its day, and never writes over one', async () => {
    const { client: dynamo, sent } = scriptedClient<DynamoDBDocumentClient>();
    const append = createAuditLog({ dynamo, random: () => 0.5 }, 'T', 'redrive');

    await append({ dryRun: true }, { done: 2 }, new Date('2026-11-20T23:59:59.000Z'));

    expect(sent[0]?.input).toEqual({
      TableName: 'T',
      Item: {
        pk: 'AUDIT#2026-11-20',
        sk: '2026-11-20T23:59:59.000Z#i',
        action: 'redrive',
        request: { dryRun: true },
        result: { done: 2 },
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });
});
