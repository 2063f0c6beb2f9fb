import { createAuditSegments } from '../../aws/audit-segments.ts';
import { createCanaryFlight } from '../../aws/canary-flight.ts';
import { createDynamoConnectionGate } from '../../aws/dynamo-connection-gate.ts';
import { readIntegrations } from '../../aws/dynamo-control.ts';
import { createForwardings } from '../../aws/dynamo-forwardings.ts';
import { createDynamoParkedThreads } from '../../aws/dynamo-parked-threads.ts';
import { createLedgerReader } from '../../aws/ledger-reader.ts';
import { createS3MailStore } from '../../aws/s3-mail-store.ts';
import { optionalSetting } from '../../aws/settings.ts';
import type { StoragePlatform } from '../../aws/storage-platform.ts';
import { log } from '../../aws/telemetry.ts';
import { tenantKeysOf } from '../../aws/tenant-keys.ts';
import { createCloudWatch, createLambda } from '../../aws/watching-clients.ts';
import { createSweepTime } from '../../aws/watermark.ts';
import { canaryHealth } from '../../operations/canary-health.ts';
import { createConsoleHealth } from '../../operations/console-health.ts';
import { unreadableCredentials } from '../../operations/credential-problems.ts';
import { systemTxt } from '../../operations/own-domains.ts';
import { listParked } from '../../operations/parked-threads.ts';
import { fileOfTenant } from '../../operations/tenant-view.ts';
import { createHealthRoutes } from '../health.ts';
import type { ManageSettings } from '../settings.ts';

/** Wires the routes about the health of the pipeline. */
export function healthRoutesOf(platform: StoragePlatform, settings: ManageSettings) {
  const { dynamo, sqs, s3, environment, now, pause } = platform;
  const { ledgerTable, controlTable, mailBucket, attachmentsBucket, auditBucket } = settings;
  const integrations = () => readIntegrations(dynamo, controlTable);
  const parked = createDynamoParkedThreads(dynamo, ledgerTable);
  const reader = createLedgerReader(dynamo, ledgerTable);
  const buckets = { mail: mailBucket, attachments: attachmentsBucket };
  const { rawMails } = createS3MailStore(platform, buckets, tenantKeysOf(platform, controlTable));
  const { current: flight } = createCanaryFlight(platform, settings);
  const health = createConsoleHealth({
    integrations,
    gate: createDynamoConnectionGate(platform, ledgerTable),
    parked,
    reader,
    // Whoever looks at the health reads no mail: requests for forwarding are shown without their codes and links.
    store: { rawMails, getEvent: async () => undefined },
    forwardings: createForwardings(dynamo, ledgerTable).all,
    sweepTime: createSweepTime(dynamo, ledgerTable),
    trail: createAuditSegments(s3, auditBucket),
    queueClients: { sqs, lambda: createLambda(), cloudWatch: createCloudWatch() },
    // It calls no CRM: that is what the sinks do, with credentials of their own.
    adapterFor: async () => ({ kind: 'unknown' }),
    variable: (name) => environment[name],
    deniedCalls: async () => [],
    // On a laptop all credentials work.
    credentialProblems: (file) =>
      optionalSetting(environment, 'sandboxUrl') === undefined
        ? unreadableCredentials(file, { ...settings, region: environment.AWS_REGION ?? '' })
        : [],
    resolveTxt: systemTxt,
    canary: (at) => canaryHealth({ flight, reader }, at),
    now,
    pause,
    log,
  });
  return createHealthRoutes({
    health,
    parked: async (tenant, question) => listParked(parked, fileOfTenant(await integrations(), tenant), question),
  });
}
