import { randomBytes } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { createAuditLog } from '../../lambdas/aws/audit-log.ts';
import { type ApiKeys, createApiKeys } from '../../lambdas/aws/dynamo-api-keys.ts';
import { readIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import { compact } from '../../lambdas/compact.ts';
import {
  type ApiKey,
  apiKeyIdBytes,
  apiKeySecretBytes,
  apiKeyText,
  compactApiKey,
  newApiKey,
  revokedApiKey,
  rotatedApiKey,
  type StoredApiKey,
} from '../../lambdas/domain/configuration/api-key.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { type ApiRole, scopes as allScopes, roleScopes, type Scope } from '../../lambdas/scopes.ts';
import { actorOf } from '../actor.ts';
import { connectBackend } from '../backend.ts';
import { print, printJson, printLines } from '../output.ts';
import { keyLines, shownKey } from './key-lines.ts';

interface CreateOptions {
  readonly name: string;
  readonly tenant?: string;
  readonly allTenants?: boolean;
  readonly scopes?: readonly Scope[];
  readonly role?: ApiRole;
  /** In ms. */
  readonly expiresIn: number;
  readonly neverExpires?: boolean;
  readonly allow?: readonly string[];
  readonly perMinute?: number;
  readonly perDay?: number;
  readonly json?: boolean;
}

interface JsonOption {
  readonly json?: boolean;
}

/** The table of the keys, and the record of who changed one. */
function connectKeys() {
  const { platform, ledgerTable, controlTable } = connectBackend();
  const { dynamo } = platform;
  return {
    keys: createApiKeys({ dynamo, table: controlTable }),
    tenants: async () => (await readIntegrations(dynamo, controlTable)).integrations.map(({ tenant }) => tenant),
    actor: () => actorOf(platform),
    audit: (action: string) => createAuditLog(platform, ledgerTable, `api-key-${action}`),
  };
}

/** Makes a key and shows it once. */
export async function runCreate(options: CreateOptions): Promise<void> {
  const { name, tenant, allTenants = false, neverExpires = false, allow, json } = options;
  const scopes = wantedScopes(options);
  if ((tenant === undefined) !== allTenants)
    throw new InvalidArgumentError('wants either --tenant <name> or --all-tenants');
  const { keys, tenants, actor, audit } = connectKeys();
  if (tenant !== undefined && !(await tenants()).includes(tenant))
    throw new ConfigError(`no integration is of the tenant ${tenant}; postern routes list shows the tenants`);
  const by = await actor();
  const now = new Date();
  const key = compactApiKey(
    compact({
      id: randomBytes(apiKeyIdBytes).toString('hex'),
      name,
      tenant,
      scopes: allScopes.filter((scope) => scopes.includes(scope)),
      createdAt: now.toISOString(),
      expiresAt: neverExpires ? undefined : new Date(now.getTime() + options.expiresIn).toISOString(),
      allow,
      limits: compact({ perMinute: options.perMinute, perDay: options.perDay }),
    }),
  );
  const text = apiKeyText(key.id, randomBytes(apiKeySecretBytes));
  if (!(await keys.write(newApiKey(key, text), by))) throw new ConfigError('the id of the key is taken; try again');
  await audit('create')({ actor: by, id: key.id }, { key }, now);
  show(key, text, now, json);
}

/** @throws InvalidArgumentError unless the options name scopes or a role */
export function wantedScopes({ scopes, role }: Pick<CreateOptions, 'scopes' | 'role'>): readonly Scope[] {
  if (scopes !== undefined && role === undefined) return scopes;
  if (role !== undefined && scopes === undefined) return roleScopes[role];
  throw new InvalidArgumentError('wants either --scopes <scope...> or --role <name>');
}

/** Gives a key another secret, and shows it once. @param overlap in ms: how long the one before works on */
export async function runRotate(
  id: string,
  { overlap, json }: JsonOption & { readonly overlap: number },
): Promise<void> {
  const { keys, actor, audit } = connectKeys();
  const stored = await wantKey(keys, id);
  if (stored.key.revokedAt !== undefined)
    throw new ConfigError(`${id} was revoked, and stays so: postern api-keys create makes another`);
  const by = await actor();
  const now = new Date();
  const text = apiKeyText(id, randomBytes(apiKeySecretBytes));
  const until = new Date(now.getTime() + overlap).toISOString();
  const next = rotatedApiKey(stored, text, now.toISOString(), until);
  await wantWritten(keys.write(next, by), id);
  await audit('rotate')({ actor: by, id }, { previousUntil: until }, now);
  show(next.key, text, now, json, until);
}

/** Ends a key with all its secrets, at once and for ever. */
export async function runRevoke(id: string, { json }: JsonOption): Promise<void> {
  const { keys, actor, audit } = connectKeys();
  const stored = await wantKey(keys, id);
  const now = new Date();
  const isNew = stored.key.revokedAt === undefined;
  const { key } = isNew ? revokedApiKey(stored, now.toISOString()) : stored;
  if (isNew) {
    const by = await actor();
    await wantWritten(keys.write(revokedApiKey(stored, now.toISOString()), by), id);
    await audit('revoke')({ actor: by, id }, {}, now);
  }
  if (json) printJson(shownKey(key, now));
  else print(isNew ? `${id} is revoked: its callers get 401 from now on` : `${id} was revoked at ${key.revokedAt}`);
}

/** Lists the keys, without their secrets. */
export async function runList({ json }: JsonOption): Promise<void> {
  const now = new Date();
  const stored = await connectKeys().keys.list();
  if (json) for (const { key } of stored) printJson(shownKey(key, now));
  else
    printLines(
      stored.length === 0
        ? ['no keys; postern api-keys create makes one']
        : stored.flatMap(({ key }) => keyLines(key, now)),
    );
}

/** Finds a key among all: the roles of people may read the table by queries only. */
async function wantKey(keys: Pick<ApiKeys, 'list'>, id: string): Promise<StoredApiKey> {
  const stored = (await keys.list()).find(({ key }) => key.id === id);
  if (stored === undefined) throw new ConfigError(`no key has the id ${id}; postern api-keys list shows them`);
  return stored;
}

async function wantWritten(write: Promise<boolean>, id: string): Promise<void> {
  if (!(await write)) throw new ConfigError(`${id} was changed at the same moment; look at it and try again`);
}

function show(key: ApiKey, text: string, now: Date, json = false, previousUntil?: string): void {
  if (json) printJson(compact({ ...shownKey(key, now), key: text, previousUntil }));
  else printLines(shownOnce(key, text, now, previousUntil));
}

function shownOnce(key: ApiKey, text: string, now: Date, previousUntil?: string): string[] {
  return [
    ...keyLines(key, now),
    '',
    `  ${text}`,
    '',
    'It is shown this once; only its hash is kept. Callers send it as authorization: Bearer <key>.',
    ...(previousUntil === undefined ? [] : [`The secret before works until ${previousUntil}.`]),
  ];
}
