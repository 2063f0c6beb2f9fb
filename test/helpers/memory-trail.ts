import type { NewSegment } from '../../lambdas/domain/audit/chain.ts';
import type { TrailStore } from '../../lambdas/operations/trail-health.ts';

/** A trail of these segments, as people's verbs read it. */
export const memoryTrail = (segments: readonly Pick<NewSegment, 'place' | 'text'>[]): TrailStore => ({
  days: async (shard) => [
    ...new Set(segments.filter(({ place }) => place.shard === shard).map(({ place }) => place.day)),
  ],
  async *segments(shard, day) {
    for (const { place } of segments) if (place.shard === shard && place.day === day) yield place;
  },
  async get({ shard, day, number }) {
    const found = segments.find(({ place }) => place.shard === shard && place.day === day && place.number === number);
    return found && { text: found.text, storedAt: new Date(0) };
  },
});
