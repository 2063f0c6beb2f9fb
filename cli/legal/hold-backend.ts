import { createAuditLog } from '../../lambdas/aws/audit-log.ts';
import { readIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import { createLegalHolds } from '../../lambdas/aws/dynamo-legal-holds.ts';
import { createThreadMerges } from '../../lambdas/aws/dynamo-thread-merges.ts';
import { createHoldKeeper } from '../../lambdas/aws/hold-keeper.ts';
import { lockAllVersions, noObjectLocks } from '../../lambdas/aws/object-locks.ts';
import { optionalSetting } from '../../lambdas/aws/settings.ts';
import { createSubjectHash } from '../../lambdas/aws/subject-hash.ts';
import { tenantKeysOf } from '../../lambdas/aws/tenant-keys.ts';
import { env } from '../../lambdas/env.ts';
import { connectBackend } from '../backend.ts';
import { createStoredMails } from './stored-mails.ts';
import type { TargetPorts } from './target.ts';

/** The stores that the verbs of legal holds work on. */
export function connectHolds() {
  const { platform, ledgerTable, controlTable, read, reader } = connectBackend();
  const { dynamo } = platform;
  const threadsTable = read(env.threadsTable);
  const buckets = { mail: read(env.mailBucket), attachments: read(env.attachmentsBucket) };
  read(env.addressKey);
  const hasObjectLock = optionalSetting(process.env, 'objectLock') !== undefined;
  const merges = createThreadMerges(dynamo, threadsTable);
  const target: TargetPorts = {
    tenants: async () => [
      ...new Set((await readIntegrations(dynamo, controlTable)).integrations.map(({ tenant }) => tenant)),
    ],
    mergesOf: (tenant, thread) => merges.of(tenant, thread),
    threadsOf: async (eventId) =>
      (await reader.event(eventId))?.deliveries.flatMap(({ threadKey, aliases = [] }) => [threadKey, ...aliases]),
  };
  return {
    platform,
    hasObjectLock,
    target,
    holds: createLegalHolds({ dynamo, table: controlTable }),
    stored: createStoredMails({
      platform,
      ledgerTable,
      controlTable,
      buckets,
      subjectHash: createSubjectHash(process.env),
      tenantKeys: tenantKeysOf(platform, controlTable),
    }),
    keeper: createHoldKeeper({
      ...platform,
      ledgerTable,
      threadsTable,
      mailBucket: buckets.mail,
      attachmentsBucket: buckets.attachments,
      setLocks: hasObjectLock ? lockAllVersions(platform.s3) : noObjectLocks,
    }),
    auditPlace: createAuditLog(platform, ledgerTable, 'hold-place'),
    auditRelease: createAuditLog(platform, ledgerTable, 'hold-release'),
  };
}

export type HoldBackend = ReturnType<typeof connectHolds>;
