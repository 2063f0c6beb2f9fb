import { PutObjectCommand } from '@aws-sdk/client-s3';
import { eraseSubject } from '../../cli/data/erase-subject.ts';
import { findSubject } from '../../cli/data/find-subject.ts';
import { planErasure } from '../../cli/data/plan-erasure.ts';
import { createDynamoConsentLedger } from '../../lambdas/aws/dynamo-consent-ledger.ts';
import { createDynamoControl } from '../../lambdas/aws/dynamo-control.ts';
import { createLegalHolds } from '../../lambdas/aws/dynamo-legal-holds.ts';
import { scanPages } from '../../lambdas/aws/dynamo-query.ts';
import { eventKey } from '../../lambdas/aws/event-reader.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { createObjectVersions } from '../../lambdas/aws/object-versions.ts';
import type { TableStore } from '../../lambdas/aws/row-kinds.ts';
import { readSettings } from '../../lambdas/aws/settings.ts';
import type { StoragePlatform } from '../../lambdas/aws/storage-platform.ts';
import { createSubjectHash } from '../../lambdas/aws/subject-hash.ts';
import { tenantKeysOf } from '../../lambdas/aws/tenant-keys.ts';
import { connectionsOf } from '../../lambdas/domain/configuration/integrations.ts';

/** A person whose data somebody erases, at a tenant. */
interface ErasureCall {
  readonly address: string;
  readonly tenant: string;
}

/** A person at the command line who erases another one, by the code of the command line. */
export function createEraser(platform: StoragePlatform): (call: ErasureCall) => Promise<'done'> {
  const { dynamo, s3, environment } = platform;
  const settings = readSettings(environment, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'threadsTable',
    'consentTable',
    'controlTable',
  ]);
  const tables: Readonly<Record<TableStore, string>> = {
    ledger: settings.ledgerTable,
    threads: settings.threadsTable,
    consent: settings.consentTable,
    control: settings.controlTable,
  };
  const buckets = { mail: settings.mailBucket, attachments: settings.attachmentsBucket };
  const stores = {
    versions: createObjectVersions(s3),
    buckets,
    tables,
    dynamo,
    reader: createLedgerReader(dynamo, tables.ledger),
    tenantKeys: tenantKeysOf(platform, tables.control),
    rowsOf: (store: TableStore) => scanPages(dynamo, { TableName: tables[store], ConsistentRead: true }, (row) => row),
  };
  const { list } = createLegalHolds({ dynamo, table: tables.control });
  return async ({ address, tenant }) => {
    const subjectFor = await createSubjectHash(environment)();
    const integrations = await createDynamoControl(dynamo, tables.control, () =>
      platform.now().getTime(),
    ).integrations();
    const own = integrations.filter((integration) => integration.tenant === tenant);
    const question = { address, tenant, connections: [...connectionsOf(own)], subjectFor };
    const findings = await findSubject(stores, question);
    const plan = planErasure(findings, {
      address,
      tenant,
      sharedMail: 'pseudonymize',
      holds: await list(),
      integrations,
    });
    const subject = subjectFor(tenant, address);
    const ports = {
      ...stores,
      holds: list,
      putEvent: async (event: { readonly eventId: string }) => {
        const Body = JSON.stringify(event);
        await s3.send(new PutObjectCommand({ Bucket: buckets.mail, Key: eventKey(event.eventId), Body }));
      },
      forget: () => createDynamoConsentLedger(platform, tables.consent).erase(tenant, subject),
    };
    await eraseSubject(ports, findings, plan, {
      address,
      alias: `erased-${subject.slice(0, 12)}@erased.invalid`,
      at: platform.serverNow(),
      keptSeconds: 400 * 86_400,
    });
    return 'done';
  };
}
