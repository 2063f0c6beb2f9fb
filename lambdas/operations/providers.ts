import { compact } from '../compact.ts';
import { type Hold, type ProviderRates, ratesOf } from '../domain/consent/holds.ts';
import type { ProviderBook } from '../domain/consent/provider-book.ts';

/** Holds and rates of a tenant. */
export interface TenantProviders {
  readonly holds: readonly Hold[];
  /** By the number of mails sent, the largest first. */
  readonly rates: ReadonlyArray<ProviderRates & { readonly provider: string }>;
}

/** Reads the providers that a tenant has sent to in the last day, and those that are held. */
export async function readProviders(
  book: Pick<ProviderBook, 'holds' | 'lastDay'>,
  tenant: string,
  now: Date,
): Promise<TenantProviders> {
  const [holds, day] = await Promise.all([book.holds(tenant), book.lastDay(tenant, now)]);
  return {
    holds,
    rates: [...day].map(([provider, hours]) => ({ provider, ...ratesOf(hours) })).toSorted((a, b) => b.sent - a.sent),
  };
}

/** One provider for people: the rates of the last 24 hours, and whether it is held. */
interface ShownProvider {
  readonly tenant: string;
  readonly provider: string;
  readonly sent: number;
  /** Shares of what was sent, 0 to 1. */
  readonly complaintRate: number;
  readonly hardBounceRate: number;
  readonly deferralRate: number;
  readonly held?: Pick<Hold, 'since' | 'reason' | 'rate'>;
}

/** The providers of a tenant, those that are held first. */
export function shownProviders(tenant: string, { holds, rates }: TenantProviders): ShownProvider[] {
  const names = [...new Set([...holds.map(({ provider }) => provider), ...rates.map(({ provider }) => provider)])];
  return names.map((provider) => {
    const found = rates.find((each) => each.provider === provider);
    const hold = holds.find((each) => each.provider === provider);
    return compact({
      tenant,
      provider,
      sent: found?.sent ?? 0,
      complaintRate: found?.complaints ?? 0,
      hardBounceRate: found?.hardBounces ?? 0,
      deferralRate: found?.deferrals ?? 0,
      held: hold && { since: hold.since, reason: hold.reason, rate: hold.rate },
    });
  });
}
