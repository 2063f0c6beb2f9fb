import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { keyPurpose } from '../../lambdas/env.ts';
import type { StageConfig } from '../stage-config.ts';
import { stageNames } from '../stage-names.ts';
import type { StateStack } from '../state-stack.ts';
import type { StageFunction } from './stage-function.ts';

/** Which functions a secret is for: those that call the CRMs, or the one that takes webhooks. */
type Reader = StageConfig['secrets'][number]['for'];

/** Secret.grantRead across stacks would write this role into the key's policy and tie the stacks in a cycle. */
export function allowSecret(fn: StageFunction, state: StateStack, ...secretArns: string[]): void {
  fn.allow(['secretsmanager:GetSecretValue'], secretArns);
  allowKeys(fn, state, [state.key.keyArn]);
}

/** Lets a function read the keys of tenants, which are under the stage's key, and use that key for nothing else by itself. */
export function allowTenantKeys(fn: StageFunction, { key }: StateStack): void {
  fn.allow(['kms:Decrypt'], [key.keyArn], { StringEquals: { 'kms:EncryptionContext:purpose': keyPurpose } });
}

/** Allows the secrets that a connection may name: the stage's own, and the secrets that the stage lists. */
export function allowConnectionSecrets(fn: StageFunction, state: StateStack, config: StageConfig): void {
  const { crm, hook } = state.secrets;
  allowSecret(fn, state, crm.secretArn, hook.secretArn);
  allowForeign(fn, state, config, 'connections');
}

/** Allows the secrets that an intake may name. */
export function allowIntakeSecrets(fn: StageFunction, state: StateStack, config: StageConfig): void {
  allowSecret(fn, state, state.secrets.intake.secretArn);
  allowForeign(fn, state, config, 'intake');
}

/** Names of the secrets that a part of an integrations file may name, for the command line: `routes apply` checks them. */
export const readableSecrets = (config: StageConfig, reader: Reader): string[] => {
  const own = reader === 'connections' ? ['crm', 'hook'] : ['intake'];
  const names = own.map((purpose) => `${stageNames(config).secretPrefix}${purpose}`);
  return [...names, ...foreign(config, reader).map(({ secret }) => secret)];
};

/** How many characters of a policy the ARN of a secret takes at most, beside the secret's own name or ARN. */
const longestArnFrame = `"arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:-??????",`.length;

/**
 * The resources of all secrets that the stage lists beside its own, in parts that fit into a policy each.
 *
 * @param room characters that the first policy has left, and that each further one has
 * @returns the part of the first policy, which may be empty, and those of further ones
 */
export function foreignSecretParts(
  state: StateStack,
  { secrets }: Pick<StageConfig, 'secrets'>,
  room: { readonly first: number; readonly further: number },
): string[][] {
  const parts: string[][] = [[]];
  let left = room.first;
  for (const { secret } of secrets) {
    const arns = arnsOf(state, secret);
    const size = arns.length * (longestArnFrame + secret.length);
    if (size > left) {
      parts.push([]);
      left = room.further;
    }
    parts.at(-1)?.push(...arns);
    left -= size;
  }
  return parts;
}

/**
 * The secrets that connections may name beside the stage's own, as resources in parts that fit into a policy each, and the keys
 * under which they are encrypted.
 */
export function connectionSecretParts(
  state: StateStack,
  config: StageConfig,
  room: { readonly first: number; readonly further: number },
): { readonly parts: string[][]; readonly keys: string[] } {
  const entries = foreign(config, 'connections');
  const keys = entries.flatMap(({ key }) => (key === undefined ? [] : [key]));
  return { parts: foreignSecretParts(state, { secrets: entries }, room), keys: [...new Set(keys)] };
}

const foreign = ({ secrets }: StageConfig, reader: Reader) => secrets.filter((entry) => entry.for === reader);

function allowForeign(fn: StageFunction, state: StateStack, config: StageConfig, reader: Reader): void {
  const entries = foreign(config, reader);
  if (entries.length === 0) return;
  fn.allow(
    ['secretsmanager:GetSecretValue'],
    entries.flatMap(({ secret }) => arnsOf(state, secret)),
  );
  const keys = entries.flatMap(({ key }) => (key === undefined ? [] : [key]));
  if (keys.length > 0) allowKeys(fn, state, [...new Set(keys)]);
}

/** Secrets Manager decrypts with the rights of whoever reads. */
function allowKeys(fn: StageFunction, state: StateStack, keyArns: readonly string[]): void {
  fn.allow(['kms:Decrypt'], keyArns, {
    StringEquals: { 'kms:ViaService': `secretsmanager.${state.region}.amazonaws.com` },
  });
}

/**
 * The resources that a policy names for a secret. Its ARN ends in a hyphen and six characters that only Secrets Manager knows:
 * whoever gives a name, or an ARN without them, gets six wildcards of one character each.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
function arnsOf(state: StateStack, secret: string): string[] {
  const stack = Stack.of(state);
  const named = { service: 'secretsmanager', resource: 'secret', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
  if (!secret.startsWith('arn:')) return [Arn.format({ ...named, resourceName: `${secret}-??????` }, stack)];
  // A name may end like the suffix: both may be meant.
  return [secret, `${secret}-??????`];
}
