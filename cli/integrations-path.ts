import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../integrations.example.yaml', import.meta.url));

/**
 * The integrations file that is read: the given one, or `integrations.yaml` here, or else the example.
 *
 * @param givenPath of an argument or of POSTERN_INTEGRATIONS
 */
export function integrationsPath(givenPath: string | undefined): {
  readonly path: string;
  readonly isExample: boolean;
} {
  const ownPath = givenPath ?? 'integrations.yaml';
  const isExample = givenPath === undefined && !existsSync(ownPath);
  return { path: isExample ? example : ownPath, isExample };
}
