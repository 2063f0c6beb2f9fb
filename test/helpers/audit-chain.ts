import { type AuditEvent, baseOf } from '../../lambdas/domain/audit/audit-event.ts';
import {
  beginningOf,
  type ChainHead,
  closingSegmentOf,
  type NewSegment,
  segmentOf,
} from '../../lambdas/domain/audit/chain.ts';

/** An entry with an id. */
export const anAuditEvent = (uid: string): AuditEvent => ({
  ...baseOf(6003, { uid, time: Date.UTC(2026, 11, 1), shard: 'ledger' }, { code: 'test', activity: 1, message: uid }),
  actor: { user: { uid: 'arn:aws:iam::111122223333:user/ada', type_id: 1 } },
  api: { operation: 'test', service: { name: 'postern' } },
  src_endpoint: { name: 'test' },
  resources: [],
});

/** One day of a trail: the numbers of entries in each of its segments. */
type DayPlan = readonly number[];

/** The trail of a shard: its beginning, then days from 2026-12-01 on, each closed but the last. @param others mentioned in the last segment */
export function aTrail(shard: string, days: readonly DayPlan[], others: readonly ChainHead[] = []): NewSegment[] {
  const beginning = beginningOf(shard, '2026-12-01');
  const segments: NewSegment[] = [beginning];
  let head = beginning.head;
  const add = (segment: NewSegment): void => {
    segments.push(segment);
    head = segment.head;
  };
  for (const [index, plan] of days.entries()) {
    const day = `2026-12-${String(index + 1).padStart(2, '0')}`;
    if (index > 0) add(closingSegmentOf(head, day));
    for (const [number, count] of plan.entries()) {
      const isLast = index === days.length - 1 && number === plan.length - 1;
      const events = Array.from({ length: count }, (_, entry) => anAuditEvent(`${shard}-${day}-${number}-${entry}`));
      add(segmentOf(head, events, isLast ? others : []));
    }
  }
  return segments;
}
