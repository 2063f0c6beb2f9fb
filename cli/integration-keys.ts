import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { integrationsPath } from './integrations-path.ts';

/**
 * The keys of the integrations in the configured file, for completion: nothing is checked, because somebody waits at the
 * Tab key, and a file with mistakes still has keys. Empty without a file.
 */
export function integrationKeys(givenPath = process.env.POSTERN_INTEGRATIONS): string[] {
  const { path } = integrationsPath(givenPath);
  return existsSync(path) ? keysIn(readFileSync(path, 'utf8')) : [];
}

function keysIn(text: string): string[] {
  const file: unknown = parse(text, { logLevel: 'silent' });
  const { integrations } = Object(file) as { integrations?: unknown };
  return (Array.isArray(integrations) ? integrations : [])
    .map((integration: unknown) => (Object(integration) as { key?: unknown }).key)
    .filter((key) => typeof key === 'string');
}
