import { stringify } from 'yaml';
import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { compact } from '../lambdas/compact.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { openTokens } from '../lambdas/domain/configuration/open-tokens.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { type Backend, connectBackend, dataDirectory } from './backend.ts';
import { makeKeysOf } from './data/keys.ts';
import { findUnreadableOn } from './deployed-secrets.ts';
import { loadIntegrations } from './integrations-file.ts';
import { print, printJson, printLines } from './output.ts';
import { unlessEmpty } from './route-test.ts';

/** One entry that differs between two files; with `--json` the keys of an entry of `changes`. */
interface Change {
  readonly change: 'add' | 'change' | 'remove';
  /** The entry, as in `integration sales`. */
  readonly what: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export async function runApply(
  givenPath: string | undefined,
  { dryRun = false, json = false }: ApplyOptions,
): Promise<void> {
  const { path, file } = loadIntegrations(givenPath);
  const backend = connectBackend();
  checkCredentials(backend, path, file);
  const { dynamo, controlTable, isLocal } = backend;
  const before = await readIntegrations(dynamo, controlTable);
  const changes = differences(before, file);
  // Keys first: without one a mail that wants it waits.
  if (!dryRun) await makeKeysOf(backend, file.integrations);
  if (!dryRun && changes.length > 0) {
    const names = changes.map(({ change, what }) => `${change} ${what}`);
    await applyConfiguration(backend, before, file, names);
  }
  const warnings = openTokens(file.integrations);
  const target = isLocal ? 'local' : 'deployment';
  if (json) printJson(compact({ file: path, target, dryRun, changes, warnings: unlessEmpty(warnings) }));
  else {
    // A pipeline that runs here overrules the variables of a deployment, so the target is named.
    const targetName = isLocal
      ? `the local pipeline in ${dataDirectory()}`
      : `the deployment with the table ${controlTable}`;
    printLines([...warnings, ...changes.map(changeText), outcomeLine(changes.length, { path, dryRun, targetName })]);
  }
}

/** @throws ConfigError that lists the credentials which the functions cannot read */
function checkCredentials(backend: Backend, path: string, file: IntegrationsFile): void {
  const unreadable = findUnreadableOn(backend, file);
  if (unreadable.length === 0) return;
  const lines = unreadable.map(({ path: key, found, wanted }) => `  ${key}: found ${found}; wants ${wanted}`);
  throw new ConfigError(`${path} cannot work on this deployment:\n${lines.join('\n')}`);
}

/** One change for people; a changed entry shows both of its versions. */
export function changeText({ change, what, before, after }: Change): string {
  const sign = { add: '+', change: '~', remove: '-' }[change];
  const versions = `\n    was ${JSON.stringify(before)}\n    now ${JSON.stringify(after)}`;
  return `${sign} ${what}${change === 'change' ? versions : ''}`;
}

function outcomeLine(
  changes: number,
  { path, dryRun, targetName }: { readonly path: string; readonly dryRun: boolean; readonly targetName: string },
): string {
  if (changes === 0) return `nothing to change: the control table says what ${path} says`;
  if (dryRun) return `${changes} change(s), none applied (dry run)`;
  return `${changes} change(s) applied to ${targetName}; functions see them within 30 seconds`;
}

export async function runList({ json = false }: { json?: boolean }): Promise<void> {
  const { dynamo, controlTable } = connectBackend();
  const file = await readIntegrations(dynamo, controlTable);
  if (json) printJson(file);
  else print(stringify(file).trimEnd());
}

/** The changes from one file to another, entry by entry. */
export function differences(before: IntegrationsFile, after: IntegrationsFile): Change[] {
  const entries = (file: IntegrationsFile): Map<string, unknown> =>
    new Map<string, unknown>([
      ...Object.entries(file.connections).map(([name, value]) => [`connection ${name}`, value] as const),
      ...file.integrations.map((value) => [`integration ${value.key}`, value] as const),
      ...Object.entries(file.intake ?? {}).map(([name, value]) => [`intake ${name}`, value] as const),
      ...Object.entries(file.mappings ?? {}).map(([name, value]) => [`mapping ${name}`, value] as const),
    ]);
  const [old, wanted] = [entries(before), entries(after)];
  const added = [...wanted].flatMap(([what, value]): Change[] => {
    if (!old.has(what)) return [{ change: 'add', what, after: value }];
    return canonical(old.get(what)) === canonical(value)
      ? []
      : [{ change: 'change', what, before: old.get(what), after: value }];
  });
  const removed = [...old]
    .filter(([what]) => !wanted.has(what))
    .map(([what, value]): Change => ({ change: 'remove', what, before: value }));
  return [...added, ...removed];
}

/** JSON with sorted keys: a table returns them in another order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => a.localeCompare(b)))
      : entry,
  );
