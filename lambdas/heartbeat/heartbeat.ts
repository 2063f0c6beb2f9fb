import { connectionsOf } from '../domain/configuration/integrations.ts';
import type { SendToTarget } from '../domain/consent/apply-consent.ts';
import type { ConsentLedger } from '../domain/consent/consent-ledger.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import { type HeartbeatMetrics, type PendingGauges, pendingKinds } from '../domain/delivery/pending.ts';
import type { Canary } from './canary.ts';
import { type WatchProvidersDependencies, watchProviders } from './watch-providers.ts';

export interface HeartbeatDependencies extends PendingGauges, Omit<WatchProvidersDependencies, 'metrics'> {
  readonly consent: Pick<ConsentLedger, 'oldestWaiting' | 'due'>;
  readonly sendToTarget: SendToTarget;
  readonly gate: Pick<ConnectionGate, 'state'>;
  readonly canary: Canary;
  /** Asks the CRMs for opt-outs. */
  readonly pollOptOuts: () => Promise<void>;
  /** Asks the CRMs for the stages of deals. */
  readonly pollStages: () => Promise<void>;
  /** When the sweep last ran to its end. */
  readonly sweepTime: { get(): Promise<Date | undefined> };
  /** Counts the fields of mappings that are wrong. */
  readonly watchMappings: () => Promise<number>;
  readonly metrics: HeartbeatMetrics;
}

/** News that has waited for less may be on its way, in ms. */
const graceMs = 20_000;
/** Targets that one beat sends again; the next one is a minute away. */
const mostResent = 1000;

/**
 * Measures unfinished work, every minute and whether or not anything flows: the ages of the oldest news by kind, parked
 * threads, open circuits, the providers' opinion of us, opt-outs and stages of deals at the CRMs, mappings that drifted apart from their CRM,
 * and the canary. News that a target has not received, and that no queue holds any more, is sent again.
 *
 * Each check runs on its own, so that a failed check hides no other; the failures are thrown at the end.
 *
 * @throws AggregateError when any check failed
 */
export function createHeartbeat(dependencies: HeartbeatDependencies) {
  const { metrics } = dependencies;
  return async function beat(): Promise<void> {
    const ends = await Promise.allSettled(checks.map((check) => check(dependencies)));
    metrics.beat();
    const failures: unknown[] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} looks of the heartbeat failed`);
  };
}

/** The checks of one beat. */
const checks: ReadonlyArray<(dependencies: HeartbeatDependencies) => Promise<void>> = [
  measurePending,
  resendDue,
  measureParkedThreads,
  measureCircuits,
  watchProviders,
  ({ pollOptOuts }) => pollOptOuts(),
  ({ pollStages }) => pollStages(),
  measureMappingDrift,
  measureSweep,
  measureCanary,
];

async function measurePending({ oldestMail, consent, metrics, now }: HeartbeatDependencies): Promise<void> {
  const [mails, targets] = await Promise.all([oldestMail(), consent.oldestWaiting()]);
  for (const kind of pendingKinds) {
    const times = [mails[kind], kind === 'conversation' ? undefined : targets[kind]].filter((at) => at !== undefined);
    const [oldest] = times.toSorted();
    metrics.oldestPending(kind, oldest === undefined ? 0 : Math.max(0, now().getTime() - Date.parse(oldest)));
  }
}

async function resendDue({ consent, sendToTarget, log, now }: HeartbeatDependencies): Promise<void> {
  let sent = 0;
  for await (const progress of consent.due(new Date(now().getTime() - graceMs), now())) {
    await sendToTarget(progress);
    sent += 1;
    if (sent === mostResent) break;
  }
  if (sent > 0) log.warn('heartbeat.resent', { targets: sent });
}

async function measureParkedThreads({ parkedThreads, metrics }: HeartbeatDependencies): Promise<void> {
  metrics.parkedThreads(await parkedThreads());
}

async function measureCircuits({ control, gate, metrics }: HeartbeatDependencies): Promise<void> {
  const integrations = await control.integrations();
  const targets = integrations.flatMap(({ consent }) => consent?.targets ?? []);
  const names = new Set([...connectionsOf(integrations), ...targets]);
  const states = await Promise.all([...names].map((name) => gate.state(name)));
  metrics.openCircuits(states.filter(({ circuit }) => circuit === 'open').length);
}

async function measureMappingDrift({ watchMappings, metrics }: HeartbeatDependencies): Promise<void> {
  metrics.mappingDrift(await watchMappings());
}

async function measureSweep({ sweepTime, metrics, now }: HeartbeatDependencies): Promise<void> {
  const ranAt = await sweepTime.get();
  if (ranAt !== undefined) metrics.sweepAge(Math.max(0, now().getTime() - ranAt.getTime()));
}

async function measureCanary({ canary, metrics }: HeartbeatDependencies): Promise<void> {
  for (const { hop, ageMs } of await canary.look()) metrics.canary(hop, ageMs);
}
