import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { checkIntegrations } from '../lambdas/domain/configuration/check-integrations.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { integrationsPath } from './integrations-path.ts';

/** An integrations file that has been read and checked. */
interface LoadedIntegrations {
  readonly path: string;
  readonly isExample: boolean;
  readonly file: IntegrationsFile;
}

/**
 * Reads the file that is given, or that POSTERN_INTEGRATIONS names, or `integrations.yaml` here, or else the example.
 *
 * @throws ConfigError that lists every mistake: the key, the value found, the value wanted
 */
export function loadIntegrations(givenPath?: string): LoadedIntegrations {
  const { path, isExample } = integrationsPath(givenPath ?? process.env.POSTERN_INTEGRATIONS);
  if (!existsSync(path))
    throw new ConfigError(`${path}: no such file${givenPath === undefined ? ' (named by POSTERN_INTEGRATIONS)' : ''}`);
  let json: unknown;
  try {
    json = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${path}: is not YAML: ${(error as Error).message.split('\n')[0]?.replace(/:$/, '')}`);
  }
  const checked = checkIntegrations(json);
  if (!checked.ok) {
    const lines = checked.mistakes.map(({ path: key, message }) => `  ${key}: ${message}`);
    throw new ConfigError(`${path} has ${lines.length} mistake(s):\n${lines.join('\n')}`);
  }
  return { path, isExample, file: checked.value };
}
