import fc from 'fast-check';
import { lineHash, linesOf, type NewSegment, readLine } from '../../../lambdas/domain/audit/chain.ts';
import {
  findMissingMentions,
  ShardCheck,
  type StoredSegment,
  type Tampering,
} from '../../../lambdas/domain/audit/verify-chain.ts';
import { aTrail } from '../../helpers/audit-chain.ts';

function check(segments: readonly StoredSegment[], isPartial = false): ShardCheck {
  const shard = new ShardCheck(isPartial);
  for (const segment of segments) shard.add(segment);
  return shard;
}

const problemsOf = (segments: readonly StoredSegment[]): Array<Tampering['problem']> =>
  check(segments).findings.map(({ problem }) => problem);

/** The beginning; then two days: a segment of three and one of two entries, the close, and a segment of two. */
const trail = (): NewSegment[] => aTrail('ledger', [[3, 2], [2]]);

/** Changes the lines of one segment. */
const withLines = (index: number, change: (lines: string[]) => string[]): StoredSegment[] =>
  trail().map((segment, at) =>
    at === index ? { ...segment, text: `${change(linesOf(segment.text)).join('\n')}\n` } : segment,
  );

const foreign = `{"hash":"${'a'.repeat(64)}","line":{"metadata":{"sequence":1,"uid":"x"}}}`;
/** A line with a hash that fits behind another line. */
const forged = (before: string, json: string): string =>
  `{"hash":"${lineHash(readLine(before)!.hash, json)}","line":${json}}`;

describe('a check of the audit trail', () => {
  it('finds nothing in a trail that nobody touched', () => {
    const { findings, head } = check(trail());

    expect(findings).toEqual([]);
    expect(head).toMatchObject({ day: '2026-12-02', number: 0, entries: 7 });
  });

  it.each<[string, Tampering['problem'][], StoredSegment[]]>([
    ['an altered entry', ['altered'], withLines(1, (l) => l.with(2, l[2]!.replace('2026-12-01-0-1', 'another')))],
    [
      'an altered entry with a new hash',
      ['altered'],
      withLines(1, (l) => l.with(1, forged(l[0]!, '{"metadata":{"sequence":0}}'))),
    ],
    [
      'an altered header',
      ['altered', 'inserted', 'altered', 'removed'],
      withLines(2, (l) => l.with(0, l[0]!.replace('"before":3', '"before":4'))),
    ],
    ['a header that is no JSON', ['altered'], withLines(3, (l) => l.with(0, 'nonsense'))],
    [
      'a header with fields of other types',
      ['altered'],
      withLines(2, (l) => l.with(0, l[0]!.replace('"count":2', '"count":"2"'))),
    ],
    ['a line that is no JSON', ['altered'], withLines(1, (l) => l.with(1, 'nonsense'))],
    ['a removed entry', ['removed'], withLines(1, (l) => l.toSpliced(2, 1))],
    ['a removed first entry', ['removed'], withLines(1, (l) => l.toSpliced(1, 1))],
    ['a removed last entry', ['removed'], withLines(1, (l) => l.slice(0, -1))],
    ['two removed entries', ['removed'], withLines(1, (l) => l.toSpliced(1, 2))],
    ['a removed segment', ['removed'], trail().toSpliced(2, 1)],
    ['a removed beginning', ['removed'], trail().slice(1)],
    ['a removed first segment', ['removed'], trail().toSpliced(1, 1)],
    ['a removed close of a day', ['removed'], trail().toSpliced(3, 1)],
    ['two entries in another order', ['reordered'], withLines(1, (l) => [l[0]!, l[2]!, l[1]!, l[3]!])],
    ['two segments in another order', ['reordered', 'reordered', 'broken-link'], swapped()],
    ['an inserted entry', ['inserted'], withLines(1, (l) => l.toSpliced(2, 0, foreign))],
    ['an inserted line that is no JSON', ['inserted'], withLines(1, (l) => l.toSpliced(2, 0, 'nonsense'))],
    ['an inserted last entry', ['inserted'], withLines(1, (l) => [...l, foreign.replace(':1,', ':3,')])],
    ['an inserted segment after the close', ['inserted'], inserted()],
    ['an entry that is there twice', ['duplicated'], withLines(1, (l) => l.toSpliced(2, 0, l[1]!))],
    ['an entry that is there again at the end', ['duplicated'], withLines(1, (l) => [...l, l[1]!])],
    ['a segment with a new chain', ['broken-link', 'broken-link'], relinked(2)],
    ['the end of a day with a new chain', ['broken-link', 'broken-link'], relinked(3)],
  ])('finds %s', (_, problems, segments) => expect(problemsOf(segments)).toEqual(problems));

  it('names the segment, the line and the entry', () => {
    const segments = withLines(2, (lines) => lines.toSpliced(1, 1));

    expect(check(segments).findings).toEqual([
      { shard: 'ledger', day: '2026-12-01', number: 1, line: 2, problem: 'removed', detail: 'entries 3 to 3 are gone' },
    ]);
  });

  it('may begin in the middle', () => {
    const lastDay = trail().at(-1);

    expect(check([lastDay!], true).findings).toEqual([]);
  });

  it('finds the cut end of a shard by what another says of it', () => {
    const ledger = trail();
    const consent = aTrail('consent', [[1]], [ledger.at(-1)!.head]);
    const findings = (stored: readonly StoredSegment[]) =>
      findMissingMentions(
        new Map([
          ['ledger', check(stored)],
          ['consent', check(consent)],
        ]),
      );

    expect(findings(ledger)).toEqual([]);
    expect(findings(ledger.slice(0, -1))).toMatchObject([{ shard: 'ledger', day: '2026-12-02', problem: 'removed' }]);
    expect(findings(aTrail('ledger', [[4, 2], [2]]))).toMatchObject([{ problem: 'broken-link' }]);
  });

  it('finds each change of one line, wherever it is', () => {
    const plan = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(plan, fc.nat(), fc.nat(), fc.constantFrom(...Object.keys(changes)), (days, at, where, name) => {
        // A last segment is added, because nobody but another shard knows the end.
        const segments: StoredSegment[] = aTrail('ledger', [...days, [1]]);
        const candidates = segments.slice(0, -1).filter(({ text }) => linesOf(text).length > (name === 'swap' ? 2 : 1));
        fc.pre(candidates.length > 0);
        const chosen = candidates[at % candidates.length]!;
        const lines = linesOf(chosen.text);
        const index = 1 + (where % (lines.length - (name === 'swap' ? 2 : 1)));
        const text = changes[name]!(lines, index).join('\n');
        const problems = problemsOf(segments.map((segment) => (segment === chosen ? { ...segment, text } : segment)));
        expect(problems).toContain(expected[name]);
      }),
      { numRuns: 300 },
    );
  });
});

const changes: Readonly<Record<string, (lines: string[], at: number) => string[]>> = {
  alter: (lines, at) => lines.with(at, lines[at]!.replace('"message":"', '"message":"x')),
  remove: (lines, at) => lines.toSpliced(at, 1),
  swap: (lines, at) => lines.toSpliced(at, 2, lines[at + 1]!, lines[at]!),
  insert: (lines, at) => lines.toSpliced(at, 0, foreign.replace('"sequence":1', '"sequence":999')),
  duplicate: (lines, at) => lines.toSpliced(at + 1, 0, lines[at]!),
};
const expected: Readonly<Record<string, Tampering['problem']>> = {
  alter: 'altered',
  remove: 'removed',
  swap: 'reordered',
  insert: 'inserted',
  duplicate: 'duplicated',
};

/** The texts of the first two segments have changed places. */
function swapped(): StoredSegment[] {
  const [first, a, b, ...rest] = trail();
  return [first!, { ...a!, text: b!.text }, { ...b!, text: a!.text }, ...rest];
}

/** A segment stands behind the one that closes its day. */
function inserted(): StoredSegment[] {
  const segments = trail();
  const extra = aTrail('ledger', [[3, 2, 1, 1]])[4]!;
  return segments.toSpliced(4, 0, extra);
}

/** A segment is written anew with other entries, and chained in itself; what follows stays. */
function relinked(index: number): StoredSegment[] {
  const plan = [[4, 2], [2]];
  return trail()
    .map((segment, at) => (at === index ? aTrail('ledger', plan)[at]! : segment))
    .map((segment, at) => (at < index ? trail()[at]! : segment));
}
