import { type Command, Option } from 'commander';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { moment } from '../option-values.ts';

export function describeTrace(verb: Command): void {
  withMasked(verb)
    .argument('<id>', "an event id (evt_…), a Message-ID, the id that SMTP answered with, or a record's id at the CRM")
    .addOption(
      new Option('--since <time>', 'how far back to look for the id of a CRM')
        .argParser(moment)
        .default(moment('30d'), '30d'),
    )
    .option('--json', 'one JSON line an event')
    .addHelpText(
      'after',
      "\nExamples:\n  postern trace evt_0123…\n  postern trace '<id@example.com>' --json\n  postern trace 51003 --since 7d   the mail behind a record of the CRM",
    )
    .action(lazy(async () => (await import('../trace.ts')).runTrace));
}
