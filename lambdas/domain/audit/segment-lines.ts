import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { lineHash, readLine, type SegmentHeader } from './chain.ts';

/** A kind of tampering. */
export type Problem = 'altered' | 'removed' | 'reordered' | 'inserted' | 'duplicated' | 'broken-link';

/** A line of a stored segment, as far as it can be read. */
export interface StoredLine {
  /** From 1: the header is line 1. */
  readonly position: number;
  /** Absent for a text that is no line. */
  readonly hash?: string;
  readonly json: string;
  readonly header?: SegmentHeader;
  /** The number of the entry. */
  readonly sequence?: number;
}

const place = { day: z.string(), number: z.int() };
const headerShape = z.looseObject({
  schema: z.literal('audit-segment/1'),
  shard: z.string(),
  ...place,
  before: z.int(),
  count: z.int(),
  previous: z.optional(z.looseObject({ ...place, hash: z.string() })),
  next: z.optional(z.string()),
  heads: z.optional(z.array(z.looseObject({ shard: z.string(), ...place, hash: z.string() }))),
});

/** @param index from 0 */
export function toStoredLine(text: string, index: number): StoredLine {
  const line = readLine(text);
  const json = line?.json ?? text;
  const value = parsed(json);
  return compact({
    position: index + 1,
    hash: line?.hash,
    json,
    header: headerOf(value),
    sequence: sequenceOf(value),
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function headerOf(value: unknown): SegmentHeader | undefined {
  const { success, data } = headerShape.safeParse(value);
  return success ? (data as SegmentHeader) : undefined;
}

function sequenceOf(value: unknown): number | undefined {
  const sequence = (value as { metadata?: { sequence?: unknown } } | null | undefined)?.metadata?.sequence;
  return typeof sequence === 'number' ? sequence : undefined;
}

/** Whether the hash of a line is that of its text behind another hash. */
export const follows = (line: StoredLine, hash: string): boolean =>
  line.hash !== undefined && lineHash(hash, line.json) === line.hash;

/** Takes a mistake at a line, or at the end of the segment. */
type Report = (problem: Problem, detail: string, line: number) => void;

/**
 * Checks the entries of a segment: each follows the one before it, all that the header counts are there, and no other.
 *
 * @param start the hash of the header
 * @returns the hash of the last entry; empty when that is missing
 */
export function checkEntries(
  start: string,
  { before, count }: Pick<SegmentHeader, 'before' | 'count'>,
  lines: readonly StoredLine[],
  report: Report,
): string {
  const end = before + count;
  const bySequence = sorted(before, end, lines, report);
  let hash: string | undefined = start;
  let [next, furthest] = [before, 0];
  for (const [sequence, candidates] of bySequence) {
    if (sequence > next) {
      report('removed', `entries ${next} to ${sequence - 1} are gone`, candidates[0]!.position);
      hash = undefined;
    }
    const { line, isRight } = chosenOf(candidates, hash, bySequence.get(sequence + 1) ?? []);
    if (!isRight) report('altered', `entry ${sequence} does not match its hash`, line.position);
    if (line.position < furthest) report('reordered', `entry ${sequence} stands behind a later one`, line.position);
    for (const other of candidates)
      if (other !== line) {
        if (other.json === line.json) report('duplicated', `entry ${sequence} is there twice`, other.position);
        else report('inserted', 'an entry that no other entry follows', other.position);
      }
    furthest = Math.max(furthest, line.position);
    hash = line.hash;
    next = sequence + 1;
  }
  if (next >= end) return hash ?? '';
  report('removed', `entries ${next} to ${end - 1} are gone`, lines.length + 2);
  return '';
}

/** The lines by the number of their entry, in its order. A text that is no entry has the number that its place would have. */
function sorted(before: number, end: number, lines: readonly StoredLine[], report: Report): Map<number, StoredLine[]> {
  const bySequence = new Map<number, StoredLine[]>();
  const put = (sequence: number, line: StoredLine): void => {
    if (sequence >= before && sequence < end) bySequence.set(sequence, [...(bySequence.get(sequence) ?? []), line]);
    else report('inserted', 'an entry that does not belong to this segment', line.position);
  };
  for (const line of lines) if (line.sequence !== undefined) put(line.sequence, line);
  for (const line of lines)
    if (line.sequence === undefined) {
      const guess = before + line.position - 2;
      if (bySequence.has(guess)) report('inserted', 'a line that is no entry', line.position);
      else put(guess, line);
    }
  return new Map([...bySequence].toSorted(([a], [b]) => a - b));
}

/**
 * The line that has its place by right among those of one number: it follows the hash, and the next one follows it.
 *
 * @param hash undefined behind a gap, where every line may be the right one
 */
function chosenOf(candidates: readonly StoredLine[], hash: string | undefined, after: readonly StoredLine[]) {
  const fitting = candidates.filter((line) => (hash === undefined ? line.hash !== undefined : follows(line, hash)));
  const continued = fitting.find(({ hash: own }) => own !== undefined && after.some((line) => follows(line, own)));
  const line = continued ?? fitting[0];
  return { line: line ?? candidates[0]!, isRight: line !== undefined };
}
