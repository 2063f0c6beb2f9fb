import type { createAuditSegments } from '../aws/audit-segments.ts';
import { compact } from '../compact.ts';
import { ageInWords } from './queue-health.ts';

/** The parts of the trail's store that people's verbs read. */
export type TrailStore = Pick<ReturnType<typeof createAuditSegments>, 'days' | 'segments' | 'get'>;

/** How far the audit trail of the ledger is. */
export interface TrailHealth {
  /** When its newest segment was stored, ISO 8601 UTC; absent: there is none. */
  readonly newestAt?: string;
  /** How long the oldest known change has waited for it, in seconds; absent: none has. */
  readonly behindSeconds?: number;
}

/** The shard of the trail that every mail has an entry in. */
const shard = 'ledger';

/**
 * Compares the newest segment of the trail with the newest mail that the ledger has long had: in a quiet hour nothing joins the
 * trail, so its age alone says nothing.
 *
 * @param readAt when that mail was stored, ISO 8601 UTC; absent: there is none
 */
export async function checkTrail(trail: TrailStore, readAt: string | undefined, now: Date): Promise<TrailHealth> {
  const newestAt = await newestSegmentAt(trail);
  const isBehind = readAt !== undefined && (newestAt === undefined || newestAt < readAt);
  const behindSeconds = isBehind ? Math.floor((now.getTime() - Date.parse(readAt)) / 1000) : undefined;
  return compact({ newestAt, behindSeconds });
}

async function newestSegmentAt(trail: TrailStore): Promise<string | undefined> {
  const day = (await trail.days(shard)).at(-1);
  if (day === undefined) return undefined;
  const places = await Array.fromAsync(trail.segments(shard, day));
  const newest = places.at(-1);
  return newest && (await trail.get(newest))?.storedAt.toISOString();
}

/** The finding for people: a trail that lacks a mail which the ledger has. */
export const trailProblems = ({ newestAt, behindSeconds }: TrailHealth): string[] =>
  behindSeconds === undefined
    ? []
    : [
        `the audit trail ${newestAt === undefined ? 'has no entry' : `ends at ${newestAt}`}, and lacks a mail of ${ageInWords(behindSeconds)} ago: docs/runbook.md#audit-trail`,
      ];
