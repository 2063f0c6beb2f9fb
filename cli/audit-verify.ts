import type { ChainHead } from '../lambdas/domain/audit/chain.ts';
import { trailShards } from '../lambdas/domain/audit/row-change.ts';
import { findMissingMentions, ShardCheck, type Tampering } from '../lambdas/domain/audit/verify-chain.ts';
import type { TrailStore } from '../lambdas/operations/trail-health.ts';
import { textOfSegment, trailOf } from './audit-trail.ts';
import { connectBackend } from './backend.ts';
import { createStatusLine, printJson, printLines } from './output.ts';

/** The result of a check; with `--json` the keys of its line. */
interface TrailReport {
  readonly segments: number;
  readonly entries: number;
  /** The last segment of each shard. Whoever keeps them elsewhere finds a trail that was written anew as a whole. */
  readonly heads: ReadonlyArray<Pick<ChainHead, 'shard' | 'day' | 'number' | 'hash' | 'entries'>>;
  readonly findings: readonly Tampering[];
}

interface VerifyOptions {
  readonly since?: Date;
  readonly json?: boolean;
}

export async function runAuditVerify({ since, json }: VerifyOptions): Promise<void> {
  const report = await verifyTrail(trailOf(connectBackend()), since);
  if (json) printJson(report);
  else printLines(trailLines(report));
  process.exitCode = report.segments > 0 && report.findings.length === 0 ? 0 : 1;
}

/** Checks the whole trail, or that from a day on. @param since the day that it is in is checked from its begin */
export async function verifyTrail(store: TrailStore, since?: Date): Promise<TrailReport> {
  const firstDay = since?.toISOString().slice(0, 10) ?? '';
  const status = createStatusLine();
  const checks = new Map<string, ShardCheck>();
  let segments = 0;
  for (const shard of trailShards) {
    const days = await store.days(shard);
    const wanted = days.filter((day) => day >= firstDay);
    const check = new ShardCheck(wanted.length < days.length);
    checks.set(shard, check);
    for (const day of wanted)
      for await (const place of store.segments(shard, day)) {
        check.add({ place, text: await textOfSegment(store, place) });
        segments += 1;
        status.show(`checked ${segments} segments, up to ${shard} ${day}`);
      }
  }
  status.end();
  const heads = [...checks.values()].flatMap(({ head }) => head ?? []);
  return {
    segments,
    entries: [...checks.values()].reduce((total, check) => total + check.entries, 0),
    heads: heads.map(({ shard, day, number, hash, entries }) => ({ shard, day, number, hash, entries })),
    findings: [
      ...[...checks.values()].flatMap(({ findings }) => findings),
      ...findMissingMentions(checks, ({ day }) => day >= firstDay),
    ],
  };
}

/** The report for people. */
export function trailLines({ segments, entries, heads, findings }: TrailReport): string[] {
  if (segments === 0) return ['There is no audit trail yet. A change is in it within a minute.'];
  return [
    `${entries} entries in ${segments} segments`,
    ...heads.map(({ shard, day, number, hash }) => `  ${shard} up to ${day}/${number}: ${hash}`),
    ...findings.map(
      ({ shard, day, number, line, problem, detail }) =>
        `${problem.toUpperCase()} ${shard}/${day}/${number}${line === undefined ? '' : ` line ${line}`}: ${detail}`,
    ),
    findings.length === 0
      ? 'Nothing was altered, removed, reordered, inserted or duplicated, and no link is broken.'
      : `${findings.length} finding(s): docs/runbook.md#audit-trail says what to do.`,
  ];
}
