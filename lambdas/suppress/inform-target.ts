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
import {
  type ConnectionGate,
  type ConnectionState,
  concernsDeliveries,
  freshForMs,
} from '../domain/delivery/connection-gate.ts';
import type { Log } from '../domain/mail/log.ts';

/** Finds the target of a name: a connection's, or the sending account. */
export interface SuppressionTargets {
  targetFor(name: string, tenant: string): Promise<Outcome<SuppressionTarget>>;
}

export interface InformDependencies {
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
  /** Leave it on the queue for that long. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  /** Acknowledge: the ledger knows that the target has not heard, and the heartbeat sends it again. */
  | { readonly kind: 'waiting'; readonly reason: string };

/** After so many failures a message leaves the queue, and the heartbeat takes over. */
const attemptsOnQueue = 4;
const longestRestMs = 600_000;
/** What must be left of the time for another try, so that no request outlives the lease. */
const enoughMs = requestTimeoutMs + 1_000;
/** For so long a request that was given up may still take effect, in ms. */
const lateMs = requestTimeoutMs;

/**
 * Tells one target the state of one address, as it is now, and notes when and by what it is known to have arrived.
 *
 * What is written is always the newest state of the ledger, not the news that the message was sent for, and whoever
 * wrote looks again before saying that it is done. While an earlier write may still land, whose end nobody knows, it is
 * not done either: it is written once more when that time is over. So whatever the order of messages and workers, the
 * last state to reach the target is the last state of the ledger. The connection's rate is not asked: this lane goes
 * first.
 */
export function createInformTarget(dependencies: InformDependencies) {
  const { consent, targets, control, gate, metrics, log, now, random } = dependencies;
  const seen = new Map<string, { readonly at: number; readonly state: ConnectionState }>();

  return async (id: TargetId, leaseMs: number): Promise<InformResult> => {
    const deadline = now().getTime() + leaseMs;
    const claimed = await consent.claim(id, now(), leaseMs, lateMs);
    if (claimed === undefined) return { kind: 'settled' };
    if ('busyUntil' in claimed)
      return {
        kind: 'retry',
        afterMs: Math.max(1000, claimed.busyUntil.getTime() - now().getTime()),
        reason: 'leased',
      };
    const { progress } = claimed;
    const target = await targets.targetFor(id.target, id.tenant);
    const connection = connectionAsked(id, target);
    const gateState = connection === undefined ? undefined : await stateOf(connection);
    const isOpen = gateState?.circuit === 'open';
    if (connection !== undefined && isOpen) {
      const probeAt = new Date(gateState?.probeAt ?? 0);
      if (probeAt > now() || !(await gate.claimProbe(connection, now()))) {
        const nextAt = new Date(Math.max(probeAt.getTime(), now().getTime() + 5_000));
        return wait(progress, { reason: `waits for connection ${connection}`, nextAt, counts: false });
      }
    }

    for (;;) {
      const written = await write(id, target);
      if (written.outcome.kind !== 'ok') return fail(progress, written.outcome, connection, isOpen);
      if (connection !== undefined) {
        gate.answered(connection, now());
        if ((gateState?.failures ?? 0) > 0 || isOpen) await gate.succeeded(connection);
      }
      const { unclearUntil } = progress;
      if (unclearUntil !== undefined && Date.parse(unclearUntil) > now().getTime()) {
        const nextAt = new Date(unclearUntil);
        const reason = 'written; an earlier write may still land';
        await consent.failed(progress, { reason, nextAt, counts: false });
        return { kind: 'retry', afterMs: nextAt.getTime() - now().getTime() + 1000, reason };
      }
      const end = await consent.arrived(progress, written.version, written.outcome.value, now());
      if (end === 'lost') return { kind: 'retry', afterMs: 1000, reason: 'lease lost' };
      // Something new came meanwhile: once more, while the lease outlives another request.
      if (end === 'behind' && now().getTime() + enoughMs < deadline) continue;
      if (end === 'behind') {
        const reason = 'something new came meanwhile';
        return wait(progress, { reason, nextAt: now(), counts: false });
      }
      const since = progress.receivedAt === undefined ? now().getTime() : Date.parse(progress.receivedAt);
      const lagMs = Math.max(0, now().getTime() - since);
      // What keeps nothing has not been told, however fast.
      if (written.outcome.value.by !== 'not-kept-here') metrics.lag(progress.kind, id.target, lagMs);
      log.info('consent.arrived', { target: id.target, kind: progress.kind, lagMs, ...written.outcome.value });
      return { kind: 'settled' };
    }
  };

  /** As it was a moment ago, when somebody has just looked. */
  async function stateOf(connection: string): Promise<ConnectionState> {
    const known = seen.get(connection);
    if (known !== undefined && known.at > now().getTime() - freshForMs) return known.state;
    const state = await gate.state(connection);
    seen.set(connection, { at: now().getTime(), state });
    return state;
  }

  async function write({ tenant, subject }: TargetId, target: Outcome<SuppressionTarget>) {
    const { version, state, address } = await consent.read(tenant, subject);
    const nobody: Outcome<SuppressionProof> = {
      kind: 'ok',
      value: { by: 'accepted', answer: 'nobody to tell: the address is not known' },
      how: 'unchanged',
    };
    if (address === undefined) return { version, outcome: nobody };
    const { policy } = consentSettingsOf(await control.integrations(), tenant);
    if (target.kind !== 'ok') return { version, outcome: target };
    const wanted = suppressionStateOf({ tenant, subject, address, version }, state, policy);
    return { version, outcome: await target.value.write(wanted) };
  }

  async function fail(
    progress: TargetProgress,
    failure: Failure,
    connection: string | undefined,
    isProbe: boolean,
  ): Promise<InformResult> {
    const reason = failureReason(failure);
    const isOutage = failure.kind !== 'throttled' || failure.scope === 'daily';
    const hasOpened =
      connection !== undefined &&
      isOutage &&
      concernsDeliveries(failure) &&
      (await gate.failed(connection, failure, now(), isProbe));
    const unclear = failure.kind === 'unknown' ? { unclearUntil: new Date(now().getTime() + lateMs) } : {};
    const restMs =
      failure.kind === 'throttled'
        ? Math.max(1000, failure.retryAt.getTime() - now().getTime())
        : backoffMs(progress.attempts + 1, random());
    if (hasOpened || progress.attempts + 1 >= attemptsOnQueue) {
      const nextAt = new Date(now().getTime() + Math.min(longestRestMs, Math.max(restMs, 5_000)));
      return wait(progress, { reason, nextAt, counts: true, ...unclear });
    }
    await consent.failed(progress, { reason, nextAt: new Date(now().getTime() + restMs), counts: true, ...unclear });
    return { kind: 'retry', afterMs: restMs, reason };
  }

  /** Leaves it to the heartbeat. */
  async function wait(progress: TargetProgress, why: Parameters<ConsentLedger['failed']>[1]): Promise<InformResult> {
    await consent.failed(progress, why);
    return { kind: 'waiting', reason: why.reason };
  }
}

/** The connection whose circuit is asked and taught; none where no connection is called. */
function connectionAsked({ target: name }: TargetId, target: Outcome<SuppressionTarget>): string | undefined {
  const isConnection = name !== sesTarget && name !== confirmationTarget;
  return isConnection && !(target.kind === 'ok' && target.value.makesNoCall) ? name : undefined;
}

export type InformTarget = ReturnType<typeof createInformTarget>;
