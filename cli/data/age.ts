import { ageRows } from '../../lambdas/aws/age-rows.ts';
import { createAuditLog } from '../../lambdas/aws/audit-log.ts';
import { env } from '../../lambdas/env.ts';
import { readRetention } from '../../lambdas/retention.ts';
import { actorOf } from '../actor.ts';
import { print, printJson } from '../output.ts';
import { connectStored } from './data-backend.ts';

interface AgeOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export async function runAge({ dryRun = false, json }: AgeOptions): Promise<void> {
  const { dynamo, tables, platform, ledgerTable, isLocal } = connectStored();
  const actor = await actorOf(platform, isLocal);
  const at = new Date();
  const retention = readRetention(process.env[env.retention]);
  const rows: Record<string, number> = {};
  for (const store of ['ledger', 'consent'] as const)
    for (const [kind, count] of await ageRows({ dynamo, table: tables[store] }, store, retention, at, dryRun))
      rows[`${store} ${kind}`] = count;
  const isDone = Object.keys(rows).length > 0;
  if (isDone && !dryRun) await createAuditLog(platform, ledgerTable, 'data-age')({ actor }, rows, at);
  if (json) printJson({ dryRun, rows });
  else print(isDone ? lineOf(rows, dryRun) : 'Every row has its end.');
  process.exitCode = isDone ? 0 : 1;
}

const lineOf = (rows: Readonly<Record<string, number>>, dryRun: boolean): string =>
  `${Object.entries(rows)
    .map(([kind, count]) => `${count} row(s) of ${kind}`)
    .join(', ')}: ${dryRun ? 'without an end' : 'have their end now'}`;
