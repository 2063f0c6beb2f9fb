import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { compact } from '../lambdas/compact.ts';
import { type ConsentChange, changeOfSubject } from '../lambdas/domain/consent/change.ts';
import { maxLifts } from '../lambdas/domain/consent/change-schema.ts';
import type { HistoryEntry } from '../lambdas/domain/consent/consent-ledger.ts';
import { type Signal, sources } from '../lambdas/domain/consent/signals.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { connectConsent } from './consent-backend.ts';
import { moment } from './option-values.ts';
import { createProgress, fail, print, printJson } from './output.ts';

interface ReviewOptions {
  readonly tenant?: string;
  readonly since: Date;
  readonly json?: boolean;
}

interface LiftOptions {
  readonly tenant?: string;
  readonly source: string[];
  readonly since: Date;
  readonly until?: Date;
  readonly signal?: string[];
  readonly evidence?: string;
  readonly proven?: boolean;
  readonly dryRun?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

/** What keeps mail from somebody, and so can be taken back. */
const liftable: readonly Signal[] = ['unsubscribe', 'opt-out', 'negative', 'complaint', 'hard-bounce', 'soft-bounce'];

export function registerConsentReview(consent: Command): void {
  consent
    .command('review')
    .description('what mails said of consent that nobody proved; exit code 1 when there is any')
    .option('--tenant <name>', 'default: the only one')
    .addOption(
      new Option('--since <time>', 'what counts; kept for 90 days').argParser(moment).default(moment('7d'), '7d'),
    )
    .option('--json', 'one JSON line a change')
    .addHelpText(
      'after',
      '\nhint: it is about somebody else and names no mail of ours. It has no effect.\nunproven: its sender may be somebody else. It stops marketing and sales until it is lifted.\n\nExamples:\n  postern consent review\n  postern consent review --since 1d --json',
    )
    .action((options: ReviewOptions) => review(options).catch(fail));

  consent
    .command('lift')
    .description('takes back what one source said in a time, as if it had never been said')
    .addOption(new Option('--source <names...>', 'who said it').choices(sources).makeOptionMandatory())
    .addOption(new Option('--since <time>', 'when it reached us').argParser(moment).makeOptionMandatory())
    .option('--until <time>', 'default: now', moment)
    .addOption(new Option('--signal <names...>', 'only these').choices(liftable))
    .option('--evidence <id>', 'only what this proves, such as the event id of one mail')
    .option('--proven', 'also what was proven, or said before proof was asked for')
    .option('--dry-run', 'shows what would be taken back')
    .option('--reason <text>', 'a few words for the history')
    .option('--tenant <name>', 'default: the only one')
    .option('--json', 'one JSON line an address')
    .addHelpText(
      'after',
      '\nWhat was said before and since holds again, also at every CRM and CDP. The history keeps both.\n\nExamples:\n  postern consent lift --source mail --since 2h --dry-run\n  postern consent lift --source mail --since 2026-11-20T08:00:00Z --until 2026-11-20T09:00:00Z --reason "forged"\n  postern consent lift --source mail --since 30d --evidence evt_0123… --proven',
    )
    .action((options: LiftOptions) => lift(options).catch(fail));
}

async function review({ tenant: named, since, json }: ReviewOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(named);
  let waiting = 0;
  for await (const entry of backend.consent.forReview(tenant, since)) {
    const { subject, changeId, signal, standing, receivedAt, source, evidence, reason } = entry;
    const { address, state } = await backend.consent.read(tenant, subject);
    if (state.lifted?.includes(changeId)) continue;
    waiting += 1;
    if (json)
      printJson(
        compact({
          changeId,
          address,
          signal,
          standing,
          receivedAt,
          source,
          evidence,
          reason,
        }),
      );
    else
      print(
        `${receivedAt}  ${address ?? '(erased)'}  ${signal} (${standing})${reason ? ` ${reason}` : ''}  ${evidence}`,
      );
  }
  if (!json)
    print(
      waiting === 0
        ? 'Nothing waits for review.'
        : `${waiting} to review. To follow one: postern consent set <address> out, or bounced. To take unproven ones back: postern consent lift --source mail --since <time>`,
    );
  process.exitCode = waiting === 0 ? 0 : 1;
}

async function lift(options: LiftOptions): Promise<void> {
  const wanted = checked(options);
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const bySubject = new Map<string, HistoryEntry[]>();
  for await (const entry of backend.consent.said(tenant, wanted))
    if (wanted.isMeant(entry)) bySubject.set(entry.subject, [...(bySubject.get(entry.subject) ?? []), entry]);
  const progress = createProgress(options.dryRun ? 'would lift' : 'lifted');
  let changes = 0;
  let done = 0;
  for (const [subject, all] of bySubject) {
    progress.update(++done, bySubject.size);
    const { address, state } = await backend.consent.read(tenant, subject);
    const entries = all.filter(({ changeId }) => !state.lifted?.includes(changeId));
    if (entries.length === 0) continue;
    changes += entries.length;
    if (!options.dryRun)
      for (const change of liftsOf(tenant, subject, entries, options.reason)) await backend.apply(change);
    tell(address, entries, options);
  }
  progress.end();
  if (changes === 0) process.exitCode = 1;
  if (!options.json) print(summary(changes, options));
}

/** @throws ConfigError for a time that ends before it begins */
function checked({ source, since, until = new Date(), signal, evidence, proven }: LiftOptions) {
  const about: readonly string[] = signal ?? liftable;
  if (until < since) throw new ConfigError('--until: wants a time after --since');
  const isMeant = (entry: HistoryEntry): boolean =>
    about.includes(entry.signal) &&
    (entry.standing === 'unproven' || (proven === true && entry.standing === undefined)) &&
    (evidence === undefined || entry.evidence === evidence);
  // Commander has refused any other name.
  return { sources: source as ConsentChange['source'][], since, until, isMeant };
}

function liftsOf(
  tenant: string,
  subject: string,
  entries: readonly HistoryEntry[],
  reason: string | undefined,
): ConsentChange[] {
  const at = new Date().toISOString();
  const ids = entries.map(({ changeId }) => changeId);
  return Array.from({ length: Math.ceil(ids.length / maxLifts) }, (_, nth) =>
    changeOfSubject(
      compact({
        tenant,
        subject,
        signal: 'lifted',
        lifts: ids.slice(nth * maxLifts, (nth + 1) * maxLifts),
        at,
        receivedAt: at,
        source: 'cli',
        evidence: `${userInfo().username} by the command line`,
        reason,
      }),
    ),
  );
}

function tell(address: string | undefined, entries: readonly HistoryEntry[], { json, dryRun }: LiftOptions): void {
  if (json) {
    const changes = entries.map(({ changeId, signal, at, evidence }) => ({ changeId, signal, at, evidence }));
    printJson({ address, lifted: !dryRun, changes });
    return;
  }
  for (const { signal, receivedAt, evidence } of entries)
    print(`${receivedAt}  ${address ?? '(erased)'}  ${signal}  ${evidence}`);
}

function summary(changes: number, { dryRun, proven }: LiftOptions): string {
  if (changes === 0)
    return `Nothing to lift: no such change in that time${proven ? '' : ', or it is proven (--proven lifts that, too)'}.`;
  return dryRun
    ? `${changes} change(s) would be taken back; without --dry-run they are.`
    : `${changes} change(s) taken back. Targets hear of it now.`;
}
