import { createDynamoConnectionGate } from '../../aws/dynamo-connection-gate.ts';
import { readIntegrations } from '../../aws/dynamo-control.ts';
import { createDynamoParkedThreads } from '../../aws/dynamo-parked-threads.ts';
import type { Platform } from '../../aws/platform.ts';
import { log } from '../../aws/telemetry.ts';
import { createConsoleConfiguration } from '../../operations/console-configuration.ts';
import { createConfigurationRoutes } from '../configuration.ts';
import type { ManageSettings } from '../settings.ts';

/** Wires the routes about integrations. */
export function configurationRoutesOf(platform: Platform, { controlTable, ledgerTable }: ManageSettings) {
  const { dynamo, now, pause } = platform;
  return createConfigurationRoutes(
    createConsoleConfiguration({
      integrations: () => readIntegrations(dynamo, controlTable),
      gate: createDynamoConnectionGate(platform, ledgerTable),
      parked: createDynamoParkedThreads(dynamo, ledgerTable),
      adapterFor: async () => ({ kind: 'unknown' }),
      now,
      pause,
      log,
    }),
  );
}
