import { createAuditSegments } from '../lambdas/aws/audit-segments.ts';
import type { SegmentPlace } from '../lambdas/domain/audit/chain.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env } from '../lambdas/env.ts';
import type { TrailStore } from '../lambdas/operations/trail-health.ts';
import type { Backend } from './backend.ts';

/** The audit trail of the pipeline that the command line works on. */
export const trailOf = ({ platform, read }: Pick<Backend, 'platform' | 'read'>): TrailStore =>
  createAuditSegments(platform.s3, read(env.auditBucket));

/** The text of a segment that the list has named. @throws ConfigError when it has gone since */
export async function textOfSegment(store: TrailStore, place: SegmentPlace): Promise<string> {
  const stored = await store.get(place);
  if (stored !== undefined) return stored.text;
  const { shard, day, number } = place;
  throw new ConfigError(`segment ${shard}/${day}/${number} of the audit trail went while it was read: try again`);
}
