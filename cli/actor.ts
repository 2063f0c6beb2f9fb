import type { Platform } from '../lambdas/aws/platform.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { createSignedCalls, type SignedCalls } from './aws-readiness/signed-calls.ts';
import { findRuntime } from './backend.ts';

/** Everybody who uses the local pipeline: whoever may read its data folder may do everything with it. */
export const laptopActor = 'laptop';

/**
 * The verified identity of the caller, for records of what people do: the ARN that STS names for the credentials in use, which
 * no option and no variable of the environment can change. On the laptop nobody has an identity.
 *
 * @throws ConfigError when STS refuses the credentials, or gives no answer
 */
export async function actorOf(
  { dynamo }: Pick<Platform, 'dynamo'>,
  isLocal: boolean = findRuntime() !== undefined,
): Promise<string> {
  if (isLocal) return laptopActor;
  const endpoint =
    process.env.AWS_ENDPOINT_URL_STS ??
    process.env.AWS_ENDPOINT_URL ??
    `https://sts.${await dynamo.config.region()}.amazonaws.com`;
  return callerOf(createSignedCalls(dynamo, () => endpoint));
}

async function callerOf(signed: Pick<SignedCalls, 'caller'>): Promise<string> {
  const hint = 'aws sts get-caller-identity shows whether the credentials in use are valid';
  const { caller } = await signed.caller().catch((error: unknown) => {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ConfigError(`AWS was asked who runs this command, and gave no answer (${reason}); ${hint}`);
  });
  if ('error' in caller) throw new ConfigError(`AWS did not say who runs this command: ${caller.error}; ${hint}`);
  if (caller.arn === undefined) throw new ConfigError('AWS did not say who runs this command; nothing was done');
  return caller.arn;
}
