import { compact } from '../../compact.ts';
import { sha256 } from '../mail/identity.ts';
import type { AuditEvent } from './audit-event.ts';

// The audit trail is one chain of lines for each shard. A shard is a table: the trail has one for the ledger, one for consent and
// one for the configuration. Lines lie in segments, which are objects that are written once; the segments of a day are
// numbered. Each line has the hash of the line before it and its own text, also over the borders of segments and days.

/** The place of a segment: shard, day and number within the day, from 0. */
export interface SegmentPlace {
  readonly shard: string;
  /** As in `2026-12-01`. */
  readonly day: string;
  readonly number: number;
}

/** The last line of a segment, to which the next one is joined. */
export interface ChainHead extends SegmentPlace {
  /** The hash of its last line. */
  readonly hash: string;
  /** Entries of the shard up to here. */
  readonly entries: number;
  /** The day that follows: then this segment is the last of its day. */
  readonly next?: string;
}

/** The first line of a segment. */
export interface SegmentHeader extends SegmentPlace {
  readonly schema: 'audit-segment/1';
  /** The segment before it; absent in the first one of the shard. */
  readonly previous?: Pick<ChainHead, 'day' | 'number' | 'hash'>;
  /** Entries of the shard before this segment. */
  readonly before: number;
  /** Entries of this segment. */
  readonly count: number;
  /** Set in the last segment of a day, which has no entries. */
  readonly next?: string;
  /** The last segments of other shards that the writer knew: who cuts off the end of one shard must change the others as well. */
  readonly heads?: ReadonlyArray<Pick<ChainHead, 'shard' | 'day' | 'number' | 'hash'>>;
}

/** A segment, ready to be written. */
export interface NewSegment {
  readonly place: SegmentPlace;
  readonly text: string;
  readonly head: ChainHead;
}

/** The hash before the first line of a shard. */
export const genesis = '0'.repeat(64);

/** The hash of a line: of the hash before it, and of its text. */
export const lineHash = (before: string, json: string): string => sha256(before, json);

const lineStart = '{"hash":"';
const lineMiddle = '","line":';

/** One line of a segment: its hash, and the text that is hashed, byte for byte. */
interface ChainLine {
  readonly hash: string;
  readonly json: string;
}

const renderLine = ({ hash, json }: ChainLine): string => `${lineStart}${hash}${lineMiddle}${json}}`;

/** Reads a line; undefined for a text that is none. */
export function readLine(text: string): ChainLine | undefined {
  const middle = lineStart.length + genesis.length;
  const end = middle + lineMiddle.length;
  const isLine = text.startsWith(lineStart) && text.slice(middle, end) === lineMiddle && text.endsWith('}');
  return isLine ? { hash: text.slice(lineStart.length, middle), json: text.slice(end, -1) } : undefined;
}

/** The lines of a segment's text. */
export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** The place behind a head: in the same day, or the first of the day that follows a closed one. */
const placeAfter = ({ shard, day, number, next }: ChainHead): SegmentPlace =>
  next === undefined ? { shard, day, number: number + 1 } : { shard, day: next, number: 0 };

/** The day of the first segment of every shard, before any real one: two writers cannot begin a shard in two places. */
const dayOfBeginning = '1970-01-01';

/** Builds the segment with which a shard begins. It has no entries. @param next day of the first entries */
export const beginningOf = (shard: string, next: string): NewSegment =>
  build(undefined, { shard, day: dayOfBeginning, number: 0, next }, []);

/**
 * Builds the segment that follows a head. An entry that comes late goes into the day that is open.
 *
 * @param others the last segments of other shards
 */
export function segmentOf(
  head: ChainHead,
  events: readonly AuditEvent[],
  others: readonly ChainHead[] = [],
): NewSegment {
  const place = placeAfter(head);
  const heads = others.map(({ shard: other, day: on, number, hash }) => ({ shard: other, day: on, number, hash }));
  return build(head, compact({ ...place, heads: heads.length > 0 ? heads : undefined }), events);
}

/** Builds the segment that closes the day of a head, so that nobody can write into it any more. */
export const closingSegmentOf = (head: ChainHead, next: string): NewSegment =>
  build(head, { shard: head.shard, day: head.day, number: head.number + 1, next }, []);

function build(
  head: ChainHead | undefined,
  { shard, day, number, ...more }: SegmentPlace & Pick<SegmentHeader, 'next' | 'heads'>,
  events: readonly AuditEvent[],
): NewSegment {
  const before = head?.entries ?? 0;
  const header: SegmentHeader = compact({
    schema: 'audit-segment/1',
    shard,
    day,
    number,
    previous: head && { day: head.day, number: head.number, hash: head.hash },
    before,
    count: events.length,
    ...more,
  });
  let hash = head?.hash ?? genesis;
  const lines = [header, ...events.map((event, index) => sequenced(event, before + index))].map((value) => {
    const json = JSON.stringify(value);
    hash = lineHash(hash, json);
    return renderLine({ hash, json });
  });
  const place = { shard, day, number };
  return {
    place,
    text: `${lines.join('\n')}\n`,
    head: compact({ ...place, hash, entries: before + events.length, next: more.next }),
  };
}

const sequenced = (event: AuditEvent, sequence: number): AuditEvent => ({
  ...event,
  metadata: { ...event.metadata, sequence },
});

/** The content of a segment as a writer needs it. */
export interface ReadSegment {
  readonly header: SegmentHeader;
  readonly events: readonly AuditEvent[];
  readonly head: ChainHead;
}

/**
 * Reads a segment that a writer has put, without judging its hashes.
 *
 * @throws SyntaxError for a text that is no segment
 */
export function readSegment(text: string): ReadSegment {
  const lines = linesOf(text).map(readLine);
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined)
    throw new SyntaxError('the audit trail has a segment without a header');
  const header = JSON.parse(first.json) as SegmentHeader;
  const events = lines.slice(1).map((line) => JSON.parse(line?.json ?? '') as AuditEvent);
  const { shard, day, number, before, next } = header;
  return {
    header,
    events,
    head: compact({ shard, day, number, hash: last.hash, entries: before + events.length, next }),
  };
}
