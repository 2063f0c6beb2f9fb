import type { Command } from 'commander';
import { lazy } from '../lazy.ts';
import { moment } from '../option-values.ts';

export function describeReport(verb: Command): void {
  verb
    .command('quarterly')
    .description(
      'for the quarterly review: keys and their ages, owners of mappings, acts of people, audit, unused grants, retention and legal holds, to be signed',
    )
    .option('--since <time>', 'the beginning of the quarter; default: 92 days ago', moment)
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern report quarterly\n  postern report quarterly --since 2026-10-01\n  postern report quarterly --json',
    )
    .action(lazy(async () => (await import('../report/run-quarterly.ts')).runQuarterly));
}
