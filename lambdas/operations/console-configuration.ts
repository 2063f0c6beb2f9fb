import { compact } from '../compact.ts';
import type { Integration, IntegrationsFile } from '../domain/configuration/integration.ts';
import type { Log } from '../domain/mail/log.ts';
import { resolveMapping } from '../domain/mapping/mapping.ts';
import type { MappingField } from '../domain/mapping/mapping-schema.ts';
import { type ConnectionPorts, connectionsHealth } from './connection-health.ts';
import { createPartReader } from './read-part.ts';
import { fileOfTenant } from './tenant-view.ts';

interface ConfigurationPorts extends ConnectionPorts {
  readonly integrations: () => Promise<IntegrationsFile>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly log: Log;
}

/** In ms. */
const partLimitMs = 8000;

/** Integrations and connections as people may see them: no credentials, and no address of an API, which may hold one. */
export const createConsoleConfiguration = (ports: ConfigurationPorts) => ({
  async list(tenant: string | undefined) {
    const { pause, log, now } = ports;
    const file = fileOfTenant(await ports.integrations(), tenant);
    const { readPart, unavailable } = createPartReader({ limitMs: partLimitMs, pause, log });
    const health = await readPart('connections', () => connectionsHealth(ports, file.connections, now(), 'look'));
    return {
      integrations: file.integrations.map(shownIntegration),
      connections: Object.entries(file.connections).map(([key, { vendor }]) => {
        const { circuit, reason, nextProbeAt, waiting } = health?.find(({ connection }) => connection === key) ?? {};
        const tenants = file.integrations.filter(({ connection }) => connection === key).map((each) => each.tenant);
        return compact({ key, vendor, tenants: [...new Set(tenants)], circuit, reason, nextProbeAt, waiting });
      }),
      unavailable,
    };
  },
  /** @returns undefined for an integration that the tenant does not have */
  async mapping(key: string, tenant: string | undefined) {
    const file = fileOfTenant(await ports.integrations(), tenant);
    const integration = file.integrations.find((each) => each.key === key);
    if (integration === undefined) return undefined;
    const resolution = resolveMapping(integration.mapping, file.mappings ?? {});
    if (resolution.kind === 'mistake') return { mapping: integration.mapping, fields: [], mistake: resolution.message };
    const { name, owner, fields } = resolution.mapping;
    return { mapping: name, owner, fields: fields.map(shownField) };
  },
});

const shownIntegration = ({ key, tenant, connection, mode, addresses, mapping, rollout, shadow }: Integration) =>
  compact({
    key,
    tenant,
    connection,
    mode,
    routes: addresses,
    mappingVersion: mapping,
    rollout,
    shadow: shadow?.to,
  });

/** A target is `contact.jobtitle`: the record, and the field as the CRM calls it. */
function shownField({ target, from, value, transform, onlyIfEmpty }: MappingField) {
  const dot = target.indexOf('.');
  return compact({
    object: target.slice(0, dot),
    field: target.slice(dot + 1),
    from,
    value,
    transform: transform.length > 0 ? transform : undefined,
    policy: onlyIfEmpty ? 'only where the field is empty' : 'into new records',
  });
}
