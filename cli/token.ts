import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { readCredentials } from '../lambdas/aws/secrets.ts';
import { canaryTenant } from '../lambdas/domain/configuration/canary-integration.ts';
import type { Integration } from '../lambdas/domain/configuration/integration.ts';
import { returnPathId, taggedAddress } from '../lambdas/domain/configuration/tagged-address.ts';
import type { Connection } from '../lambdas/domain/crm/connection.ts';
import { cannotName } from '../lambdas/domain/crm/named-record.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { TaggedKind } from '../lambdas/domain/mail/address-tag.ts';
import { readTokenKeys, type TokenKeys } from '../lambdas/domain/mail/signed-text.ts';
import { env } from '../lambdas/env.ts';
import { connectBackend } from './backend.ts';
import { checkAddress, connectConsent } from './consent-backend.ts';
import { print, printJson } from './output.ts';

interface TokenOptions {
  readonly integration?: string;
  readonly json?: boolean;
}

/** Prints the envelope sender of one mail to one person: a bounce to it is believed to be about them. */
export async function runReturnPath(text: string, options: TokenOptions): Promise<void> {
  const backend = connectConsent();
  const address = checkAddress(text);
  const { integrations } = await readIntegrations(backend.dynamo, backend.controlTable);
  const tenant = tenantOf(integrations, options.integration);
  await runToken('bounce', returnPathId(await backend.subjectOf(tenant, address)), options);
}

export async function runToken(kind: TaggedKind, id: string, { integration, json }: TokenOptions): Promise<void> {
  const { dynamo, controlTable, read } = connectBackend();
  const { integrations, connections } = await readIntegrations(dynamo, controlTable);
  checkKey(integrations, integration);
  const keys = readTokenKeys(await readCredentials(read(env.tokenKeys), process.env));
  const signed = signedAddress(integrations, keys, { kind, id, integration });
  checkKind(kind, signed.integration, integrations, connections);
  if (json) printJson(signed);
  else print(signed.address);
}

/**
 * The one tenant of an integration, or of all of them.
 *
 * @throws ConfigError when there are several, or none
 */
export function tenantOf(integrations: readonly Integration[], key: string | undefined): string {
  const tenants = new Set(
    integrations
      .filter((integration) => !isCanary(integration) && (key ?? integration.key) === integration.key)
      .map(({ tenant }) => tenant),
  );
  const [tenant] = tenants;
  if (tenant === undefined || tenants.size > 1)
    throw new ConfigError('several tenants, or none, are meant; name an integration of one with --integration');
  return tenant;
}

/** @throws ConfigError for a record that the integration's CRM does not have */
export function checkKind(
  kind: TaggedKind,
  key: string,
  integrations: readonly Integration[],
  connections: Readonly<Record<string, Connection>>,
): void {
  const { connection = '' } = integrations.find((integration) => integration.key === key) ?? {};
  const vendor = connections[connection]?.vendor;
  const problem = vendor && cannotName(vendor, kind);
  if (problem) throw new ConfigError(`integration ${key}: ${problem}`);
}

/** @throws ConfigError for a key that no integration has */
function checkKey(integrations: readonly Integration[], key: string | undefined): void {
  if (integrations.some((integration) => (key ?? integration.key) === integration.key)) return;
  throw new ConfigError(
    `--integration: found "${key}", wants one of ${integrations.map((each) => each.key).join(', ')}`,
  );
}

/** A signed address; with `--json` the keys of its line. */
interface SignedAddress {
  readonly address: string;
  readonly type: TaggedKind;
  readonly id: string;
  readonly integration: string;
}

/**
 * The address that names a record for everybody who has it.
 *
 * @throws ConfigError when no integration has such an address, or several have
 */
export function signedAddress(
  integrations: readonly Integration[],
  keys: TokenKeys,
  {
    kind,
    id,
    integration: key,
  }: { readonly kind: TaggedKind; readonly id: string; readonly integration: string | undefined },
): SignedAddress {
  const candidates = integrations
    .filter((integration) => !isCanary(integration) && (key ?? integration.key) === integration.key)
    .flatMap((integration) => {
      const address = taggedAddress({ kind, id }, integration, integrations, keys);
      return address === undefined ? [] : [{ address, type: kind, id, integration: integration.key }];
    });
  // An address that is named after the kind, as in deal+…@, is preferred.
  const namesakes = candidates.filter(
    ({ address }) => address.startsWith(`${kind}+`) || address.startsWith(`${kind}s+`),
  );
  const [first, ...others] = namesakes.length === 1 ? namesakes : candidates;
  if (first === undefined) throw new ConfigError(`no address of ${key ?? 'an integration'} can name the ${kind} ${id}`);
  if (others.length === 0) return first;
  throw new ConfigError(
    `several integrations have an address for it; name one with --integration: ${candidates.map(({ integration }) => integration).join(', ')}`,
  );
}

/** The canary's mail is ours: nobody writes to it. */
const isCanary = ({ tenant }: Integration): boolean => tenant === canaryTenant;
