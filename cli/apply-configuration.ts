import { createAuditLog } from '../lambdas/aws/audit-log.ts';
import { writeIntegrations } from '../lambdas/aws/dynamo-control.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { actorOf } from './actor.ts';
import type { Backend } from './backend.ts';

/**
 * Writes integrations in the name of the caller, and records it.
 *
 * @param changes the entries that change, as in `change integration sales`
 */
export async function applyConfiguration(
  {
    platform,
    dynamo,
    controlTable,
    ledgerTable,
  }: Pick<Backend, 'platform' | 'dynamo' | 'controlTable' | 'ledgerTable'>,
  before: IntegrationsFile,
  after: IntegrationsFile,
  changes: readonly string[],
): Promise<void> {
  const actor = await actorOf(platform);
  await writeIntegrations(dynamo, controlTable, before, after, actor);
  await createAuditLog(platform, ledgerTable, 'configuration')({ actor }, { changes }, new Date());
}
