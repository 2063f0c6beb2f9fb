import * as z from 'zod';
import { receivingRegions } from './receiving-regions.ts';
import { type Mistake, oneOf, strict, whole } from './stage-mistakes.ts';
import { readable } from './stage-places.ts';
import { arnOf, region } from './stage-schemas.ts';

/** The least time that AWS Backup keeps a backup in cold storage, in days. */
const coldDays = 90;

const vaultWanted = 'wants the ARN of a vault of AWS Backup in another region or account';

/** Daily backups of the tables and buckets. @see https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html */
export const backup = strict({
  /** Days that a backup is kept. */
  deleteAfterDays: whole(1, 36_500).default(35),
  /** Days after which a backup of a table moves to cold storage. Absent: never. */
  coldAfterDays: whole(1, 36_500).optional(),
  /** Whether the buckets are backed up, too. */
  buckets: z.boolean('wants true or false: whether the buckets are backed up, too').default(true),
  /** Whether nobody deletes a backup before its time: `governance` gives way to who may remove the lock, `compliance` to nobody. */
  lock: oneOf(['none', 'governance', 'compliance']).default('none'),
  /** A vault in another region or account that gets a copy of each backup. */
  copyTo: z
    .string(vaultWanted)
    .regex(/^arn:aws[a-z-]*:backup:[a-z0-9-]+:\d{12}:backup-vault:[\w-]{2,50}$/, vaultWanted)
    .optional(),
});

/** A region that gets copies of the secrets that must never change. */
export const secretReplica = strict({
  region: z.enum(receivingRegions, {
    error: `wants a region in which SES receives mail: ${receivingRegions.join(', ')}`,
  }),
  /** The key of that region under which the copy is encrypted. Absent: the account's aws/secretsmanager. */
  key: arnOf('kms', 'key/[\\w-]+', 'wants the ARN of a KMS key of that region, not of an alias').optional(),
});

/** Finds copies that cannot be made as they are asked for. */
export function findCopyMistakes(json: unknown): Mistake[] {
  const listed = z.object({
    region,
    backup: backup.optional().catch(undefined),
    secretReplicas: z.array(secretReplica).catch([]),
  });
  return readable(json, listed).flatMap(({ stage, region: own, backup: wanted, secretReplicas }) => [
    ...backupMistakes(stage, wanted),
    ...secretReplicas.flatMap((replica, index): Mistake[] => {
      const path = [stage, 'secretReplicas', index];
      if (replica.region === own)
        return [{ path: [...path, 'region'], message: `wants another region than ${own}, where the secrets are` }];
      if (secretReplicas.slice(0, index).some((earlier) => earlier.region === replica.region))
        return [{ path: [...path, 'region'], message: 'wants each region once' }];
      return replica.key !== undefined && replica.key.split(':')[3] !== replica.region
        ? [{ path: [...path, 'key'], message: `wants a key of ${replica.region}` }]
        : [];
    }),
  ]);
}

function backupMistakes(stage: string, wanted: z.infer<typeof backup> | undefined): Mistake[] {
  if (wanted === undefined) return [];
  const { deleteAfterDays, coldAfterDays } = wanted;
  const least = (coldAfterDays ?? 0) + coldDays;
  if (coldAfterDays === undefined || deleteAfterDays >= least) return [];
  const message = `wants ${least} or more: a backup stays in cold storage for ${coldDays} days at least`;
  return [{ path: [stage, 'backup', 'deleteAfterDays'], message }];
}
