import type { ConnectionGate } from '../connection-gate.ts';
import type { Control, CrmRegistry, Log } from '../ports.ts';
import { checkWithCrm } from './check-integration.ts';
import { defaultMapping, resolveMapping } from './mapping.ts';

/** What was found when the mappings were last looked at. */
export interface MappingsSeen {
  readonly at: Date;
  readonly errors: number;
}

export interface WatchMappingsDependencies {
  readonly control: Pick<Control, 'integrations' | 'connection' | 'mappings'>;
  readonly crm: CrmRegistry;
  readonly gate: Pick<ConnectionGate, 'state'>;
  readonly seen: { get(): Promise<MappingsSeen | undefined>; set(seen: MappingsSeen): Promise<void> };
  readonly log: Log;
  readonly now: () => Date;
}

/** A field that somebody renamed breaks the next mail, so it should not wait for the next day, ms. */
const everyMs = 3_600_000;

/**
 * Once an hour compares every mapping with what its CRM says of its fields; in between it tells what it found last. What
 * drifted apart is named in the log, with whose mapping it is.
 *
 * @returns fields that are wrong: renamed, deleted, locked, or newly required
 */
export function createWatchMappings({ control, crm, gate, seen, log, now }: WatchMappingsDependencies) {
  return async (): Promise<number> => {
    const before = await seen.get();
    if (before !== undefined && now().getTime() < before.at.getTime() + everyMs) return before.errors;
    const [integrations, mappings] = await Promise.all([control.integrations(), control.mappings()]);
    let errors = 0;
    for (const integration of integrations) {
      if (integration.mode === 'off' || integration.mapping === defaultMapping) continue;
      const resolved = resolveMapping(integration.mapping, mappings);
      const connection = await control.connection(integration.connection);
      if (resolved.kind !== 'ok' || connection === undefined) continue;
      // Who does not answer is asked nothing.
      if ((await gate.state(integration.connection)).circuit === 'open') continue;
      const adapter = await crm.adapterFor(connection);
      if (adapter.kind !== 'ok') continue;
      const { name, owner } = resolved.mapping;
      const { findings, failure } = await checkWithCrm(adapter.value, resolved.mapping);
      if (failure !== undefined)
        log.warn('heartbeat.mapping-unchecked', { integration: integration.key, reason: failure });
      for (const { level, target, message } of findings) {
        if (level !== 'error') continue;
        errors += 1;
        log.warn('heartbeat.mapping-drift', { integration: integration.key, mapping: name, owner, target, message });
      }
    }
    await seen.set({ at: now(), errors });
    return errors;
  };
}
