import type { TableStore } from '../../lambdas/aws/row-kinds.ts';
import { env } from '../../lambdas/env.ts';
import { type RetainedKind, readRetention, retainedKinds } from '../../lambdas/retention.ts';
import { priceRegion, pricesReadOn } from '../cost/price-table.ts';
import { createStatusLine, printJson, printLines } from '../output.ts';
import { connectStored, type StoredBackend } from './data-backend.ts';
import { createDataReport, dataReportLines, type ReportLine } from './data-report.ts';

interface ReportOptions {
  readonly rows: number;
  readonly json?: boolean;
}

export async function runReport({ rows, json }: ReportOptions): Promise<void> {
  const kinds = retainedKinds(readRetention(process.env[env.retention]));
  const { lines, sampled } = await reportOf(connectStored(), kinds, new Date(), rows);
  if (json) return printJson({ pricesReadOn, priceRegion, kinds: lines, sampled: Object.fromEntries(sampled) });
  printLines([...dataReportLines(lines, sampled), `List prices of ${priceRegion}, read on ${pricesReadOn}.`]);
}

/** Kinds of objects in the buckets that the command line knows. */
const bucketOf = { 'mail bucket': 'mail', 'attachments bucket': 'attachments' } as const;
const tables: readonly TableStore[] = ['ledger', 'threads', 'consent', 'control'];

/**
 * Reports what is stored: every version of every object, and so many rows of each table.
 *
 * @param mostRows rows of a table that are looked at
 */
export async function reportOf(
  { versions, buckets, rowsOf }: Pick<StoredBackend, 'versions' | 'buckets' | 'rowsOf'>,
  kinds: readonly RetainedKind[],
  now: Date,
  mostRows: number,
): Promise<{ readonly lines: ReportLine[]; readonly sampled: ReadonlyArray<readonly [string, number]> }> {
  const report = createDataReport(kinds, now);
  const status = createStatusLine();
  let seen = 0;
  for (const { store, kind } of kinds) {
    if (store !== 'mail bucket' && store !== 'attachments bucket') continue;
    for await (const page of versions.under(buckets[bucketOf[store]], kind)) {
      for (const version of page) report.addObject(store, kind, version);
      seen += page.length;
      status.show(`listed ${seen} versions of objects`);
    }
  }
  const sampled: Array<readonly [string, number]> = [];
  for (const store of tables) {
    const count = await addRows(report, store, rowsOf(store), mostRows, (rows) =>
      status.show(`looked at ${rows} rows of ${store}`),
    );
    if (count.isCut) sampled.push([store, count.rows]);
  }
  status.end();
  return { lines: report.lines(), sampled };
}

async function addRows(
  report: ReturnType<typeof createDataReport>,
  store: TableStore,
  pages: ReturnType<StoredBackend['rowsOf']>,
  most: number,
  onPage: (rows: number) => void,
): Promise<{ readonly rows: number; readonly isCut: boolean }> {
  let rows = 0;
  for await (const page of pages) {
    if (rows >= most) return { rows, isCut: true };
    for (const row of page) report.addRow(store, row);
    rows += page.length;
    onPage(rows);
  }
  return { rows, isCut: false };
}
