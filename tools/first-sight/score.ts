import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSources } from '../../cli/parse.ts';
import { bytesOf, type LabelledCase } from './cases.ts';
import { type Difference, differences } from './compare.ts';

interface Share {
  readonly right: number;
  readonly total: number;
}

/** How many cases the reader understands as their labels say. */
export interface Score {
  readonly all: Share;
  readonly groups: Readonly<Record<string, Share>>;
  readonly kinds: Readonly<Record<string, Share>>;
  readonly languages: Readonly<Record<string, Share>>;
  readonly wrong: readonly {
    readonly group: string;
    readonly id: string;
    readonly differences: readonly Difference[];
  }[];
}

interface Result {
  readonly labelled: LabelledCase;
  readonly differences: readonly Difference[];
}

/** Reads every case by the offline path, each alone, and compares the event with the label. */
export async function scoreOf(cases: readonly LabelledCase[]): Promise<Score> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'first-sight-'));
  const file = join(folder.path, 'mail.eml');
  const results: Result[] = [];
  for (const labelled of cases) {
    writeFileSync(file, bytesOf(labelled));
    results.push({ labelled, differences: await differencesOf(file, labelled) });
  }
  const share = (key: (labelled: LabelledCase) => string) =>
    Object.fromEntries(
      [...Map.groupBy(results, ({ labelled }) => key(labelled))]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, members]) => [name, shareOf(members)]),
    );
  return {
    all: shareOf(results),
    groups: share(({ group }) => group),
    kinds: share(kindOf),
    languages: share(({ language }) => language),
    wrong: results
      .filter((result) => result.differences.length > 0)
      .map(({ labelled, differences }) => ({ group: labelled.group, id: labelled.id, differences })),
  };
}

async function differencesOf(file: string, labelled: LabelledCase): Promise<Difference[]> {
  const lines = await Array.fromAsync(parseSources([file], []));
  const [line] = lines;
  if (lines.length !== 1 || !line) return [{ path: 'mails', expected: 1, actual: lines.length }];
  if ('error' in line) return [{ path: 'error', expected: null, actual: line.error.code }];
  const zone = zoneMinutesOf(labelled.raw);
  const found = differences(line.event, labelled.expect, zone);
  return labelled.or && differences(line.event, labelled.or, zone).length === 0 ? [] : found;
}

/** The labelled kind, else the labelled intent, else the group: only some groups label a kind. */
function kindOf({ group, expect }: LabelledCase): string {
  const label = expect['classification.kind'] ?? expect['classification.intent.label'];
  if (label === undefined) return group;
  return typeof label === 'string' ? label : JSON.stringify(label);
}

/** Minutes east of UTC in the first Date header of the mail; 0 without one. */
function zoneMinutesOf(raw: string): number {
  const [, sign, hours, minutes] = /^Date:[^\n]* ([+-])(\d\d)(\d\d)/m.exec(raw) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

function shareOf(results: readonly Result[]): Share {
  return { right: results.filter(({ differences }) => differences.length === 0).length, total: results.length };
}
