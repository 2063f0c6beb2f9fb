import { randomBytes } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createAuditLog } from '../../lambdas/aws/audit-log.ts';
import { compact } from '../../lambdas/compact.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { env } from '../../lambdas/env.ts';
import { actorOf } from '../actor.ts';
import { connectBackend } from '../backend.ts';
import { print, printJson } from '../output.ts';
import type { ChangeContext, KeyChange } from './key-changes.ts';
import { type OwnedSecret, ownedSecret, retirement, rotation } from './secret-kinds.ts';

interface SecretOptions {
  readonly field?: string;
  readonly early?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

type Change = (secret: OwnedSecret, stored: string, context: ChangeContext, options: SecretOptions) => KeyChange;

export const runRotate = (name: string, options: SecretOptions): Promise<void> =>
  changeSecret('rotate', rotation, name, options);

export const runRetire = (name: string, options: SecretOptions): Promise<void> =>
  changeSecret('retire', retirement, name, options);

async function changeSecret(
  action: 'rotate' | 'retire',
  change: Change,
  name: string,
  options: SecretOptions,
): Promise<void> {
  const secret = ownedSecret(name);
  const backend = connectBackend();
  const SecretId = `${backend.read(env.secretPrefix)}${secret}`;
  const client = new SecretsManagerClient({});
  const { value: stored, changedAt } = await read(client, SecretId);
  const now = new Date();
  const context = compact({ changedAt, now, random: () => randomBytes(32) });
  const { value, ...report } = change(secret, stored, context, options);
  const { dryRun = false, field } = options;
  if (!dryRun) {
    // Nothing is changed for a caller whose name cannot be told.
    const actor = await actorOf(backend.platform);
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: value }));
    const { added, current, removed } = report;
    const audit = createAuditLog(backend.platform, backend.ledgerTable, `secret-${action}`);
    await audit(compact({ actor, secret, field }), compact({ added, current, removed }), now);
  }
  if (options.json) printJson({ secret: SecretId, field, ...report, dryRun });
  else for (const line of changeLines(SecretId, report, dryRun)) print(line);
}

/** @throws ConfigError for a secret that is not there, or has no text yet */
async function read(client: SecretsManagerClient, SecretId: string): Promise<{ value: string; changedAt?: Date }> {
  try {
    const { SecretString, CreatedDate } = await client.send(new GetSecretValueCommand({ SecretId }));
    if (!SecretString) throw new ConfigError(`${SecretId} holds no text`);
    return compact({ value: SecretString, changedAt: CreatedDate });
  } catch (error) {
    if (error instanceof ResourceNotFoundException)
      throw new ConfigError(`there is no secret ${SecretId}, or it has no value yet`);
    throw error;
  }
}

/** A change for people; it names keys and shows none. */
export function changeLines(
  secret: string,
  { added, current, removed, next }: Omit<KeyChange, 'value'>,
  dryRun: boolean,
): string[] {
  const would = dryRun ? 'would be ' : '';
  return [
    ...(added === undefined ? [] : [`${secret}: ${added} ${would}added`]),
    ...(current === undefined || removed.length > 0 ? [] : [`${secret}: ${current} ${would}current`]),
    ...(removed.length === 0 ? [] : [`${secret}: ${removed.join(', ')} ${would}taken out`]),
    ...(dryRun ? ['Nothing was changed.'] : next === 'nothing' ? [] : [`next: ${next}`]),
  ];
}
