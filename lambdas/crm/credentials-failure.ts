import { type Failure, unreadableCredentials } from '../domain/crm/outcome.ts';
import { ConfigError, TransientError } from '../domain/errors.ts';

/**
 * What it says of a connection that its credentials could not be read: a wrong setting opens its circuit and names the
 * reference; an answer that did not come is no answer.
 *
 * @throws whatever else went wrong, which is a fault of ours
 */
export function credentialsFailure(error: unknown): Failure {
  if (error instanceof ConfigError)
    return { kind: 'misconfigured', code: unreadableCredentials, message: error.message };
  if (error instanceof TransientError) return { kind: 'unknown' };
  throw error;
}
