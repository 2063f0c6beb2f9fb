import type { Platform } from '../../lambdas/aws/platform.ts';
import { createFeedContainer } from '../../lambdas/feed/container.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

describe('createFeedContainer', () => {
  it('names a setting that is missing', () => {
    expect(() => createFeedContainer({ environment: {} } as unknown as Platform)).toThrow('LEDGER_TABLE');
  });

  it('writes to the ledger table', async () => {
    const { client, sent } = scriptedClient<Platform['dynamo']>({});
    const platform = { environment: { LEDGER_TABLE: 'ledger' }, dynamo: client, now: () => new Date(0) };
    const { append } = createFeedContainer(platform as unknown as Platform);
    await append('acme', [
      { eventId: 'a', integration: 'sales', tenant: 'acme', threadKey: 't', lane: 'conversation', receivedAt: 'r' },
    ]);

    expect(JSON.stringify(sent)).toContain('"TableName":"ledger"');
    expect(sent).toHaveLength(1);
  });
});
