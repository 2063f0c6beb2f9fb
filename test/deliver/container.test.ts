import { createDelivery } from '../../lambdas/deliver/container.ts';
import { namedSettings, scriptedPlatform } from '../helpers/scripted-platform.ts';

const message = {
  schema: 'delivery/1' as const,
  eventId: 'evt_1',
  integration: 'sales',
  threadKey: 't1',
  lane: 'conversation' as const,
};

describe('createDelivery', () => {
  it('names every setting that is missing', () => {
    const { platform } = scriptedPlatform(namedSettings({ tokenKeys: '', apiUrl: undefined }));

    expect(() => createDelivery(platform)).toThrow('missing environment: TOKEN_KEYS, API_URL');
  });

  it('ends a delivery that the ledger table lacks as dead', async () => {
    const { platform, toTables } = scriptedPlatform(namedSettings());
    const { deliver, ledgerTable } = createDelivery(platform);

    const result = await deliver(message as never, { isLast: false, leaseMs: 60_000 } as never);

    expect(result).toMatchObject({ kind: 'dead', reason: 'the ledger has no such delivery' });
    expect(toTables[0]).toMatchObject({ name: 'BatchGetCommand', input: { RequestItems: { ledgerTable: {} } } });
    expect(ledgerTable).toBe('ledgerTable');
  });

  it('delivers by the ledger of the simulation where one is given', async () => {
    const { platform, toTables } = scriptedPlatform(namedSettings());
    const loads: string[] = [];
    const ledger = {
      async load({ eventId }: { readonly eventId: string }) {
        loads.push(eventId);
        return {};
      },
    } as never;

    await createDelivery(platform, { ledger }).deliver(message as never, { isLast: false, leaseMs: 60_000 } as never);

    expect(loads).toEqual(['evt_1']);
    expect(toTables).toEqual([]);
  });

  it('hashes the keys of shared records in the ledger table', async () => {
    const { platform, toTables } = scriptedPlatform(namedSettings({ addressKey: 'env:KEY' }));
    Object.assign(platform.environment, { KEY: 'an address key of the tests' });

    await createDelivery(platform).ledger.records.forget('contact ada@customer.example');

    expect(toTables).toHaveLength(1);
    expect(JSON.stringify(toTables)).not.toContain('ada@customer.example');
  });
});
