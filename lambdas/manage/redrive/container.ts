import { readIntegrations } from '../../aws/dynamo-control.ts';
import { createInvoke } from '../../aws/invoke-function.ts';
import type { Platform } from '../../aws/platform.ts';
import { createLambda } from '../../aws/watching-clients.ts';
import { createRedriveRoute } from '../redrive.ts';
import type { ManageSettings } from '../settings.ts';

/** Wires the route that tries again what waits. */
export function redriveRouteOf({ dynamo, pause }: Platform, { controlTable, redriveFunction }: ManageSettings) {
  const invoke = createInvoke(createLambda(), () => redriveFunction);
  return createRedriveRoute({
    integrations: async () => (await readIntegrations(dynamo, controlTable)).integrations,
    redrive: (request) => invoke('redrive', request),
    pause,
  });
}
