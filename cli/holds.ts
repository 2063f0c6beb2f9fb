import type { Command } from 'commander';
import { ratesOf } from '../lambdas/domain/consent/holds.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { connectConsent } from './consent-backend.ts';
import { fail, print, printJson } from './output.ts';

interface HoldsOptions {
  readonly tenant?: string;
  readonly release?: string;
  readonly json?: boolean;
}

export function registerHolds(program: Command): void {
  program
    .command('holds')
    .description('mailbox providers that should get no mail for the time being, and their rates of the last 24 hours')
    .option('--tenant <name>', 'default: the only one')
    .option('--release <provider>', 'lift a hold by hand; it comes back while the rates are what they are')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern holds\n  postern holds --release google')
    .action((options: HoldsOptions) => holds(options).catch(fail));
}

async function holds({ tenant: named, release, json }: HoldsOptions): Promise<void> {
  const { providers, tenantOf } = connectConsent();
  const tenant = await tenantOf(named);
  const held = await providers.holds(tenant);
  if (release !== undefined) {
    if (!held.some(({ provider }) => provider === release))
      throw new ConfigError(
        `--release: "${release}" is not held; held are: ${held.map(({ provider }) => provider).join(', ') || 'none'}`,
      );
    await providers.release(tenant, release);
  }
  const day = await providers.lastDay(tenant, new Date());
  const left = held.filter(({ provider }) => provider !== release);
  const rates = [...day]
    .map(([provider, hours]) => ({ provider, ...ratesOf(hours) }))
    .toSorted((a, b) => b.sent - a.sent);
  if (json) return printJson({ tenant, holds: left, rates });
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  for (const { provider, reason, since, rate } of left)
    print(`HELD ${provider}: ${reason} ${percent(rate)} since ${since}`);
  if (left.length === 0) print('No provider is held.');
  for (const { provider, sent, complaints, hardBounces, deferrals } of rates)
    print(
      `  ${provider}: ${sent} sent, complaints ${percent(complaints)}, hard bounces ${percent(hardBounces)}, deferred ${percent(deferrals)}`,
    );
}
