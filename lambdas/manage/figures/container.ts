import { createDynamoConsentLedger } from '../../aws/dynamo-consent-ledger.ts';
import { createLedgerReader } from '../../aws/ledger-reader.ts';
import type { Platform } from '../../aws/platform.ts';
import { log } from '../../aws/telemetry.ts';
import { createCloudWatch } from '../../aws/watching-clients.ts';
import { createConsoleFigures } from '../../operations/console-figures.ts';
import { spanNames } from '../../operations/metric-series.ts';
import { countPending } from '../../operations/pending-count.ts';
import { createFigureRoutes } from '../figures.ts';
import type { ManageSettings } from '../settings.ts';

/** Wires the routes with figures. */
export function figureRoutesOf(platform: Platform, { ledgerTable, consentTable, stage }: ManageSettings) {
  const { dynamo, now, pause } = platform;
  const consent = createDynamoConsentLedger(platform, consentTable);
  const reader = createLedgerReader(dynamo, ledgerTable);
  const client = createCloudWatch();
  const pending = (at: Date) => countPending({ consent, reader }, at);
  return createFigureRoutes({ spans: spanNames, ...createConsoleFigures({ client, stage, pending, now, pause, log }) });
}
