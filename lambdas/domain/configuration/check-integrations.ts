import type * as z from 'zod';
import { hasContacts, keepsFiles, notifiable } from '../crm/connection.ts';
import { resolveMapping } from '../mapping/mapping.ts';
import { fieldsToLookUp } from './fields-to-look-up.ts';
import { file, type IntegrationsFile } from './integration.ts';

/** One mistake in a configuration file: the key, what stands there and what is wanted. */
export interface Mistake {
  readonly path: string;
  readonly message: string;
}

/** Checks an `integrations.yaml`, already parsed, and reports all its mistakes together. */
export function checkIntegrations(
  json: unknown,
): { readonly ok: true; readonly value: IntegrationsFile } | { readonly ok: false; readonly mistakes: Mistake[] } {
  const parsed = file.safeParse(json);
  if (!parsed.success) return { ok: false, mistakes: parsed.error.issues.map((issue) => mistakeOf(issue, json)) };
  const mistakes = crossCheck(parsed.data);
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, value: parsed.data };
}

function crossCheck({ connections, integrations, mappings = {} }: IntegrationsFile): Mistake[] {
  const mistakes: Mistake[] = Object.keys(mappings).flatMap((key) => {
    const resolved = resolveMapping(key, mappings);
    return resolved.kind === 'ok' ? [] : [{ path: `mappings.${key}`, message: resolved.message }];
  });
  const keys = new Map<string, number>();
  const owners = new Map<string, string>();
  integrations.forEach((entry, index) => {
    if (!Object.hasOwn(connections, entry.connection)) {
      const known = Object.keys(connections).join(', ') || 'none';
      mistakes.push({
        path: `integrations[${index}].connection`,
        message: `found "${entry.connection}", wants one of the connections: ${known}`,
      });
    }
    entry.consent?.targets.forEach((target, position) => {
      if (Object.hasOwn(connections, target)) return;
      const known = Object.keys(connections).join(', ') || 'none';
      mistakes.push({
        path: `integrations[${index}].consent.targets[${position}]`,
        message: `found "${target}", wants one of the connections: ${known}`,
      });
    });
    const mapping = resolveMapping(entry.mapping, mappings);
    if (mapping.kind !== 'ok' && mappings[entry.mapping] === undefined)
      mistakes.push({ path: `integrations[${index}].mapping`, message: mapping.message });
    entry.rules?.forEach(({ do: actions }, position) => {
      const chosen = actions.mapping && resolveMapping(actions.mapping, mappings);
      if (chosen && chosen.kind !== 'ok')
        mistakes.push({ path: `integrations[${index}].rules[${position}].do.mapping`, message: chosen.message });
    });
    entry.rules?.forEach((rule, position) => {
      for (const told of rule.do.notify ?? []) {
        const vendor = Object.hasOwn(connections, told) ? connections[told]!.vendor : undefined;
        if (vendor !== undefined && notifiable.includes(vendor)) continue;
        const path = `integrations[${index}].rules[${position}].do.notify`;
        mistakes.push({ path, message: `found "${told}", wants a connection to a ${notifiable.join(', ')}` });
      }
    });
    const reached = Object.hasOwn(connections, entry.connection) ? connections[entry.connection] : undefined;
    const read = fieldsToLookUp(entry, mappings);
    const takesFiles = reached === undefined || keepsFiles(reached);
    if (entry.files !== undefined && !takesFiles)
      mistakes.push({
        path: `integrations[${index}].files`,
        message: `wants a connection that keeps files, found a ${reached.vendor}; links lead to attachments anywhere`,
      });
    if (read.length > 0 && reached !== undefined && !hasContacts(reached))
      mistakes.push({
        path: `integrations[${index}]`,
        message: `looks up ${read.join(', ')} of the contact, which a ${reached.vendor} does not have`,
      });
    if (entry.rollout !== undefined && entry.mode !== 'shadow')
      mistakes.push({ path: `integrations[${index}].rollout`, message: `wants mode shadow, found ${entry.mode}` });
    if (keys.has(entry.key)) {
      mistakes.push({
        path: `integrations[${index}].key`,
        message: `found "${entry.key}" a second time, wants a key of its own`,
      });
    }
    keys.set(entry.key, index);
    entry.addresses.forEach((pattern, position) => {
      const owner = owners.get(pattern.toLowerCase());
      if (owner !== undefined) {
        mistakes.push({
          path: `integrations[${index}].addresses[${position}]`,
          message: `found "${pattern}", which integration "${owner}" has already; one address goes to one integration`,
        });
      }
      owners.set(pattern.toLowerCase(), entry.key);
    });
  });
  return mistakes;
}

/** Says the key, what was found there and what is wanted instead. */
export function mistakeOf(issue: z.core.$ZodIssue, json: unknown): Mistake {
  const path = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  const found = issue.path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part],
    json,
  );
  // Somebody may have put the secret itself there.
  const isSecret = issue.path.at(-1) === 'credentials';
  const shown = isSecret
    ? 'something else'
    : found === undefined
      ? 'nothing'
      : (JSON.stringify(found) ?? 'nothing').slice(0, 80);
  // Of a name that is none, what a name must be.
  const why = (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message;
  return { path: path || '(file)', message: `found ${shown}: ${why}` };
}
