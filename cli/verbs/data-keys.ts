import type { Command } from 'commander';
import { lazy } from '../lazy.ts';

export function describeDataKeys(keys: Command): void {
  keys
    .command('list')
    .description('the tenants with a key of their own for stored events, and those whose key was destroyed')
    .option('--json', 'one JSON line a key')
    .addHelpText('after', '\nExamples:\n  postern data keys list\n  postern data keys list --json')
    .action(lazy(async () => (await import('../data/keys.ts')).runListKeys));
  keys
    .command('destroy')
    .description(
      'destroy the key of a tenant: the stored events cannot be read any more; exit code 1 when there is none',
    )
    .requiredOption('--tenant <name>', 'the tenant')
    .option('--yes', 'destroy it; without this nothing happens')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern data keys destroy --tenant acme --yes')
    .action(lazy(async () => (await import('../data/keys.ts')).runDestroyKey));
}
