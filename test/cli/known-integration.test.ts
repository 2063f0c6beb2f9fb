import { checkIntegrationName } from '../../cli/known-integration.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { anIntegration } from '../helpers/builders.ts';

/** A control table that holds these integrations. */
const aTable = (...keys: readonly string[]) => {
  const send = async ({ input }: { input: { ExpressionAttributeValues?: Record<string, unknown> } }) => ({
    Items:
      input.ExpressionAttributeValues?.[':pk'] === 'INTEGRATION'
        ? keys.map((key) => ({ sk: key, value: anIntegration({ key }) }))
        : [],
  });
  return { dynamo: { send } as never, controlTable: 'control' };
};

describe('checkIntegrationName', () => {
  it.each([undefined, 'sales'])('accepts %s', async (name) => {
    await expect(checkIntegrationName(aTable('sales', 'support'), name)).resolves.toBeUndefined();
  });

  it.each([
    [['sales', 'support'], '--integration: found "deals", wants one of sales, support'],
    [[], '--integration: found "deals", wants one of (none is configured)'],
  ])('refuses a name that is not among %j', async (keys, message) => {
    const attempt = checkIntegrationName(aTable(...keys), 'deals');

    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(message);
  });
});
