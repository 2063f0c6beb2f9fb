import type { Command } from 'commander';
import { stringify } from 'yaml';
import { readIntegrations, writeIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { compact } from '../lambdas/compact.ts';
import type { Integration, IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { createRouter } from '../lambdas/domain/configuration/route.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { connectBackend, dataDirectory } from './backend.ts';
import { findUnreadableOn } from './deployed-secrets.ts';
import { loadIntegrations } from './integrations-file.ts';
import { fail, print, printJson } from './output.ts';

type Change = {
  readonly change: 'add' | 'change' | 'remove';
  readonly what: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

export function registerRoutes(program: Command): void {
  const routes = program.command('routes').description('integrations: which address goes to which CRM');
  routes
    .command('apply')
    .description('make the control table say what the file says; shows the difference first')
    .argument('[file]', 'default: POSTERN_INTEGRATIONS, integrations.yaml, or the example')
    .option('--dry-run', 'only show the difference')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern routes apply --dry-run\n  postern routes apply integrations.yaml')
    .action((path: string | undefined, options: { dryRun?: boolean; json?: boolean }) =>
      apply(path, options).catch(fail),
    );
  routes
    .command('list')
    .description('what stands in the control table')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExample:\n  postern routes list --json')
    .action((options: { json?: boolean }) => list(options).catch(fail));
  routes
    .command('test')
    .description('where mail to an address would go, by the file; needs no pipeline. Exit code 1: nowhere')
    .argument('<address>')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExample:\n  postern routes test deal+12345@inbound.localhost')
    .action((address: string, options: { json?: boolean }) => {
      try {
        const { integrations } = loadIntegrations().file;
        const route = createRouter(integrations)(address);
        const warnings = openTokens(integrations.filter(({ key }) => key === route?.integration));
        if (options.json)
          printJson({ address, ...route, ...compact({ warnings: warnings.length > 0 ? warnings : undefined }) });
        else {
          print(
            route
              ? `${address} → ${route.integration}${route.token ? ` (${route.token.type} ${route.token.id})` : ''}`
              : `${address} goes nowhere: its mail would be unrouted`,
          );
          for (const warning of warnings) print(warning);
        }
        process.exitCode = route ? 0 : 1;
      } catch (error) {
        fail(error);
      }
    });
}

async function apply(
  path: string | undefined,
  { dryRun = false, json = false }: { dryRun?: boolean; json?: boolean },
): Promise<void> {
  const { path: used, file } = path === undefined ? loadIntegrations() : loadIntegrations(path);
  const backend = connectBackend();
  const { dynamo, controlTable } = backend;
  const unreadable = findUnreadableOn(backend, file);
  if (unreadable.length > 0) {
    const lines = unreadable.map(({ path: key, found, wanted }) => `  ${key}: found ${found}; wants ${wanted}`);
    throw new ConfigError(`${used} cannot work on this deployment:\n${lines.join('\n')}`);
  }
  const before = await readIntegrations(dynamo, controlTable);
  const changes = differences(before, file);
  const target = backend.isLocal
    ? { kind: 'local', name: `the local pipeline in ${dataDirectory()}` }
    : { kind: 'deployment', name: `the deployment with the table ${controlTable}` };
  if (!dryRun && changes.length > 0) await writeIntegrations(dynamo, controlTable, before, file);
  const warnings = openTokens(file.integrations);
  if (json) {
    printJson(
      compact({
        file: used,
        target: target.kind,
        dryRun,
        changes,
        warnings: warnings.length > 0 ? warnings : undefined,
      }),
    );
    return;
  }
  for (const warning of warnings) print(warning);
  for (const { change, what, before: old, after } of changes) {
    print(
      `${{ add: '+', change: '~', remove: '-' }[change]} ${what}${change === 'change' ? `\n    was ${JSON.stringify(old)}\n    now ${JSON.stringify(after)}` : ''}`,
    );
  }
  if (changes.length === 0) print(`nothing to change: the control table says what ${used} says`);
  else if (dryRun) print(`${changes.length} change(s), none applied (dry run)`);
  // A pipeline that runs here overrules the variables of a deployment, so the target is named.
  else print(`${changes.length} change(s) applied to ${target.name}; functions see them within 30 seconds`);
}

async function list({ json = false }: { json?: boolean }): Promise<void> {
  const { dynamo, controlTable } = connectBackend();
  const file = await readIntegrations(dynamo, controlTable);
  if (json) printJson(file);
  else print(stringify(file).trimEnd());
}

/** What would change, entry by entry. */
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

/** JSON with sorted keys: a table gives them back in another order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => a.localeCompare(b)))
      : entry,
  );

/** Integrations whose addresses name any deal to everybody, in words. */
export const openTokens = (integrations: readonly Pick<Integration, 'key' | 'tokens'>[]): string[] =>
  integrations
    .filter(({ tokens }) => tokens === 'open')
    .map(({ key }) => `WARNING ${key}: tokens: open lets everybody write to any deal by its number`);
