import type { Context } from 'aws-lambda';
import { createRedriveContainer } from '../../lambdas/redrive/container.ts';
import { namedSettings, scriptedPlatform } from '../helpers/scripted-platform.ts';

const time = { leaseMs: 60_000, leftMs: (): number => 60_000 };
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

describe('createRedriveContainer', () => {
  it('names every setting that is missing, also those of the delivery', () => {
    const make = (changes: Parameters<typeof namedSettings>[0]) => () =>
      createRedriveContainer(scriptedPlatform(namedSettings(changes)).platform);

    expect(make({ deliveriesDeadLetterQueueUrl: '' })).toThrow('missing environment: DELIVERIES_DEAD_LETTER_QUEUE_URL');
    expect(make({ consentTable: '' })).toThrow('missing environment: CONSENT_TABLE');
  });

  it('empties the dead-letter queue, lists the parked conversations, and records no run that did nothing', async () => {
    const { platform, toQueues, toTables } = scriptedPlatform(namedSettings());

    const report = await createRedriveContainer(platform).redrive({ actor: 'ada' }, time);

    expect(report).toEqual({ dryRun: false, collected: 0, found: 0, replayed: 0, skipped: 0, threads: [] });
    expect(toQueues[0]).toMatchObject({
      name: 'ReceiveMessageCommand',
      input: { QueueUrl: 'deliveriesDeadLetterQueueUrl' },
    });
    expect(toTables.filter(({ name }) => name === 'QueryCommand').map(({ input }) => input.TableName)).toContain(
      'ledgerTable',
    );
    expect(toTables.some(({ name }) => name === 'PutCommand')).toBe(false);
  });

  it('replays by the ledger, and records the replay under an action of its own', async () => {
    const { platform, toTables } = scriptedPlatform(namedSettings());
    const request = { replay: [{ eventId: 'evt_1', integration: 'sales' }], actor: 'ada' };

    await createRedriveContainer(platform).replay(request, {
      ...time,
      leftMs: () => context.getRemainingTimeInMillis(),
    });

    expect(toTables.at(-1)).toMatchObject({ name: 'PutCommand', input: { Item: { action: 'replay' } } });
  });
});
