import { type Failure, unreadableCredentials } from '../domain/crm/outcome.ts';
import { ConfigError, TransientError } from '../domain/errors.ts';

/**
 * The failure of a connection without readable credentials: a wrong setting opens its circuit and names the
 * reference; an answer that did not come is unknown.
 *
 * @throws any other error, which is a fault of ours
 */
export function credentialsFailure(error: unknown): Failure {
  if (error instanceof ConfigError)
    return { kind: 'misconfigured', code: unreadableCredentials, message: error.message };
  if (error instanceof TransientError) return { kind: 'unknown' };
  throw error;
}
