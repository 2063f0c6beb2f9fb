import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { ConsentLedger, TargetId } from '../domain/consent/consent-ledger.ts';
import { consentSettingsOf } from '../domain/consent/consent-settings.ts';
import type { ConsentMetrics } from '../domain/consent/metrics.ts';
import {
  confirmationTarget,
  sesTarget,
  suppressionStateOf,
  type TargetProgress,
} from '../domain/consent/suppression-target.ts';
import { type Failure, failureReason, type Outcome } from '../domain/crm/outcome.ts';
import { backoffMs, requestTimeoutMs } from '../domain/crm/retry-policy.ts';
import type { SuppressionProof, SuppressionTarget } from '../domain/crm/suppression-target.ts';
import { concernsDeliveries, isTroubled } from '../domain/delivery/circuit.ts';
import { type ConnectionGate, type ConnectionState, freshForMs } from '../domain/delivery/connection-gate.ts';
import type { Log } from '../domain/mail/log.ts';
import type { SuppressionTargets } from './suppression-targets.ts';

interface InformDependencies {
  readonly consent: ConsentLedger;
  readonly targets: SuppressionTargets;
  readonly control: Pick<Control, 'integrations'>;
  readonly gate: ConnectionGate;
  readonly metrics: ConsentMetrics;
  readonly log: Log;
  /** The ledger's clock. */
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
}

export type InformResult =
  | { readonly kind: 'settled' }
  /** Leave the message on the queue for that long. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  /** Acknowledge: the ledger knows that the target is behind, and the heartbeat sends the message again. */
  | { readonly kind: 'waiting'; readonly reason: string };

/** Failures after which a message leaves the queue, and the heartbeat takes over. */
const attemptsOnQueue = 4;
/** The queue waits at least this long before it offers a message again, in ms. */
const shortestWaitMs = 1_000;
/** Bounds of the wait for the heartbeat, in ms. */
const shortestRestMs = 5_000;
const longestRestMs = 600_000;
/** The time of the lease that another try needs, so that no request outlives the lease, in ms. */
const enoughMs = requestTimeoutMs + 1_000;
/** How long a request that was given up may still take effect, in ms. */
const lateMs = requestTimeoutMs;

/**
 * Informs one target of the current state of one address, and records its arrival and the proof.
 *
 * It writes the newest state of the ledger rather than the news that the message was sent for, and reads the ledger again
 * before it calls the target done. An earlier write with an unknown end may still land: until that time is over the target
 * is not done either, and then it is written once more. The last state to reach the target is therefore the last state of
 * the ledger, whatever the order of messages and workers. The connection's rate is not asked: this lane goes first.
 */
export function createInformTarget(dependencies: InformDependencies) {
  const { consent, targets, now } = dependencies;
  const stateOf = createStateMemory(dependencies);

  return async function informTarget(id: TargetId, leaseMs: number): Promise<InformResult> {
    const deadline = now().getTime() + leaseMs;
    const claimed = await consent.claim(id, now(), leaseMs, lateMs);
    if (claimed === undefined) return { kind: 'settled' };
    if ('busyUntil' in claimed) {
      const afterMs = Math.max(shortestWaitMs, claimed.busyUntil.getTime() - now().getTime());
      return { kind: 'retry', afterMs, reason: 'leased' };
    }
    const target = await targets.targetFor(id.target, id.tenant);
    const connection = calledConnection(id, target);
    const state = connection === undefined ? undefined : await stateOf(connection);
    const { progress } = claimed;
    const informing = { dependencies, id, progress, target, connection, state, deadline };
    return (await waitForConnection(informing)) ?? writeNewest(informing);
  };
}

export type InformTarget = ReturnType<typeof createInformTarget>;

/** One target that this worker has claimed for one address. */
interface Informing {
  readonly dependencies: InformDependencies;
  readonly id: TargetId;
  readonly progress: TargetProgress;
  readonly target: Outcome<SuppressionTarget>;
  /** The connection that the target calls; undefined where none is called. */
  readonly connection: string | undefined;
  /** The recent state of that connection. */
  readonly state: ConnectionState | undefined;
  /** When the lease ends, epoch ms. */
  readonly deadline: number;
}

/** The state of a connection, from memory when it was read a moment ago. */
function createStateMemory({ gate, now }: Pick<InformDependencies, 'gate' | 'now'>) {
  const memory = new Map<string, { readonly at: number; readonly state: ConnectionState }>();
  return async function stateOf(connection: string): Promise<ConnectionState> {
    const entry = memory.get(connection);
    if (entry !== undefined && entry.at > now().getTime() - freshForMs) return entry.state;
    const state = await gate.state(connection);
    memory.set(connection, { at: now().getTime(), state });
    return state;
  };
}

/** The connection with the circuit that counts; undefined where the target calls no connection. */
function calledConnection({ target: name }: TargetId, target: Outcome<SuppressionTarget>): string | undefined {
  const isConnection = name !== sesTarget && name !== confirmationTarget;
  return isConnection && !(target.kind === 'ok' && target.value.makesNoCall) ? name : undefined;
}

const isOpen = ({ state }: Informing): boolean => state?.circuit === 'open';

/** Waits while the connection's circuit is open, unless this worker is the one that tries it. */
async function waitForConnection(informing: Informing): Promise<InformResult | undefined> {
  const { dependencies, connection, state } = informing;
  const { gate, now } = dependencies;
  if (connection === undefined || !isOpen(informing)) return undefined;
  const probeAt = new Date(state?.probeAt ?? 0);
  if (probeAt <= now() && (await gate.claimProbe(connection, now()))) return undefined;
  const nextAt = new Date(Math.max(probeAt.getTime(), now().getTime() + shortestRestMs));
  return leaveToHeartbeat(informing, { reason: `waits for connection ${connection}`, nextAt, counts: false });
}

/** Writes the newest state until nothing new has come meanwhile. */
async function writeNewest(informing: Informing): Promise<InformResult> {
  const { dependencies, progress, deadline } = informing;
  const { consent, now } = dependencies;
  for (;;) {
    const { version, outcome } = await writeState(informing);
    if (outcome.kind !== 'ok') return fail(informing, outcome);
    await reportAnswer(informing);
    const waiting = await waitForEarlierWrite(informing);
    if (waiting !== undefined) return waiting;
    const end = await consent.arrived(progress, version, outcome.value, now());
    if (end === 'lost') return { kind: 'retry', afterMs: shortestWaitMs, reason: 'lease lost' };
    if (end === 'done') return settle(informing, outcome.value);
    // The lease must outlive another request.
    if (now().getTime() + enoughMs >= deadline)
      return leaveToHeartbeat(informing, { reason: 'something new came meanwhile', nextAt: now(), counts: false });
  }
}

const nobodyToTell: Outcome<SuppressionProof> = {
  kind: 'ok',
  value: { by: 'accepted', answer: 'nobody to tell: the address is not known' },
  how: 'unchanged',
};

/** Writes the state that the ledger has now. */
async function writeState({
  dependencies: { consent, control },
  id: { tenant, subject },
  target,
}: Informing): Promise<{ readonly version: number; readonly outcome: Outcome<SuppressionProof> }> {
  const { version, state, address } = await consent.read(tenant, subject);
  if (address === undefined) return { version, outcome: nobodyToTell };
  const { policy } = consentSettingsOf(await control.integrations(), tenant);
  if (target.kind !== 'ok') return { version, outcome: target };
  const wanted = suppressionStateOf({ tenant, subject, address, version }, state, policy);
  return { version, outcome: await target.value.write(wanted) };
}

/** Tells the gate that the connection has answered. */
async function reportAnswer(informing: Informing): Promise<void> {
  const { dependencies, connection, state } = informing;
  const { gate, now } = dependencies;
  if (connection === undefined) return;
  gate.answered(connection, now());
  if (state !== undefined && isTroubled(state)) await gate.succeeded(connection);
}

/** Leaves the message on the queue while an earlier write with an unknown end may still land. */
async function waitForEarlierWrite({ dependencies, progress }: Informing): Promise<InformResult | undefined> {
  const { consent, now } = dependencies;
  const { unclearUntil } = progress;
  if (unclearUntil === undefined || Date.parse(unclearUntil) <= now().getTime()) return undefined;
  const nextAt = new Date(unclearUntil);
  const reason = 'written; an earlier write may still land';
  await consent.failed(progress, { reason, nextAt, counts: false });
  return { kind: 'retry', afterMs: nextAt.getTime() - now().getTime() + shortestWaitMs, reason };
}

/** Measures how long the news took to arrive. A target that keeps nothing has no lag: it never receives news. */
function settle({ dependencies, id, progress }: Informing, proof: SuppressionProof): InformResult {
  const { metrics, log, now } = dependencies;
  const { kind, receivedAt } = progress;
  const since = receivedAt === undefined ? now().getTime() : Date.parse(receivedAt);
  const lagMs = Math.max(0, now().getTime() - since);
  if (proof.by !== 'not-kept-here') metrics.lag(kind, id.target, lagMs);
  log.info('consent.arrived', { target: id.target, kind, lagMs, ...proof });
  return { kind: 'settled' };
}

/** Gives the target back with the reason, and decides who tries again: the queue, or the heartbeat. */
async function fail(informing: Informing, failure: Failure): Promise<InformResult> {
  const { dependencies, progress } = informing;
  const { consent, now, random } = dependencies;
  const reason = failureReason(failure);
  const hasOpened = await reportFailure(informing, failure);
  const unclearUntil = failure.kind === 'unknown' ? new Date(now().getTime() + lateMs) : undefined;
  const restMs =
    failure.kind === 'throttled'
      ? Math.max(shortestWaitMs, failure.retryAt.getTime() - now().getTime())
      : backoffMs(progress.attempts + 1, random());
  if (hasOpened || progress.attempts + 1 >= attemptsOnQueue) {
    const nextAt = new Date(now().getTime() + Math.min(longestRestMs, Math.max(restMs, shortestRestMs)));
    return leaveToHeartbeat(informing, compact({ reason, nextAt, counts: true, unclearUntil }));
  }
  const nextAt = new Date(now().getTime() + restMs);
  await consent.failed(progress, compact({ reason, nextAt, counts: true, unclearUntil }));
  return { kind: 'retry', afterMs: restMs, reason };
}

/**
 * Reports a failure to the gate of the connection's deliveries. A limit that passes within moments is not reported.
 *
 * @returns whether the circuit is open now
 */
async function reportFailure(informing: Informing, failure: Failure): Promise<boolean> {
  const { dependencies, connection } = informing;
  const isOutage = failure.kind !== 'throttled' || failure.scope === 'daily';
  if (connection === undefined || !isOutage || !concernsDeliveries(failure)) return false;
  const probeAt = await dependencies.gate.failed(connection, failure, dependencies.now(), isOpen(informing));
  return probeAt !== undefined;
}

/** Takes the message off the queue; the heartbeat sends it again. */
async function leaveToHeartbeat(
  { dependencies: { consent }, progress }: Informing,
  why: Parameters<ConsentLedger['failed']>[1],
): Promise<InformResult> {
  await consent.failed(progress, why);
  return { kind: 'waiting', reason: why.reason };
}
