import type { AuditEvent } from '../domain/audit/audit-event.ts';
import {
  beginningOf,
  type ChainHead,
  closingSegmentOf,
  type NewSegment,
  type ReadSegment,
  readSegment,
  segmentOf,
} from '../domain/audit/chain.ts';
import type { SegmentStore } from '../domain/audit/segment-store.ts';
import { TransientError } from '../domain/errors.ts';

interface AppendDependencies {
  readonly store: SegmentStore;
  /** Waits for so many ms. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The end of a shard, as far as a writer has read it. */
interface KnownEnd {
  head: ChainHead | undefined;
  /** Ids of all entries in the segments that were stored at or after `since`. */
  readonly ids: Set<string>;
  /** The oldest segment that was read; undefined where there is none before it. */
  before: ReadSegment['header']['previous'];
  since: Date;
}

/** Entries of one batch of changes. */
export interface EntryBatch {
  readonly shard: string;
  readonly events: readonly AuditEvent[];
  /** When the oldest and the newest change happened, by the clock of the database. */
  readonly oldest: Date;
  readonly newest: Date;
}

/** Writers that meet again and again: more rounds than there are readers of a stream. */
const maxRounds = 40;
/** The clocks of database and object store differ by less. */
const clockMarginMs = 120_000;
/** More ids than that are forgotten, and read again when they are needed. */
const maxIds = 200_000;
const beginning = new Date(0);

/**
 * Appends entries to the chain of their shard, each once: a batch that is offered again, whole or in other parts, adds what is
 * missing. An entry can only be in a segment that was stored after its change happened; a writer reads back so far, once.
 *
 * Several writers may append to a shard at the same time. A segment is put only where none is, so that one of them wins; the
 * others read it, and go on behind it. A day is closed before the next begins, so that no writer adds to it later.
 */
export function createAppendEntries({ store, pause, random }: AppendDependencies) {
  const ends = new Map<string, KnownEnd>();

  return async function appendEntries({ shard, events, oldest, newest }: EntryBatch): Promise<number> {
    if (events.length === 0) return 0;
    const end = await knownEnd(store, ends, shard, oldest);
    const day = newest.toISOString().slice(0, 10);
    for (let round = 0; round < maxRounds; round += 1) {
      const fresh = events.filter(({ metadata }) => !end.ids.has(metadata.uid));
      if (fresh.length === 0) return 0;
      const segment = nextSegment(end.head, shard, day, fresh, headsBeside(ends, shard));
      if (await store.put(segment)) {
        addTo(end, readSegment(segment.text));
        if (segment.head.next === undefined) return fresh.length;
      } else {
        const other = await store.get(segment.place);
        // Whoever writes it at this moment has not finished.
        if (other === undefined) await pause(20 + random() * 80);
        else addTo(end, readSegment(other.text));
      }
    }
    throw new TransientError(`the end of the audit trail of ${shard} is contended`);
  };
}

/** The segment that a writer puts next: the beginning of a shard, the close of a day that is over, or one with the entries. */
function nextSegment(
  head: ChainHead | undefined,
  shard: string,
  day: string,
  events: readonly AuditEvent[],
  others: readonly ChainHead[],
): NewSegment {
  if (head === undefined) return beginningOf(shard, day);
  const isOver = head.next === undefined && day > head.day;
  return isOver ? closingSegmentOf(head, day) : segmentOf(head, events, others);
}

const headsBeside = (ends: ReadonlyMap<string, KnownEnd>, shard: string): ChainHead[] =>
  [...ends].flatMap(([other, { head }]) => (other === shard || head === undefined ? [] : [head]));

function addTo(end: KnownEnd, { events, head }: ReadSegment): void {
  for (const { metadata } of events) end.ids.add(metadata.uid);
  end.head = head;
}

/** The end of a shard, with all entries that may be those of a change at or after a time. */
async function knownEnd(
  store: SegmentStore,
  ends: Map<string, KnownEnd>,
  shard: string,
  oldest: Date,
): Promise<KnownEnd> {
  const kept = ends.get(shard);
  const end = kept === undefined || kept.ids.size > maxIds ? await readEnd(store, shard) : kept;
  ends.set(shard, end);
  const wanted = oldest.getTime() - clockMarginMs;
  while (end.since.getTime() > wanted) {
    if (end.before === undefined) {
      end.since = beginning;
      break;
    }
    const stored = await store.get({ shard, ...end.before });
    if (stored === undefined)
      throw new Error(`a segment of the audit trail is gone: ${shard}/${end.before.day}/${end.before.number}`);
    const { header, events } = readSegment(stored.text);
    for (const { metadata } of events) end.ids.add(metadata.uid);
    end.before = header.previous;
    end.since = stored.storedAt;
  }
  return end;
}

/** The newest segment of a shard. */
async function readEnd(store: SegmentStore, shard: string): Promise<KnownEnd> {
  const place = await store.last(shard);
  const stored = place && (await store.get(place));
  if (stored === undefined) return { head: undefined, ids: new Set(), before: undefined, since: beginning };
  const { header, events, head } = readSegment(stored.text);
  return {
    head,
    ids: new Set(events.map(({ metadata }) => metadata.uid)),
    before: header.previous,
    since: stored.storedAt,
  };
}
