import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import type { ObjectVersion } from '../../lambdas/aws/object-versions.ts';
import { bytesOfRow, staysForNow, timeOfRow } from '../../lambdas/aws/row-facts.ts';
import { rowKindOf, type TableStore } from '../../lambdas/aws/row-kinds.ts';
import { compact } from '../../lambdas/compact.ts';
import type { RetainedKind } from '../../lambdas/retention.ts';
import { priceTable } from '../cost/price-table.ts';

/** The spans, in days, of which a report says how much goes within each. */
const spans = [7, 30, 90] as const;

/** All data of one kind. */
export interface ReportLine {
  readonly store: RetainedKind['store'];
  readonly kind: string;
  /** Absent for a kind that the table of retention does not list. */
  readonly content?: string;
  readonly days?: RetainedKind['days'];
  readonly count: number;
  readonly bytes: number;
  /** Versions of objects behind the latest, and markers of deletions; `bytes` has theirs, too. */
  readonly oldVersions: number;
  /** ISO 8601 UTC; absent where none says how old it is. */
  readonly oldest?: string;
  readonly newest?: string;
  /** How many go within so many days. */
  readonly goes: Readonly<Record<(typeof spans)[number], number>>;
  /** How many should have an end and have none: rows of earlier versions. */
  readonly endless: number;
  /** List price of a month of storage. */
  readonly usd: number;
}

interface Counted {
  readonly entry: Pick<ReportLine, 'store' | 'kind' | 'content' | 'days'>;
  count: number;
  bytes: number;
  oldVersions: number;
  oldest: number;
  newest: number;
  endless: number;
  readonly goes: { 7: number; 30: number; 90: number };
}

const dayMs = 86_400_000;
const gb = 1_000_000_000;
/** A table costs its storage, and its point-in-time recovery the same bytes again. */
const usdPerGb = { object: priceTable.s3Gb.usd, row: priceTable.dynamoGb.usd + priceTable.dynamoBackupGb.usd };
const isBucket = (store: RetainedKind['store']): boolean => store.endsWith('bucket');

/** Adds up what is stored, by the kinds of the table of retention. */
export function createDataReport(kinds: readonly RetainedKind[], now: Date) {
  const counted = new Map<string, Counted>();
  const lineFor = (store: RetainedKind['store'], kind: string): Counted => {
    const key = `${store} ${kind}`;
    const known = counted.get(key);
    if (known !== undefined) return known;
    const listed = kinds.find((each) => each.store === store && each.kind === kind);
    const entry = compact({ store, kind, content: listed?.content, days: listed?.days });
    const line = {
      entry,
      count: 0,
      bytes: 0,
      oldVersions: 0,
      oldest: Infinity,
      newest: -Infinity,
      endless: 0,
      goes: { 7: 0, 30: 0, 90: 0 },
    };
    counted.set(key, line);
    return line;
  };
  for (const { store, kind } of kinds) lineFor(store, kind);

  const note = (line: Counted, bytes: number, time: number | undefined, end: number | undefined): void => {
    line.bytes += bytes;
    if (time !== undefined) {
      line.oldest = Math.min(line.oldest, time);
      line.newest = Math.max(line.newest, time);
    }
    for (const span of spans) if (end !== undefined && end <= now.getTime() + span * dayMs) line.goes[span] += 1;
  };

  return {
    addObject(
      store: RetainedKind['store'],
      prefix: string,
      { size, storedAt, isLatest, isMarker }: ObjectVersion,
    ): void {
      const line = lineFor(store, prefix);
      const isOld = !isLatest || isMarker;
      if (isOld) line.oldVersions += 1;
      else line.count += 1;
      const { days } = line.entry;
      const kept = typeof days === 'number' ? (isOld ? Math.min(days, 7) : days) : undefined;
      note(line, size, storedAt.getTime(), kept === undefined ? undefined : storedAt.getTime() + kept * dayMs);
    },
    addRow(store: TableStore, row: Row): void {
      const line = lineFor(store, rowKindOf(store, row));
      const { days } = line.entry;
      const stays = staysForNow(row);
      line.count += 1;
      if (typeof days === 'number' && row.ttl === undefined && !stays) line.endless += 1;
      const end = typeof row.ttl === 'number' && !stays ? row.ttl * 1000 : undefined;
      note(line, bytesOfRow(row), timeOfRow(row, days)?.getTime(), end);
    },
    lines: (): ReportLine[] => [...counted.values()].map(toLine),
  };
}

const toLine = ({ entry, oldest, newest, ...line }: Counted): ReportLine => ({
  ...entry,
  ...line,
  ...compact({
    oldest: Number.isFinite(oldest) ? new Date(oldest).toISOString() : undefined,
    newest: Number.isFinite(newest) ? new Date(newest).toISOString() : undefined,
  }),
  usd: (line.bytes / gb) * (isBucket(entry.store) ? usdPerGb.object : usdPerGb.row),
});

/** The report for people: a line for each kind that is stored, and the sums. */
export function dataReportLines(
  lines: readonly ReportLine[],
  sampled: ReadonlyArray<readonly [string, number]>,
): string[] {
  const stored = lines.filter(({ count, oldVersions }) => count + oldVersions > 0);
  const total = (of: (line: ReportLine) => number): number => stored.reduce((sum, line) => sum + of(line), 0);
  const endless = total((line) => line.endless);
  return [
    ...stored.flatMap(textOf),
    `${total(({ count }) => count)} objects and rows, ${sizeOf(total(({ bytes }) => bytes))}, $${total(({ usd }) => usd).toFixed(2)} a month`,
    `${spans.map((span) => `${total(({ goes }) => goes[span])} go within ${span} days`).join(', ')}`,
    ...(endless > 0 ? [`${endless} row(s) of earlier versions have no end; give them one with: postern data age`] : []),
    ...sampled.map(
      ([store, count]) => `Of the ${store} table only the first ${count} rows were looked at; --rows raises that.`,
    ),
  ];
}

function textOf({
  store,
  kind,
  content,
  days,
  count,
  bytes,
  oldVersions,
  oldest,
  newest,
  goes,
  usd,
}: ReportLine): string[] {
  const kept = days === undefined ? 'not in the table of retention' : typeof days === 'number' ? `${days} days` : days;
  const age = oldest === undefined || newest === undefined ? '' : `, ${oldest.slice(0, 10)} to ${newest.slice(0, 10)}`;
  const old = oldVersions > 0 ? `, ${oldVersions} old version(s)` : '';
  return [
    `${store} ${kind}${content === undefined ? '' : ` (${content})`}: ${count}${old}, ${sizeOf(bytes)}${age}, $${usd.toFixed(2)} a month`,
    `  kept ${kept}; within 7, 30, 90 days go ${spans.map((span) => goes[span]).join(', ')}`,
  ];
}

const sizeOf = (bytes: number): string =>
  bytes < 1e6
    ? `${(bytes / 1e3).toFixed(1)} KB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toFixed(2)} GB`;
