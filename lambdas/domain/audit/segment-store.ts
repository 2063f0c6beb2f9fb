import type { NewSegment, SegmentPlace } from './chain.ts';

/** Where the segments of the trail lie: what is there is never written again. */
export interface SegmentStore {
  /** The newest segment of a shard; undefined for a shard without any. */
  last(shard: string): Promise<SegmentPlace | undefined>;
  /** A segment, and when the store took it by the store's own clock; undefined where none is. */
  get(place: SegmentPlace): Promise<{ readonly text: string; readonly storedAt: Date } | undefined>;
  /** Writes a segment. False: there is one at its place, or somebody writes one at this moment. */
  put(segment: NewSegment): Promise<boolean>;
}
