import { canaryTenant } from '../domain/configuration/canary-integration.ts';
import type { Control } from '../domain/configuration/control.ts';
import { connectionsOf } from '../domain/configuration/integrations.ts';
import type { SendToTarget } from '../domain/consent/apply-consent.ts';
import type { ConsentLedger } from '../domain/consent/consent-ledger.ts';
import { decideHold, ratesOf } from '../domain/consent/holds.ts';
import type { ProviderBook } from '../domain/consent/provider-book.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import { type HeartbeatMetrics, type PendingGauges, pendingKinds } from '../domain/delivery/pending.ts';
import type { Log } from '../domain/mail/log.ts';
import type { Canary } from './canary.ts';

export interface HeartbeatDependencies extends PendingGauges {
  readonly consent: Pick<ConsentLedger, 'oldestWaiting' | 'due'>;
  readonly sendToTarget: SendToTarget;
  readonly providers: Pick<ProviderBook, 'lastDay' | 'holds' | 'hold' | 'release'>;
  readonly control: Pick<Control, 'integrations'>;
  readonly gate: Pick<ConnectionGate, 'state'>;
  readonly canary: Canary;
  /** Asks the CRMs who left there. */
  readonly pollOptOuts: () => Promise<void>;
  /** Until when the sweep has looked at everything. */
  readonly watermark: { get(): Promise<Date | undefined> };
  /** How many fields of mappings are wrong. */
  readonly watchMappings: () => Promise<number>;
  readonly metrics: HeartbeatMetrics;
  readonly log: Log;
  readonly now: () => Date;
}

/** What has waited for less may well be on its way. */
const graceMs = 20_000;
/** Targets that one beat sends again; the next one is a minute away. */
const mostResent = 1000;
/** Providers with less mail in a day are not worth a metric of their own. */
const worthAMetric = 200;

/**
 * Looks, every minute, at what has not come to its end, whether or not anything flows: the ages of the oldest news by
 * kind, what is parked, what providers think of us, who left at a CRM, which mappings drifted apart from their CRM, and how far
 * the canary has come. News that a target has not heard,
 * and that no queue holds any more, is sent again.
 *
 * Each look is on its own, so that one that fails hides no other; that it failed is told at the end.
 *
 * @throws AggregateError when any look failed
 */
export function createHeartbeat(dependencies: HeartbeatDependencies) {
  const {
    oldestMail,
    parkedThreads,
    consent,
    sendToTarget,
    providers,
    control,
    gate,
    canary,
    pollOptOuts,
    watchMappings,
    watermark,
    metrics,
    log,
    now,
  } = dependencies;

  const lookAtPending = async (): Promise<void> => {
    const [mails, targets] = await Promise.all([oldestMail(), consent.oldestWaiting()]);
    for (const kind of pendingKinds) {
      const times = [mails[kind], kind === 'conversation' ? undefined : targets[kind]].filter((at) => at !== undefined);
      const [oldest] = times.toSorted();
      metrics.oldestPending(kind, oldest === undefined ? 0 : Math.max(0, now().getTime() - Date.parse(oldest)));
    }
  };

  const resend = async (): Promise<void> => {
    let sent = 0;
    for await (const progress of consent.due(new Date(now().getTime() - graceMs), now())) {
      await sendToTarget(progress);
      sent += 1;
      if (sent === mostResent) break;
    }
    if (sent > 0) log.warn('heartbeat.resent', { targets: sent });
  };

  const lookAtCircuits = async (): Promise<void> => {
    const integrations = await control.integrations();
    const targets = integrations.flatMap(({ consent: settings }) => settings?.targets ?? []);
    const names = [...connectionsOf(integrations), ...targets];
    const states = await Promise.all([...new Set(names)].map((name) => gate.state(name)));
    metrics.openCircuits(states.filter(({ circuit }) => circuit === 'open').length);
  };

  const lookAtProviders = async (): Promise<void> => {
    const tenants = new Set((await control.integrations()).map(({ tenant }) => tenant));
    tenants.delete(canaryTenant);
    let worst = 0;
    for (const tenant of tenants) {
      const [days, holds] = await Promise.all([providers.lastDay(tenant, now()), providers.holds(tenant)]);
      for (const provider of new Set([...days.keys(), ...holds.map((hold) => hold.provider)])) {
        const rates = ratesOf(days.get(provider) ?? []);
        const before = holds.find((hold) => hold.provider === provider);
        const after = decideHold(provider, rates, before, now());
        if (rates.sent >= worthAMetric) {
          metrics.provider(provider, rates.complaints, rates.hardBounces);
          worst = Math.max(worst, rates.complaints);
        }
        if (after !== undefined && after.rate !== before?.rate) await providers.hold(tenant, after);
        if (after === undefined && before !== undefined) await providers.release(tenant, provider);
        if ((after === undefined) !== (before === undefined))
          log.warn('heartbeat.hold', {
            tenant,
            provider,
            isHeld: after !== undefined,
            reason: (after ?? before)?.reason,
          });
      }
    }
    metrics.worstComplaintRate(worst);
  };

  const lookAtSweep = async (): Promise<void> => {
    const lookedUntil = await watermark.get();
    if (lookedUntil !== undefined) metrics.sweepAge(Math.max(0, now().getTime() - lookedUntil.getTime()));
  };

  return async (): Promise<void> => {
    const looks = [
      lookAtPending,
      resend,
      async () => metrics.parkedThreads(await parkedThreads()),
      lookAtCircuits,
      lookAtProviders,
      pollOptOuts,
      async () => metrics.mappingDrift(await watchMappings()),
      lookAtSweep,
      async () => {
        for (const { hop, ageMs } of await canary.look()) metrics.canary(hop, ageMs);
      },
    ];
    const ends = await Promise.allSettled(looks.map((look) => look()));
    metrics.beat();
    const failures = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason as Error);
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} looks of the heartbeat failed`);
  };
}
