import { ConfigError } from '../lambdas/domain/errors.ts';
import { readProviders, type TenantProviders } from '../lambdas/operations/providers.ts';
import { type ConsentBackend, connectConsent } from './consent-backend.ts';
import { printJson, printLines } from './output.ts';

interface HoldsOptions {
  readonly tenant?: string;
  readonly release?: string;
  readonly json?: boolean;
}

export async function runHolds({ tenant: tenantName, release, json }: HoldsOptions): Promise<void> {
  const { providers, tenantOf } = connectConsent();
  const report = await readHolds(providers, await tenantOf(tenantName), release, new Date());
  if (json) printJson(report);
  else printLines(holdLines(report));
}

/** Holds and rates of a tenant; with `--json` the keys of its line. */
interface HoldsReport extends TenantProviders {
  readonly tenant: string;
}

/**
 * Reads the holds and rates of a tenant, after it has lifted one of the holds.
 *
 * @param release the provider to lift the hold of
 * @throws ConfigError for a provider that is not held
 */
export async function readHolds(
  providers: Pick<ConsentBackend['providers'], 'holds' | 'lastDay' | 'release'>,
  tenant: string,
  release: string | undefined,
  now: Date,
): Promise<HoldsReport> {
  const holds = await providers.holds(tenant);
  if (release !== undefined) {
    if (!holds.some(({ provider }) => provider === release))
      throw new ConfigError(
        `--release: "${release}" is not held; held are: ${holds.map(({ provider }) => provider).join(', ') || 'none'}`,
      );
    await providers.release(tenant, release);
  }
  const { holds: left, rates } = await readProviders(providers, tenant, now);
  // A read that comes at once may still see the hold.
  return { tenant, holds: left.filter(({ provider }) => provider !== release), rates };
}

/** The report for people. */
export const holdLines = ({ holds, rates }: HoldsReport): string[] => [
  ...holds.map(({ provider, reason, since, rate }) => `HELD ${provider}: ${reason} ${percent(rate)} since ${since}`),
  ...(holds.length === 0 ? ['No provider is held.'] : []),
  ...rates.map(
    ({ provider, sent, complaints, hardBounces, deferrals }) =>
      `  ${provider}: ${sent} sent, complaints ${percent(complaints)}, hard bounces ${percent(hardBounces)}, deferred ${percent(deferrals)}`,
  ),
];

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
