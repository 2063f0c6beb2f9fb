import { compact } from '../lambdas/compact.ts';
import { type ConsentChange, changeOfSubject } from '../lambdas/domain/consent/change.ts';
import { maxLifts } from '../lambdas/domain/consent/change-schema.ts';
import type { ConsentLedger, HistoryEntry } from '../lambdas/domain/consent/consent-ledger.ts';
import { sources } from '../lambdas/domain/consent/signals.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { actorOf } from './actor.ts';
import { connectConsent } from './consent-backend.ts';
import { liftableSignals } from './consent-states.ts';
import { createProgress, print, printJson, printLines } from './output.ts';

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

export async function runReview({ tenant: tenantName, since, json }: ReviewOptions): Promise<void> {
  const backend = connectConsent();
  let count = 0;
  for await (const entry of changesToReview(backend, await backend.tenantOf(tenantName), since)) {
    count += 1;
    if (json) printJson(entry);
    else print(reviewLine(entry));
  }
  if (!json)
    print(
      count === 0
        ? 'Nothing waits for review.'
        : `${count} to review. To follow one: postern consent set <address> out, or bounced. To take unproven ones back: postern consent lift --source mail --since <time>`,
    );
  process.exitCode = count === 0 ? 0 : 1;
}

/** The part of the consent ledger that a review reads. */
interface ReviewPorts {
  readonly consent: Pick<ConsentLedger, 'forReview' | 'read'>;
}

/** A change that a person should look at; with `--json` the keys of its line. */
type ReviewEntry = Pick<
  HistoryEntry,
  'changeId' | 'signal' | 'standing' | 'receivedAt' | 'source' | 'evidence' | 'reason'
> & { readonly address?: string };

/** Lists the changes since a time that nobody has lifted. */
export async function* changesToReview(
  { consent }: ReviewPorts,
  tenant: string,
  since: Date,
): AsyncGenerator<ReviewEntry> {
  for await (const entry of consent.forReview(tenant, since)) {
    const { subject, changeId, signal, standing, receivedAt, source, evidence, reason } = entry;
    const { address, state } = await consent.read(tenant, subject);
    if (state.lifted?.includes(changeId)) continue;
    yield compact({ changeId, address, signal, standing, receivedAt, source, evidence, reason });
  }
}

const reviewLine = ({ receivedAt, address, signal, standing, reason, evidence }: ReviewEntry): string =>
  `${receivedAt}  ${address ?? '(erased)'}  ${signal} (${standing})${reason ? ` ${reason}` : ''}  ${evidence}`;

export async function runLift(options: LiftOptions): Promise<void> {
  const selection = selectionOf(options, new Date());
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const progress = createProgress(options.dryRun ? 'would lift' : 'lifted');
  let changes = 0;
  for await (const { address, entries, done, total } of liftChanges(
    backend,
    tenant,
    selection,
    liftSettings(options, await actorOf(backend.platform)),
  )) {
    progress.update(done, total);
    changes += entries.length;
    if (options.json) printJson(liftedAddress(address, entries, options));
    else printLines(entries.map((entry) => liftedLine(address, entry)));
  }
  progress.end();
  if (changes === 0) process.exitCode = 1;
  if (!options.json) print(summaryLine(changes, options));
}

const liftSettings = ({ dryRun = false, reason }: LiftOptions, actor: string): LiftSettings =>
  compact({ dryRun, reason, evidence: `${actor} by the command line` });

/** The part of the consent ledger that a lift reads, and the use case that makes its changes effective. */
interface LiftPorts {
  readonly consent: Pick<ConsentLedger, 'statementsOf' | 'read'>;
  readonly apply: (change: ConsentChange) => Promise<void>;
}

interface LiftSettings {
  readonly dryRun: boolean;
  readonly reason?: string;
  /** The person who lifts, for the history. */
  readonly evidence: string;
}

/** The changes that a lift is about. */
interface LiftSelection {
  readonly sources: ConsentChange['source'][];
  readonly since: Date;
  readonly until: Date;
  readonly isMeant: (entry: HistoryEntry) => boolean;
}

/** @throws ConfigError for a time that ends before it begins */
export function selectionOf(
  { source, since, until, signal, evidence, proven }: Omit<LiftOptions, 'source'> & { source: readonly string[] },
  now: Date,
): LiftSelection {
  const end = until ?? now;
  if (end < since) throw new ConfigError('--until: wants a time after --since');
  const lifted: readonly string[] = signal ?? liftableSignals;
  return {
    sources: sources.filter((known) => source.includes(known)),
    since,
    until: end,
    isMeant: (entry) =>
      lifted.includes(entry.signal) &&
      (entry.standing === 'unproven' || (proven === true && entry.standing === undefined)) &&
      (evidence === undefined || entry.evidence === evidence),
  };
}

interface LiftedSubject {
  /** Absent when the person was erased. */
  readonly address: string | undefined;
  readonly entries: readonly HistoryEntry[];
  /** Subjects that have been gone through so far. */
  readonly done: number;
  readonly total: number;
}

/** Takes changes back, one subject after the other; those that are lifted already are left out. */
export async function* liftChanges(
  { consent, apply }: LiftPorts,
  tenant: string,
  selection: LiftSelection,
  settings: LiftSettings,
): AsyncGenerator<LiftedSubject> {
  const bySubject = new Map<string, HistoryEntry[]>();
  for await (const entry of consent.statementsOf(tenant, selection))
    if (selection.isMeant(entry)) bySubject.set(entry.subject, [...(bySubject.get(entry.subject) ?? []), entry]);
  let done = 0;
  for (const [subject, all] of bySubject) {
    done += 1;
    const { address, state } = await consent.read(tenant, subject);
    const entries = all.filter(({ changeId }) => !state.lifted?.includes(changeId));
    if (entries.length === 0) continue;
    if (!settings.dryRun) for (const change of liftsOf(tenant, subject, entries, settings)) await apply(change);
    yield { address, entries, done, total: bySubject.size };
  }
}

function liftsOf(
  tenant: string,
  subject: string,
  entries: readonly HistoryEntry[],
  { evidence, reason }: LiftSettings,
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
        evidence,
        reason,
      }),
    ),
  );
}

const liftedAddress = (address: string | undefined, entries: readonly HistoryEntry[], { dryRun }: LiftOptions) => ({
  address,
  lifted: !dryRun,
  changes: entries.map(({ changeId, signal, at, evidence }) => ({ changeId, signal, at, evidence })),
});

const liftedLine = (address: string | undefined, { signal, receivedAt, evidence }: HistoryEntry): string =>
  `${receivedAt}  ${address ?? '(erased)'}  ${signal}  ${evidence}`;

function summaryLine(changes: number, { dryRun, proven }: LiftOptions): string {
  if (changes === 0)
    return `Nothing to lift: no such change in that time${proven ? '' : ', or it is proven (--proven lifts that, too)'}.`;
  return dryRun
    ? `${changes} change(s) would be taken back; without --dry-run they are.`
    : `${changes} change(s) taken back. Targets hear of it now.`;
}
