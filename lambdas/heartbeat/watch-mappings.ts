import { compact } from '../compact.ts';
import { chosenMappings } from '../domain/configuration/chosen-mappings.ts';
import type { Control } from '../domain/configuration/control.ts';
import { fieldsToLookUp } from '../domain/configuration/fields-to-look-up.ts';
import type { CrmAdapter, CrmRegistry } from '../domain/crm/crm-adapter.ts';
import type { MappedObject } from '../domain/crm/crm-records.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import type { Log } from '../domain/mail/log.ts';
import { type CheckedCrm, checkWithCrm, movesOf } from '../domain/mapping/check-integration.ts';
import { defaultMapping, type MappingsSeen, resolveMapping } from '../domain/mapping/mapping.ts';

interface WatchMappingsDependencies {
  readonly control: Pick<Control, 'integrations' | 'connection' | 'mappings'>;
  readonly crm: CrmRegistry;
  readonly gate: Pick<ConnectionGate, 'state'>;
  readonly seen: { get(): Promise<MappingsSeen | undefined>; set(seen: MappingsSeen): Promise<void> };
  readonly log: Log;
  readonly now: () => Date;
}

/** A renamed field breaks the next mail, so a check every day would be too late, in ms. */
const everyMs = 3_600_000;

/**
 * Compares every mapping with the fields of its CRM, and every rule that moves deals with its stages, once an hour, and returns
 * the last result in between. The log names each field that drifted apart, and the owner of its mapping.
 *
 * @returns how many fields and stages are wrong: renamed, deleted, locked, or newly required
 */
export function createWatchMappings({ control, crm, gate, seen, log, now }: WatchMappingsDependencies) {
  return async (): Promise<number> => {
    const before = await seen.get();
    if (before !== undefined && now().getTime() < before.at.getTime() + everyMs) return before.errors;
    const [integrations, mappings] = await Promise.all([control.integrations(), control.mappings()]);
    const descriptions = new Map<string, CheckedCrm>();
    let errors = 0;
    for (const integration of integrations) {
      const chosen = chosenMappings(integration, mappings);
      const read = fieldsToLookUp(integration, chosen);
      const moves = movesOf(integration.rules);
      const connection = await control.connection(integration.connection);
      // Without fields, stages and settings of its own there is nothing that a CRM could have changed.
      const isPlain =
        integration.mapping === defaultMapping &&
        read.length === 0 &&
        moves.length === 0 &&
        connection?.newDeals === undefined;
      if (integration.mode === 'off' || isPlain) continue;
      const resolved = resolveMapping(integration.mapping, mappings);
      if (resolved.kind !== 'ok' || connection === undefined) continue;
      // A connection with an open circuit is not asked.
      if ((await gate.state(integration.connection)).circuit === 'open') continue;
      const adapter = await crm.adapterFor(connection);
      if (adapter.kind !== 'ok') continue;
      const vendor = descriptions.get(integration.connection) ?? askedOnce(adapter.value);
      descriptions.set(integration.connection, vendor);
      const { name, owner } = resolved.mapping;
      const wishes = { mapping: resolved.mapping, read, rules: moves };
      const { findings, failure } = await checkWithCrm(vendor, wishes);
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

/** Integrations of one connection share the answer; an adapter remembers its stages by itself. */
function askedOnce({ describe, filled, settings, dealStages }: CrmAdapter): CheckedCrm {
  const answers = new Map<MappedObject, ReturnType<NonNullable<CrmAdapter['describe']>>>();
  return {
    ...compact({ filled, settings, dealStages }),
    ...(describe && {
      describe(object) {
        const answer = answers.get(object) ?? describe(object);
        answers.set(object, answer);
        return answer;
      },
    }),
  };
}
