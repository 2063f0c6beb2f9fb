import { createDynamoTokenCache } from './aws/dynamo-token-cache.ts';
import { createHandOff } from './aws/hand-off.ts';
import type { Platform } from './aws/platform.ts';
import { readCredentials } from './aws/secrets.ts';
import { readSettings } from './aws/settings.ts';
import { compact } from './compact.ts';
import { createCrmRegistry } from './crm/registry.ts';
import type { CrmRegistry } from './domain/crm/crm-adapter.ts';
import type { ReadFile } from './domain/crm/crm-records.ts';
import { env } from './env.ts';

/**
 * The adapters of all vendors.
 *
 * @param readFile reads the bytes of attachments; only a delivery needs them
 */
export function vendorsOf(platform: Platform, readFile?: ReadFile): CrmRegistry {
  const { environment, serverNow, pause, random } = platform;
  const { ledgerTable } = readSettings(environment, ['ledgerTable']);
  return createCrmRegistry({
    readCredentials: (reference, isFresh) => readCredentials(reference, environment, isFresh),
    tokens: createDynamoTokenCache(platform, ledgerTable),
    handOff: createHandOff({ sqs: platform.sqs, dynamo: platform.dynamo, now: serverNow }),
    ...compact({ readFile }),
    sandboxUrl: environment[env.sandboxUrl],
    now: serverNow,
    pause,
    random,
  });
}
