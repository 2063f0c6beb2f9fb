import { ConfigError } from '../../lambdas/domain/errors.ts';
import {
  type ChangeContext,
  fieldsOf,
  type KeyChange,
  retireApiKey,
  retireHook,
  retireTokenKeys,
  rotateApiKey,
  rotateHook,
  rotateTokenKeys,
} from './key-changes.ts';

/** Secrets whose keys we make, by the purpose in their names. */
export const ownedSecrets = ['token-keys', 'api-keys', 'hook'] as const;
export type OwnedSecret = (typeof ownedSecrets)[number];

/** Why no command rotates the others. */
const others: Readonly<Record<string, string>> = {
  'address-key':
    'address-key must never change: only hashes under it are kept of people who were erased, and all their suppressions would be lost',
  crm: 'crm holds credentials that the CRMs issue: make a new one there, put it, and revoke the old one (docs/runbook.md#rotate-a-secret)',
  intake: 'intake holds keys that the senders issue: make a new one there and put it (docs/runbook.md#rotate-a-secret)',
};

/** @throws ConfigError for a secret that no command changes, with the reason */
export function ownedSecret(name: string): OwnedSecret {
  const owned = ownedSecrets.find((known) => known === name);
  if (owned !== undefined) return owned;
  const reason = Object.hasOwn(others, name) ? others[name] : undefined;
  throw new ConfigError(reason ?? `found "${name}", wants one of ${ownedSecrets.join(', ')}`);
}

interface ChangeOptions {
  readonly field?: string | undefined;
  readonly early?: boolean | undefined;
}

/** The change by which a secret gets a new key beside the old one. */
export function rotation(
  secret: OwnedSecret,
  stored: string,
  context: ChangeContext,
  { field }: ChangeOptions,
): KeyChange {
  switch (secret) {
    case 'token-keys':
      return rotateTokenKeys(stored, context);
    case 'api-keys':
      return rotateApiKey(stored, field ?? 'all', context);
    case 'hook':
      return inField(stored, field, (value) => rotateHook(value, context));
  }
}

/** The change by which old keys go. */
export function retirement(
  secret: OwnedSecret,
  stored: string,
  context: ChangeContext,
  { field, early = false }: ChangeOptions,
): KeyChange {
  switch (secret) {
    case 'token-keys':
      return retireTokenKeys(stored, context, early);
    case 'api-keys':
      return retireApiKey(stored, field ?? 'all');
    case 'hook':
      return inField(stored, field, retireHook);
  }
}

/** Changes the whole value, or one field of it. */
function inField(stored: string, field: string | undefined, change: (value: string) => KeyChange): KeyChange {
  if (field === undefined) {
    if (stored.trim().startsWith('{')) throw new ConfigError('the secret has several fields: name one with --field');
    return change(stored);
  }
  const fields = fieldsOf(stored);
  const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (value === undefined) throw new ConfigError(`--field: the secret has no field "${field}"`);
  const changed = change(value);
  return { ...changed, value: JSON.stringify({ ...fields, [field]: changed.value }) };
}
