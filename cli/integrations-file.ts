import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { checkIntegrations } from '../lambdas/domain/configuration/check-integrations.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';

const example = fileURLToPath(new URL('../integrations.example.yaml', import.meta.url));

export interface LoadedIntegrations {
  readonly path: string;
  readonly isExample: boolean;
  readonly file: IntegrationsFile;
}

/**
 * Reads the file that POSTERN_INTEGRATIONS names, or `integrations.yaml` here, or else the example.
 *
 * @throws ConfigError with every mistake: the key, what was found, what is wanted
 */
export function loadIntegrations(named = process.env.POSTERN_INTEGRATIONS): LoadedIntegrations {
  const own = named ?? 'integrations.yaml';
  const isExample = named === undefined && !existsSync(own);
  const path = isExample ? example : own;
  if (!existsSync(path)) throw new ConfigError(`${path}: no such file (named by POSTERN_INTEGRATIONS)`);
  let json: unknown;
  try {
    json = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${path}: is not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const checked = checkIntegrations(json);
  if (!checked.ok) {
    const lines = checked.mistakes.map(({ path: key, message }) => `  ${key}: ${message}`);
    throw new ConfigError(`${path} has ${lines.length} mistake(s):\n${lines.join('\n')}`);
  }
  return { path, isExample, file: checked.value };
}
