import type { Command } from 'commander';
import { lazy } from '../lazy.ts';

export function describeRollback(verb: Command): void {
  verb
    .option('--to <release>', 'go to this release; the versions of the functions name it in their description')
    .option('--yes', 'carry the plan out')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `\nExamples:\n  postern rollback\n  postern rollback --yes\n  postern rollback --to 4f1c02a97be3 --yes`,
    )
    .action(lazy(async () => (await import('../rollback.ts')).runRollback));
}
