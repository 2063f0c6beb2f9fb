import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { errorNameOf } from '../../lambdas/aws/aws-error.ts';
import { compact } from '../../lambdas/compact.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { neededSecrets } from '../aws-readiness/storage-facts.ts';

/** A secret and the age of its value. */
export interface KeyAge {
  /** Its name or ARN. */
  readonly id: string;
  readonly neededBy: string;
  /** When its value was last put, ISO 8601 UTC; absent where that is not known. */
  readonly changedAt?: string;
  /** In whole days. */
  readonly ageDays?: number;
  /** Why its age is not known. */
  readonly unknown?: string;
}

/** A value that is older wants a rotation, in days. The address key is never rotated: the tables keep only hashes by it. */
export const oldAfterDays = 365;

const dayMs = 86_400_000;

/** The ages of the secrets that the stage and its integrations need. No value is read. */
export async function keyAges(
  client: Pick<SecretsManagerClient, 'send'>,
  secretPrefix: string,
  file: IntegrationsFile,
  now: Date,
): Promise<KeyAge[]> {
  return Promise.all(
    neededSecrets({ secretPrefix }, file).map(async ({ id, neededBy }): Promise<KeyAge> => {
      try {
        const secret = await client.send(new DescribeSecretCommand({ SecretId: id }));
        const changed = secret.LastChangedDate ?? secret.CreatedDate;
        if (changed === undefined) return { id, neededBy, unknown: 'Secrets Manager names no date' };
        const ageDays = Math.floor((now.getTime() - changed.getTime()) / dayMs);
        return { id, neededBy, changedAt: changed.toISOString(), ageDays };
      } catch (error) {
        return { id, neededBy, unknown: errorNameOf(error) };
      }
    }),
  );
}

/** Secrets whose value wants a rotation. */
export const oldKeys = (keys: readonly KeyAge[]): KeyAge[] =>
  keys.filter(({ id, ageDays = 0 }) => ageDays > oldAfterDays && !id.endsWith('address-key'));

/** The keys of the laptop: generated once, in its data folder; a credential of the shell has no age. */
export const localKeys = (file: IntegrationsFile): KeyAge[] =>
  neededSecrets({ secretPrefix: '' }, file).map(({ id, neededBy }) => ({
    ...compact({ id, neededBy }),
    unknown: 'the secrets of the laptop have no dates',
  }));
