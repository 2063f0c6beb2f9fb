import { createAuditLog } from '../../lambdas/aws/audit-log.ts';
import { readIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import { createKeyWrap } from '../../lambdas/aws/key-wrap.ts';
import { destroyTenantKey, listTenantKeys, makeTenantKeys, type TenantKeyRow } from '../../lambdas/aws/tenant-keys.ts';
import { compact } from '../../lambdas/compact.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import { encryptingTenants } from '../../lambdas/domain/configuration/sealing-tenants.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { deploymentEnv } from '../../lambdas/env.ts';
import { actorOf } from '../actor.ts';
import { type Backend, connectBackend } from '../backend.ts';
import { printJson, printLines } from '../output.ts';

/** Where the keys of tenants are, for the verbs. */
type KeyBackend = Pick<Backend, 'dynamo' | 'controlTable' | 'platform' | 'isLocal' | 'read'>;

const keyTable = ({ dynamo, controlTable }: KeyBackend) => ({ dynamo, table: controlTable });

/** Makes the keys of tenants that want their events encrypted and have none. */
export async function makeKeysOf(backend: KeyBackend, integrations: readonly Integration[]): Promise<void> {
  const tenants = encryptingTenants(integrations);
  if (tenants.length === 0) return;
  const { dynamo, platform, isLocal, read } = backend;
  const keyArn = isLocal ? undefined : read(deploymentEnv.keyArn);
  const wrap = createKeyWrap({ dynamo, environment: platform.environment, keyArn });
  await makeTenantKeys(keyTable(backend), wrap, tenants, platform.now());
}

/** A key of a tenant, without the key. */
interface ShownKey {
  readonly tenant: string;
  readonly state: 'in use' | 'destroyed';
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** ISO 8601 UTC. */
  readonly destroyedAt?: string;
}

/** A key as the command line shows it. */
export const shownKey = ({ tenant, wrappedKey, createdAt, destroyedAt }: TenantKeyRow): ShownKey =>
  compact({
    tenant,
    state: wrappedKey === undefined ? 'destroyed' : 'in use',
    createdAt,
    destroyedAt,
  });

export async function runListKeys({ json = false }: { json?: boolean }): Promise<void> {
  const keys = (await listTenantKeys(keyTable(connectBackend()))).map(shownKey);
  if (json) {
    for (const key of keys) printJson(key);
    return;
  }
  printLines(
    keys.length === 0
      ? ['no tenant has a key of its own; encryptEvents in integrations.yaml asks for one']
      : keys.map(({ tenant, state, createdAt, destroyedAt }) =>
          [tenant, state, `made ${createdAt}`, ...(destroyedAt === undefined ? [] : [`destroyed ${destroyedAt}`])].join(
            '  ',
          ),
        ),
  );
}

interface DestroyOptions {
  readonly tenant: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export async function runDestroyKey({ tenant, yes = false, json = false }: DestroyOptions): Promise<void> {
  const backend = connectBackend();
  const actor = await actorOf(backend.platform);
  const isDestroyed = await destroyKey(backend, tenant, yes);
  const audit = createAuditLog(backend.platform, backend.ledgerTable, 'data-keys-destroy');
  if (isDestroyed) await audit({ actor, tenant }, { destroyed: true }, backend.platform.now());
  process.exitCode = isDestroyed ? 0 : 1;
  if (json) printJson({ tenant, destroyed: isDestroyed });
  else
    printLines([
      isDestroyed
        ? `destroyed the key of ${tenant}: no function opens its events after five minutes. Copies of the control table keep the key ` +
          'until they expire: point-in-time recovery for 35 days, and backups'
        : `${tenant} has no key`,
    ]);
}

/**
 * Destroys the key of a tenant, and with it the stored events.
 *
 * @param isConfirmed whether somebody has said yes
 * @returns whether there was a key
 * @throws ConfigError without a yes, or while an integration still stores events of the tenant under the key
 */
export async function destroyKey(backend: KeyBackend, tenant: string, isConfirmed: boolean): Promise<boolean> {
  const { integrations } = await readIntegrations(backend.dynamo, backend.controlTable);
  if (encryptingTenants(integrations).includes(tenant)) {
    throw new ConfigError(
      `an integration of ${tenant} has encryptEvents: its mail would wait without a key. Take its integrations out first, with postern routes apply`,
    );
  }
  if (!isConfirmed)
    throw new ConfigError(
      `nothing destroyed: the stored events of ${tenant} cannot be read any more; to do it, add --yes`,
    );
  return destroyTenantKey(keyTable(backend), tenant, backend.platform.now());
}
