import { createFeedWriter } from '../aws/dynamo-feed-writer.ts';
import { createEventReader } from '../aws/event-reader.ts';
import { createMailIndexWriter, type IndexMails } from '../aws/mail-index-writer.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { optionalSetting, readSettings } from '../aws/settings.ts';
import { createSubjectHash } from '../aws/subject-hash.ts';
import { log } from '../aws/telemetry.ts';
import { tenantKeysOf } from '../aws/tenant-keys.ts';
import type { FeedDependencies } from './handler.ts';

/** Wires the function once per cold start. */
export function createFeedContainer(platform: Platform = lambdaPlatform()): FeedDependencies {
  const { ledgerTable } = readSettings(platform.environment, ['ledgerTable']);
  const { now } = platform;
  return { append: createFeedWriter(platform, ledgerTable), index: indexOf(platform, ledgerTable), log, now };
}

/** The writer of the index; one that does nothing where the stage has no list of mails. */
function indexOf(platform: Platform, table: string): IndexMails {
  const { environment, getObject } = platform;
  if (optionalSetting(environment, 'mailIndex') === undefined) return async () => {};
  const { mailBucket, controlTable } = readSettings(environment, ['mailBucket', 'controlTable', 'addressKey']);
  return createMailIndexWriter({
    platform,
    table,
    subjectHash: createSubjectHash(environment),
    mail: createEventReader(getObject, mailBucket, tenantKeysOf(platform, controlTable)),
  });
}
