import { Argument, type Command } from 'commander';
import { lazy } from '../lazy.ts';
import { suggest } from '../suggestions.ts';

export function describeRoutes(routes: Command): void {
  routes
    .command('apply')
    .description('bring the control table in line with the file, and show the difference')
    .addArgument(
      suggest(new Argument('[file]', 'default: POSTERN_INTEGRATIONS, integrations.yaml, or the example'), 'files'),
    )
    .option('--dry-run', 'only show the difference')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern routes apply --dry-run\n  postern routes apply integrations.yaml')

    .action(lazy(async () => (await import('../routes.ts')).runApply));
  routes
    .command('list')
    .description('print the control table')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExample:\n  postern routes list --json')
    .action(lazy(async () => (await import('../routes.ts')).runList));
  routes
    .command('test')
    .description('show where mail to an address would go, by the file; needs no pipeline. Exit code 1: nowhere')
    .argument('<address>')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExample:\n  postern routes test deal+12345@inbound.localhost')
    .action(lazy(async () => (await import('../route-test.ts')).runTest));
}
