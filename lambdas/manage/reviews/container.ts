import { readIntegrations } from '../../aws/dynamo-control.ts';
import { createReviews } from '../../aws/dynamo-reviews.ts';
import { createLedgerReader } from '../../aws/ledger-reader.ts';
import { createS3MailStore } from '../../aws/s3-mail-store.ts';
import { optionalSetting } from '../../aws/settings.ts';
import type { StoragePlatform } from '../../aws/storage-platform.ts';
import { log } from '../../aws/telemetry.ts';
import { tenantKeysOf } from '../../aws/tenant-keys.ts';
import { createConsoleReviews } from '../../operations/console-reviews.ts';
import { createReviewRoutes } from '../reviews.ts';
import type { ManageSettings } from '../settings.ts';

/** Wires the routes about reviews. */
export function reviewRoutesOf(platform: StoragePlatform, settings: ManageSettings) {
  const { dynamo, environment, now, pause } = platform;
  const { ledgerTable, controlTable, mailBucket, attachmentsBucket } = settings;
  const buckets = { mail: mailBucket, attachments: attachmentsBucket };
  return createReviewRoutes({
    ...createConsoleReviews({
      store: createS3MailStore(platform, buckets, tenantKeysOf(platform, controlTable)),
      reader: createLedgerReader(dynamo, ledgerTable),
      reviews: createReviews(dynamo, ledgerTable, environment),
      integrations: () => readIntegrations(dynamo, controlTable),
      // On a laptop there are few mails, and each may be looked at.
      percent: optionalSetting(environment, 'sandboxUrl') === undefined ? 1 : 100,
      now,
      pause,
      log,
    }),
    now,
  });
}
