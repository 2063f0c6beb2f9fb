import { parseReference, secretIdOf } from '../domain/configuration/secret-reference.ts';
import { ConfigError, TransientError } from '../domain/errors.ts';
import { env } from '../env.ts';
import { errorNameOf } from './aws-error.ts';
import type { Settings } from './settings.ts';

/** In s: a rotated secret is picked up within this time. */
const maxAge = 300;

/**
 * Errors of Secrets Manager that last until somebody changes a setting: the role, the name, the key or the secret itself.
 * Anything else (throttling, a server's error, no answer) may pass.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
 */
const settingErrors: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'ResourceNotFoundException',
  // The secret is scheduled for deletion, or another service manages it.
  'InvalidRequestException',
  'InvalidParameterException',
  'ValidationException',
  // The KMS key is disabled, deleted, or denied to the role.
  'DecryptionFailure',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'NotAuthorized',
  'OptInRequired',
]);

/**
 * Resolves `env:NAME`, `secret:<name>` or, for one field of a JSON secret, `secret:<name>#<field>` to its value. The name is a
 * purpose of the stage (`crm`, `hook`, `intake`), a full name, or an ARN.
 *
 * @param isFresh reads the secret again, whatever was read a moment ago
 * @throws ConfigError when it is not there, or may not be read; it names the reference, never the value
 * @throws TransientError when Secrets Manager did not answer, or not now
 */
export async function readCredentials(reference: string, environment: Settings, isFresh = false): Promise<string> {
  const { scheme, name, field } = parseReference(reference);
  const secretText = scheme === 'env' ? environment[name] : await readSecret(reference, name, environment, isFresh);
  const value = scheme === 'env' || field === undefined ? secretText : fieldOf(secretText, field);
  if (typeof value !== 'string' || value.trim() === '') throw new ConfigError(`credentials ${reference} are not set`);
  // The value is exact to the byte: the address key is read here, too, and other bytes would lose every hash. Callers that
  // send a credential trim it.
  return value;
}

async function readSecret(
  reference: string,
  name: string,
  environment: Settings,
  isFresh: boolean,
): Promise<string | Uint8Array | undefined> {
  const id = secretIdOf(name, environment[env.secretPrefix] ?? '');
  // Loaded with the first secret: not every function reads one, and none at its start.
  const { getSecret } = await import('@aws-lambda-powertools/parameters/secrets');
  try {
    return await getSecret(id, { maxAge, forceFetch: isFresh });
  } catch (error) {
    const cause = (error instanceof Error ? error.cause : undefined) ?? error;
    const code = errorNameOf(cause);
    const ErrorType = settingErrors.has(code) ? ConfigError : TransientError;
    throw new ErrorType(`credentials ${reference} cannot be read: ${code}`, { cause });
  }
}

function fieldOf(secret: unknown, field: string): unknown {
  try {
    const fields: Readonly<Record<string, unknown>> = JSON.parse(String(secret));
    return fields[field];
  } catch {
    return undefined;
  }
}
