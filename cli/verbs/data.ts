import type { Command } from 'commander';
import { lazy } from '../lazy.ts';

export function describeData(data: Command): void {
  data
    .command('export')
    .description(
      'write everything that is stored about a person into a zip file: mails, files, events, deliveries, consent, and the ' +
        'records that were written; exit code 1 when nothing is stored',
    )
    .requiredOption('--address <address>', 'the person')
    .option('--tenant <name>', 'default: the only one')
    .option('--out <file>', 'default: export-<date>.zip in this folder; the name does not hold the address')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern data export --address lea@example.org\n  postern data export --address lea@example.org --out lea.zip',
    )
    .action(lazy(async () => (await import('../data/export.ts')).runExport));
}
