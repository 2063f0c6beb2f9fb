import { Resolver } from 'node:dns/promises';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import type { Backend } from '../backend.ts';
import { createProgress, print } from '../output.ts';
import { type AwsReadiness, examineAws } from './examine.ts';

/** Questions that a deployment of usual size takes, for the progress bar. */
const usualQuestions = 80;

/**
 * Looks at the account of a deployment, with progress for a person who watches.
 *
 * @param dnsServer asked instead of the system's resolvers: `1.1.1.1` or `127.0.0.1:5353`
 * @throws ConfigError on a laptop, and when the variables of the deployment are not set
 */
export async function lookAtAccount(
  { isLocal, dynamo }: Pick<Backend, 'isLocal' | 'dynamo'>,
  dnsServer: string | undefined,
): Promise<AwsReadiness> {
  if (isLocal)
    throw new ConfigError(
      'doctor --aws looks at a deployment, and a local pipeline is running here: stop it, or name another folder with POSTERN_DATA_DIR',
    );
  const progress = createProgress('asked AWS');
  try {
    return await examineAws({
      dynamo,
      read: (name) => process.env[name],
      dns: resolverAt(dnsServer),
      clock: () => new Date(),
      onProgress: (asked) => progress.update(asked, Math.max(asked, usualQuestions)),
    });
  } finally {
    progress.end();
  }
}

/** A resolver with a short patience: there is more to look at. */
function resolverAt(server: string | undefined): Resolver {
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  if (server !== undefined) resolver.setServers([server]);
  return resolver;
}

/** The findings for people: each with its code and what to do. */
export function printReadiness({ account, region, asked, findings }: AwsReadiness): void {
  print(`account ${account}, ${region}: ${asked} questions asked`);
  for (const { severity, code, what, todo } of findings)
    print(`${severity.toUpperCase()} ${what} [${code}]\n  ${todo}`);
}
