import type { IntegrationsFile } from '../lambdas/domain/integration.ts';
import { findUnreadable, type UnreadableCredentials } from '../lambdas/domain/secret-reference.ts';
import { env } from '../lambdas/env.ts';
import type { Backend } from './backend.ts';

/**
 * What of an integrations file cannot work where it is applied: nothing on a laptop; on a deployment `env:`, `sandbox:` and
 * secrets that the functions may not read.
 *
 * @throws ConfigError when the variables of the deployment's `CliEnvironment` output are not set
 */
export function findUnreadableOn(
  { isLocal, read }: Pick<Backend, 'isLocal' | 'read'>,
  file: IntegrationsFile,
): UnreadableCredentials[] {
  if (isLocal) return [];
  return findUnreadable(file, {
    region: read('AWS_REGION'),
    prefix: read(env.secretPrefix),
    connections: read(env.connectionSecrets).split(','),
    intake: read(env.intakeSecrets).split(','),
  });
}
