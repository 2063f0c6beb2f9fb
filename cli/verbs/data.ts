import { type Command, Option } from 'commander';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { wholeNumber } from '../option-values.ts';
import { suggest } from '../suggestions.ts';
import { describeDataKeys } from './data-keys.ts';

export function describeData(data: Command): void {
  describeReport(data);
  describeExport(data);
  describeErase(data);
  describeAge(data);
  describeDataKeys(data.command('keys').description('keys of tenants, under which their events are stored'));
}

function describeReport(data: Command): void {
  data
    .command('report')
    .description(
      'show what is stored, by prefix and kind of row: how many, how old, how large, what it costs a month, and how much ' +
        'goes within 7, 30 and 90 days',
    )
    .option('--rows <count>', 'rows of each table that are looked at', wholeNumber(0, 1_000_000_000), 1_000_000)
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern data report\n  postern data report --rows 50000 --json')
    .action(lazy(async () => (await import('../data/report.ts')).runReport));
}

function describeExport(data: Command): void {
  withMasked(data.command('export'))
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
      '\nExamples:\n  postern data export --address lea@example.org\n  postern data export --address lea@example.org --out lea.zip\n  postern data export --address lea@example.org --masked',
    )
    .action(lazy(async () => (await import('../data/export.ts')).runExport));
}

/** How mails are treated that other people are in. */
const sharedMailRules = ['pseudonymize', 'keep'];

function describeErase(data: Command): void {
  data
    .command('erase')
    .description(
      'delete a person from everything that is stored, but the keyed hash under which they stay suppressed, and print a ' +
        'certificate; asks before it acts, and can be run again after a failure; exit code 1 when nothing is stored',
    )
    .requiredOption('--address <address>', 'the person')
    .option('--tenant <name>', 'default: the only one')
    .addOption(
      suggest(
        new Option(
          '--shared-mail <rule>',
          'mail that other people are in: pseudonymize takes the person out, keep leaves it; default: the setting of the stage',
        ),
        sharedMailRules,
      ),
    )
    .option('--dry-run', 'only show what would be erased')
    .option('--yes', 'do not ask')
    .option('--out <file>', 'write the certificate into this file, too')
    .option('--json', 'one JSON line: the certificate')
    .addHelpText(
      'after',
      '\nExamples:\n  postern data erase --address lea@example.org --dry-run\n  postern data erase --address lea@example.org --out certificate.json',
    )
    .action(lazy(async () => (await import('../data/erase.ts')).runErase));
}

function describeAge(data: Command): void {
  data
    .command('age')
    .description(
      'once, after an update: give rows of earlier versions that have no end the one that the table of retention says; ' +
        'exit code 1 when there are no such rows',
    )
    .option('--dry-run', 'only count the rows')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern data age --dry-run\n  postern data age')
    .action(lazy(async () => (await import('../data/age.ts')).runAge));
}
