import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { Backend } from './backend.ts';

/**
 * Checks the value of `--integration`: an unknown name would otherwise look like an integration without any work.
 *
 * @throws ConfigError naming the integrations that there are
 */
export async function checkIntegrationName(
  { dynamo, controlTable }: Pick<Backend, 'dynamo' | 'controlTable'>,
  name: string | undefined,
): Promise<void> {
  if (name === undefined) return;
  const known = (await readIntegrations(dynamo, controlTable)).integrations.map(({ key }) => key);
  if (!known.includes(name))
    throw new ConfigError(`--integration: found "${name}", wants one of ${known.join(', ') || '(none is configured)'}`);
}
