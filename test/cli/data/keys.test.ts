import { destroyKey, makeKeysOf, shownKey } from '../../../cli/data/keys.ts';
import { writeIntegrations } from '../../../lambdas/aws/dynamo-control.ts';
import { listTenantKeys } from '../../../lambdas/aws/tenant-keys.ts';
import type { IntegrationsFile } from '../../../lambdas/domain/configuration/integration.ts';
import { env } from '../../../lambdas/env.ts';
import { anIntegration } from '../../helpers/builders.ts';
import { useTestDynamo } from '../../helpers/dynamo.ts';

const database = useTestDynamo();
const now = new Date('2026-11-20T09:00:00.000Z');
const none: IntegrationsFile = { connections: {}, integrations: [] };
const encrypting: IntegrationsFile = {
  connections: {},
  integrations: [anIntegration({ tenant: 'acme', encryptEvents: true }), anIntegration({ key: 'b', tenant: 'bolt' })],
};
const backend = () => ({
  dynamo: database().dynamo,
  controlTable: database().controlTable,
  isLocal: true,
  read: (name: string) => name,
  platform: { environment: { X: 'a secret', [env.addressKey]: 'env:X' }, now: () => now } as never,
});
const keys = async () =>
  (await listTenantKeys({ dynamo: database().dynamo, table: database().controlTable })).map(shownKey);

describe('postern data keys', () => {
  it('has a key for each tenant that asks for it, and destroys it for a person who says yes', async () => {
    await makeKeysOf(backend(), encrypting.integrations);
    await writeIntegrations(database().dynamo, database().controlTable, none, encrypting, 'laptop');

    expect(await keys()).toEqual([{ tenant: 'acme', state: 'in use', createdAt: now.toISOString() }]);
    // Mail of the tenant would wait for ever.
    await expect(destroyKey(backend(), 'acme', true)).rejects.toThrow('an integration of acme has encryptEvents');
    await writeIntegrations(database().dynamo, database().controlTable, encrypting, none, 'laptop');
    await expect(destroyKey(backend(), 'acme', false)).rejects.toThrow('nothing destroyed');
    expect(await destroyKey(backend(), 'acme', true)).toBe(true);
    expect(await destroyKey(backend(), 'acme', true)).toBe(false);
    expect(await keys()).toEqual([
      { tenant: 'acme', state: 'destroyed', createdAt: now.toISOString(), destroyedAt: now.toISOString() },
    ]);
  });

  it('makes none where no tenant asks for it', async () => {
    await makeKeysOf(
      {
        ...backend(),
        isLocal: false,
        read: () => {
          throw new Error('not asked');
        },
      },
      [anIntegration({ tenant: 'quiet' })],
    );

    expect((await keys()).map(({ tenant }) => tenant)).not.toContain('quiet');
  });
});
