// What sink and redrive share: the one way in which a delivery is made, wired once.
import { createDynamoControl } from './aws/dynamo-control.ts';
import { createDynamoLedger } from './aws/dynamo-ledger.ts';
import type { Platform } from './aws/platform.ts';
import { createS3MailStore } from './aws/s3-mail-store.ts';
import { readCredentials } from './aws/secrets.ts';
import { readSettings } from './aws/settings.ts';
import { createCrmRegistry } from './crm/registry.ts';
import { createDeliverEvent } from './domain/deliver-event.ts';
import type { CrmRegistry } from './domain/ports.ts';
import { env } from './env.ts';

/** Wires the delivery of events; `crm` replaces the vendors' own adapters in the simulation. */
export function createDelivery(platform: Platform, crm: CrmRegistry = vendorsOf(platform)) {
  const { environment, now, random } = platform;
  const settings = readSettings(environment, ['mailBucket', 'attachmentsBucket', 'ledgerTable', 'controlTable']);
  const ledger = createDynamoLedger(platform, settings.ledgerTable);
  const deliver = createDeliverEvent({
    ledger,
    mail: createS3MailStore(platform, { mail: settings.mailBucket, attachments: settings.attachmentsBucket }),
    control: createDynamoControl(platform.dynamo, settings.controlTable, () => now().getTime()),
    crm,
    now,
    random,
  });
  return { deliver, ledger, ledgerTable: settings.ledgerTable };
}

const vendorsOf = ({ environment, now }: Platform): CrmRegistry =>
  createCrmRegistry({
    readCredentials: (reference) => readCredentials(reference, environment),
    sandboxUrl: environment[env.sandboxUrl],
    now,
  });
