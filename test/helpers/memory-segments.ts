import type { NewSegment, SegmentPlace } from '../../lambdas/domain/audit/chain.ts';
import type { SegmentStore } from '../../lambdas/domain/audit/segment-store.ts';
import type { StoredSegment } from '../../lambdas/domain/audit/verify-chain.ts';

const nameOf = ({ shard, day, number }: SegmentPlace): string => `${shard}/${day}/${String(number).padStart(8, '0')}`;

/** A bucket with conditional puts. */
export interface MemorySegments extends SegmentStore {
  /** The segments of a shard, in the order of their names. */
  stored(shard: string): StoredSegment[];
  /** Requests so far, by name. */
  readonly calls: string[];
}

/**
 * @param now the clock of the store
 * @param around called before and after each request with its name; what it throws, the request throws
 */
export function memorySegments(
  now: () => Date,
  around: (request: string, when: 'before' | 'after') => Promise<void> | void = () => {},
): MemorySegments {
  const objects = new Map<string, StoredSegment & { readonly storedAt: Date }>();
  const calls: string[] = [];
  const request = async <T>(name: string, act: () => T): Promise<T> => {
    calls.push(name);
    await around(name, 'before');
    const answer = act();
    await around(name, 'after');
    return answer;
  };
  const stored = (shard: string): StoredSegment[] =>
    [...objects]
      .filter(([, { place }]) => place.shard === shard)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { place, text }]) => ({ place, text }));
  return {
    calls,
    stored,
    last: (shard) => request('last', () => stored(shard).at(-1)?.place),
    get: (place) => request('get', () => objects.get(nameOf(place))),
    put: ({ place, text }: NewSegment) =>
      request('put', () => {
        if (objects.has(nameOf(place))) return false;
        objects.set(nameOf(place), { place, text, storedAt: now() });
        return true;
      }),
  };
}
