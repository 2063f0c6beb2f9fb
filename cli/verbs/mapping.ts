import { type Command, Option } from 'commander';
import { lazy } from '../lazy.ts';
import { moment } from '../option-values.ts';
import { suggest } from '../suggestions.ts';

export function describeMapping(mapping: Command): void {
  describeCheck(mapping);
  describePreview(mapping);
  describeDiff(mapping);
}

function describeCheck(mapping: Command): void {
  mapping
    .command('check')
    .description(
      "compare the file's mappings with what each CRM says of its fields: renamed, deleted, read-only, newly required; " +
        'exit code 1 when something is wrong',
    )
    .addOption(suggest(new Option('--integration <key>', 'only this one'), 'integrations'))
    .option('--json', 'one JSON line an integration')
    .addHelpText('after', '\nExamples:\n  postern mapping check\n  postern mapping check --integration sales --json')
    .action(lazy(async () => (await import('../mapping.ts')).runCheck));
}

function describePreview(mapping: Command): void {
  mapping
    .command('preview')
    .description(
      'show the records that a stored mail, or all mail of a time, makes by the file, also where an integration is off or in ' +
        'shadow mode; nothing is written',
    )
    .argument('[event id]')
    .option('--since <time>', 'instead of an event id: all mail received since then', moment)
    .addOption(suggest(new Option('--integration <key>', 'only this one'), 'integrations'))
    .option('--json', 'one JSON line a delivery')
    .addHelpText(
      'after',
      '\nExamples:\n  postern mapping preview evt_0123…\n  postern mapping preview --since 1d --integration sales',
    )
    .action(lazy(async () => (await import('../mapping-preview.ts')).runPreview));
}

function describeDiff(mapping: Command): void {
  mapping
    .command('diff')
    .description(
      'map stored mail twice, by the control table and by the file, and show which fields would change; nothing is written',
    )
    .addOption(new Option('--since <time>', 'mail received since then').argParser(moment).default(moment('7d'), '7d'))
    .addOption(suggest(new Option('--integration <key>', 'only this one'), 'integrations'))
    .option('--values', 'show the values too: they are words of the mail')
    .option('--json', 'one JSON line a difference')
    .addHelpText(
      'after',
      '\nExamples:\n  postern mapping diff --since 7d\n  postern mapping diff --integration sales --values',
    )
    .action(lazy(async () => (await import('../mapping.ts')).runDiff));
}
