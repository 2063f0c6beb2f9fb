import { canaryTenant } from '../domain/configuration/canary-integration.ts';
import type { Control } from '../domain/configuration/control.ts';
import { decideHold, type Hold, type ProviderRates, ratesOf } from '../domain/consent/holds.ts';
import type { ProviderBook } from '../domain/consent/provider-book.ts';
import type { HeartbeatMetrics } from '../domain/delivery/pending.ts';
import type { Log } from '../domain/mail/log.ts';

export interface WatchProvidersDependencies {
  readonly providers: Pick<ProviderBook, 'lastDay' | 'holds' | 'hold' | 'release'>;
  readonly control: Pick<Control, 'integrations'>;
  readonly metrics: Pick<HeartbeatMetrics, 'provider' | 'worstComplaintRate'>;
  readonly log: Log;
  readonly now: () => Date;
}

/** Providers with less mail in a day get no metric of their own. */
const worthAMetric = 200;

/** Measures the results of each tenant's mail of the last day at mailbox providers, and holds or releases them by it. */
export async function watchProviders(dependencies: WatchProvidersDependencies): Promise<void> {
  const { control, metrics } = dependencies;
  const tenants = new Set((await control.integrations()).map(({ tenant }) => tenant));
  tenants.delete(canaryTenant);
  let worst = 0;
  for (const tenant of tenants) worst = Math.max(worst, await watchTenant(dependencies, tenant));
  metrics.worstComplaintRate(worst);
}

/** @returns the highest share of complaints of any of the tenant's providers */
async function watchTenant(dependencies: WatchProvidersDependencies, tenant: string): Promise<number> {
  const { providers, metrics, now } = dependencies;
  const [days, holds] = await Promise.all([providers.lastDay(tenant, now()), providers.holds(tenant)]);
  let worst = 0;
  for (const provider of new Set([...days.keys(), ...holds.map((hold) => hold.provider)])) {
    const rates = ratesOf(days.get(provider) ?? []);
    if (rates.sent >= worthAMetric) {
      metrics.provider(provider, rates.complaints, rates.hardBounces);
      worst = Math.max(worst, rates.complaints);
    }
    const before = holds.find((hold) => hold.provider === provider);
    await updateHold(dependencies, tenant, { provider, rates, before });
  }
  return worst;
}

interface ProviderDay {
  readonly provider: string;
  readonly rates: ProviderRates;
  /** The hold of the provider before this look. */
  readonly before: Hold | undefined;
}

async function updateHold(
  { providers, log, now }: WatchProvidersDependencies,
  tenant: string,
  { provider, rates, before }: ProviderDay,
): Promise<void> {
  const after = decideHold(provider, rates, before, now());
  if (after !== undefined && after.rate !== before?.rate) await providers.hold(tenant, after);
  if (after === undefined && before !== undefined) await providers.release(tenant, provider);
  const isHeld = after !== undefined;
  if (isHeld !== (before !== undefined))
    log.warn('heartbeat.hold', { tenant, provider, isHeld, reason: (after ?? before)?.reason });
}
