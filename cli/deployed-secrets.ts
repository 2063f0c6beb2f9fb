import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { findUnreadable, type UnreadableCredentials } from '../lambdas/domain/configuration/secret-reference.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env } from '../lambdas/env.ts';
import { credentialProblem } from '../lambdas/operations/credential-problems.ts';
import type { Backend } from './backend.ts';

/**
 * Finds credentials that cannot work where an integrations file is applied. On a laptop all work; on a deployment `env:`,
 * `sandbox:` and secrets that the functions may not read do not.
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

/** The same as problems for `doctor`. Missing variables, as of an older deployment, are a problem and end no report. */
export function credentialProblems(backend: Pick<Backend, 'isLocal' | 'read'>, file: IntegrationsFile): string[] {
  const see = 'docs/runbook.md#crm-configuration';
  try {
    return findUnreadableOn(backend, file).map(credentialProblem);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [`the credentials could not be checked (${error.message}): ${see}`];
  }
}
