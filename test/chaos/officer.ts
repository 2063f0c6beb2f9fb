import { createStoredMails } from '../../cli/legal/stored-mails.ts';
import { putOnStored, takeOffStored } from '../../cli/legal/work.ts';
import { createLegalHolds } from '../../lambdas/aws/dynamo-legal-holds.ts';
import { createHoldKeeper } from '../../lambdas/aws/hold-keeper.ts';
import { lockAllVersions } from '../../lambdas/aws/object-locks.ts';
import { readSettings } from '../../lambdas/aws/settings.ts';
import type { StoragePlatform } from '../../lambdas/aws/storage-platform.ts';
import { createSubjectHash } from '../../lambdas/aws/subject-hash.ts';
import { tenantKeysOf } from '../../lambdas/aws/tenant-keys.ts';
import type { LegalHold } from '../../lambdas/domain/delivery/legal-hold.ts';

/** A call of a person who places or releases holds, by the code of the command line. */
type OfficerCall =
  | { readonly place: LegalHold /** Goes over all mail once more. */; readonly again?: boolean }
  | { readonly release: string };

/** In ms, as `postern holds legal` waits. */
const settleMs = 150_000;

/** A person at the command line: one call each, which may end at any point and is then made again. */
export function createOfficer(platform: StoragePlatform): (call: OfficerCall) => Promise<'done'> {
  const settings = readSettings(platform.environment, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'threadsTable',
    'controlTable',
  ]);
  const holds = createLegalHolds({ dynamo: platform.dynamo, table: settings.controlTable });
  const ports = {
    holds,
    stored: createStoredMails({
      platform,
      ...settings,
      buckets: { mail: settings.mailBucket, attachments: settings.attachmentsBucket },
      subjectHash: createSubjectHash(platform.environment),
      tenantKeys: tenantKeysOf(platform, settings.controlTable),
    }),
    keeper: createHoldKeeper({ ...platform, ...settings, setLocks: lockAllVersions(platform.s3) }),
    settle: async () => void (await platform.pause(settleMs)),
    onProgress: () => {},
  };
  return async (call) => {
    const id = 'place' in call ? call.place.id : call.release;
    if ('place' in call) await holds.add(call.place);
    else await holds.move(id, ['placing', 'placed'], 'releasing');
    const record = (await holds.records()).find(({ hold }) => hold.id === id);
    // It was released by an earlier call whose answer was lost.
    if (record === undefined) return 'done';
    const { hold, progress } = record;
    if ('place' in call && hold.state !== 'placing' && call.again !== true) return 'done';
    await ('place' in call ? putOnStored(ports, hold, progress) : takeOffStored(ports, hold, progress));
    return 'done';
  };
}
