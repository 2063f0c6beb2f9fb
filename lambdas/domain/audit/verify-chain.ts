import { compact } from '../../compact.ts';
import { type ChainHead, genesis, linesOf, type SegmentHeader, type SegmentPlace } from './chain.ts';
import { checkEntries, follows, type Problem, type StoredLine, toStoredLine } from './segment-lines.ts';

/** A place where somebody tampered with the audit trail. */
export interface Tampering extends SegmentPlace {
  readonly problem: Problem;
  /** The line in the segment, from 1: the header is line 1. Absent where the segment as a whole is meant. */
  readonly line?: number;
  readonly detail: string;
}

/** A segment as it is stored, by the place that its name says. */
export interface StoredSegment {
  readonly place: SegmentPlace;
  readonly text: string;
}

/** The hash of a segment of another shard, as its writer knew it. */
interface Mention extends SegmentPlace {
  readonly hash: string;
  readonly by: SegmentPlace;
}

/**
 * Checks the segments of one shard, which are given in the order of their places. After a mistake it goes on from the hash
 * that is stored, so that most changes are one finding each.
 */
export class ShardCheck {
  readonly findings: Tampering[] = [];
  /** The segment that was checked last; an empty hash is unknown. */
  head: ChainHead | undefined;
  /** Hashes of the last lines, by place. */
  readonly hashes = new Map<string, string>();
  readonly mentions: Mention[] = [];
  /** Entries that the headers count. */
  entries = 0;
  private readonly isPartial: boolean;

  /** @param isPartial the check begins in the middle: the first segment is joined to one that is not checked */
  constructor(isPartial = false) {
    this.isPartial = isPartial;
  }

  add({ place, text }: StoredSegment): void {
    const [first, ...rest] = linesOf(text).map(toStoredLine);
    const header = first?.header;
    if (first === undefined || header === undefined) {
      this.report(place, 'altered', 'it has no header that can be read', 1);
      this.moveTo({ ...place, hash: '', entries: 0 });
      return;
    }
    if (this.head?.next !== undefined && place.day !== this.head.next) {
      this.report(place, 'inserted', `it stands behind the end of its day`);
      return;
    }
    this.checkHeader(place, first, header);
    const hash = checkEntries(first.hash ?? '', header, rest, (problem, detail, line) =>
      this.report(place, problem, detail, line),
    );
    this.moveTo(compact({ ...place, hash, entries: header.before + header.count, next: header.next }));
    this.entries += header.count;
    for (const mention of header.heads ?? []) this.mentions.push({ ...mention, by: place });
  }

  private moveTo(head: ChainHead): void {
    this.head = head;
    this.hashes.set(nameOf(head), head.hash);
  }

  private report(place: SegmentPlace, problem: Problem, detail: string, line?: number): void {
    const { shard, day, number } = place;
    this.findings.push(compact({ shard, day, number, problem, line, detail }));
  }

  private checkHeader(place: SegmentPlace, line: StoredLine, header: SegmentHeader): void {
    if (nameOf(place) !== nameOf(header)) {
      this.report(place, 'reordered', `its header says ${nameOf(header)}`);
    } else if (!follows(line, header.previous?.hash ?? genesis)) {
      this.report(place, 'altered', 'the header does not match its hash', 1);
    } else {
      const mistake = this.head === undefined ? this.mistakeOfFirst(header) : mistakeOfLink(this.head, header);
      if (mistake !== undefined) this.report(place, ...mistake);
    }
  }

  private mistakeOfFirst({ previous }: SegmentHeader): Mistake | undefined {
    if (this.isPartial || previous === undefined) return undefined;
    return ['removed', `the segment before it, ${previous.day}/${previous.number}, is gone`];
  }
}

/** A problem, and its detail. */
type Mistake = readonly [Problem, string];

/** Holds the link of a header against the segment that was checked before. */
function mistakeOfLink(head: ChainHead, { previous, before }: SegmentHeader): Mistake | undefined {
  if (previous === undefined) return ['inserted', 'a second beginning of the chain'];
  const named = `${previous.day}/${previous.number}`;
  const order = comparePlaces(previous, head);
  if (order > 0) return ['removed', `the segments from ${nameOf(head)} to ${named} are gone`];
  if (order < 0) return ['inserted', `it follows ${named}, not ${nameOf(head)}`];
  // The end of the segment before is missing, and was reported.
  if (head.hash === '') return undefined;
  if (previous.hash !== head.hash) return ['broken-link', `it does not follow ${nameOf(head)} as it is stored`];
  if (before === head.entries) return undefined;
  return ['broken-link', `it counts ${before} entries before it, not ${head.entries}`];
}

const nameOf = ({ shard, day, number }: SegmentPlace): string => `${shard}/${day}/${number}`;

/** By day and number. */
function comparePlaces(a: Pick<SegmentPlace, 'day' | 'number'>, b: Pick<SegmentPlace, 'day' | 'number'>): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.number - b.number;
}

/**
 * Holds the mentions of other shards against what is stored: the end of a shard that was cut off is still mentioned.
 *
 * @param checks by shard
 * @param isInRange whether a segment lies in the time that was checked
 */
export function findMissingMentions(
  checks: ReadonlyMap<string, ShardCheck>,
  isInRange: (place: SegmentPlace) => boolean = () => true,
): Tampering[] {
  const findings = new Map<string, Tampering>();
  for (const { mentions } of checks.values())
    for (const { by, hash, shard, day, number } of mentions) {
      const place = { shard, day, number };
      const stored = checks.get(shard)?.hashes.get(nameOf(place));
      // An empty hash is a segment without its end, which was reported.
      if (stored === hash || stored === '' || !isInRange(place)) continue;
      findings.set(
        nameOf(place),
        stored === undefined
          ? { ...place, problem: 'removed', detail: `it is gone; ${nameOf(by)} mentions it` }
          : { ...place, problem: 'broken-link', detail: `${nameOf(by)} mentions it with another hash` },
      );
    }
  return [...findings.values()];
}
