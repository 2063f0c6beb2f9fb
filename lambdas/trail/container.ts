import { createAuditBus } from '../aws/audit-bus.ts';
import { createAuditSegments } from '../aws/audit-segments.ts';
import { optionalSetting, readSettings } from '../aws/settings.ts';
import { lambdaStoragePlatform, type StoragePlatform } from '../aws/storage-platform.ts';
import { toRowChange } from '../aws/stream-changes.ts';
import { createSubjectHash } from '../aws/subject-hash.ts';
import { log } from '../aws/telemetry.ts';
import { compact } from '../compact.ts';
import { auditScope } from '../domain/audit/pseudonym.ts';
import type { TrailShard } from '../domain/audit/row-change.ts';
import { normalizeAddress } from '../domain/mail/address.ts';
import { createAppendEntries } from './append-entries.ts';
import type { TrailDependencies } from './handler.ts';

/** Wires the audit trail once per cold start. */
export function createTrailContainer(platform: StoragePlatform = lambdaStoragePlatform()): TrailDependencies {
  const { environment, dynamo, s3, now, pause, random } = platform;
  const settings = readSettings(environment, ['auditBucket', 'ledgerTable', 'consentTable', 'controlTable']);
  const shards: ReadonlyMap<string, TrailShard> = new Map([
    [settings.ledgerTable, 'ledger'],
    [settings.consentTable, 'consent'],
    [settings.controlTable, 'control'],
  ]);
  const subjectHash = createSubjectHash(environment);
  const bus = optionalSetting(environment, 'auditBus');
  return compact({
    shardOf: (streamArn: string): TrailShard => {
      const shard = shards.get(tableOf(streamArn));
      if (shard === undefined) throw new Error('a stream of a table that the audit trail does not follow');
      return shard;
    },
    toChange: toRowChange,
    hashAddress: async () => {
      const hash = await subjectHash();
      return (address: string) => hash(auditScope, normalizeAddress(address));
    },
    append: createAppendEntries({ store: createAuditSegments(s3, settings.auditBucket), pause, random }),
    publish: bus === undefined ? undefined : createAuditBus(dynamo, bus),
    log,
    now,
  });
}

/** The table of a stream, as in `arn:aws:dynamodb:eu-west-1:111122223333:table/Ledger/stream/2026-12-01T00:00:00.000`. */
const tableOf = (streamArn: string): string => streamArn.split('/')[1] ?? '';
