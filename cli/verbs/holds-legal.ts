import { type Command, Option } from 'commander';
import { lazy } from '../lazy.ts';
import { duration, moment } from '../option-values.ts';

/** In ms: functions read the holds every 30 s, and parse works on a mail for two minutes at most. */
const settleMs = 150_000;

/** Adds the verbs of legal holds. */
export function describeLegalHolds(holds: Command): void {
  const legal = holds
    .command('legal')
    .description('legal holds: mail that neither retention nor erasure deletes until the hold is released');
  describePlace(legal);
  withWorkOptions(legal.command('release'))
    .description(
      'release a hold: mail that no other hold is on gets its retention back; exit code 1 when the id is unknown',
    )
    .argument('<id>', 'as postern holds legal list shows it')
    .addHelpText(
      'after',
      '\nExamples:\n  postern holds legal release hold_0123456789ab --dry-run\n  postern holds legal release hold_0123456789ab',
    )
    .action(lazy(async () => (await import('../legal/verbs.ts')).runRelease));
  legal
    .command('list')
    .description('the holds, those included that are being placed or released')
    .option('--json', 'one JSON line a hold')
    .addHelpText('after', '\nExamples:\n  postern holds legal list\n  postern holds legal list --json')
    .action(lazy(async () => (await import('../legal/verbs.ts')).runList));
}

function describePlace(legal: Command): void {
  withWorkOptions(legal.command('place'))
    .description(
      'hold mail: it is held on arrival from now on, and what is stored is held by this command. The same command goes on ' +
        'where an earlier one was stopped, and goes over everything again when it was not',
    )
    .requiredOption('--reason <text>', 'for the record, such as the number of a case')
    .option('--tenant <name>', 'all mail of a tenant; with another option: only of that tenant')
    .option('--address <address>', 'mail from, to or about a person')
    .option('--thread <key>', 'the key of a conversation, or the id of an event in it')
    .option('--from <time>', 'mail received since then; with --to', moment)
    .option('--to <time>', 'mail received before then; with --from', moment)
    .addHelpText(
      'after',
      '\nExamples:\n  postern holds legal place --address lea@example.org --reason "case 7" --dry-run' +
        '\n  postern holds legal place --tenant acme --from 2026-01-01 --to 2026-07-01 --reason "audit 2026"' +
        '\n  postern holds legal place --thread evt_0123… --reason "case 7" --yes',
    )
    .action(lazy(async () => (await import('../legal/verbs.ts')).runPlace));
}

const withWorkOptions = (command: Command): Command =>
  command
    .option('--dry-run', 'only show what would be done')
    .option('--yes', 'do not ask')
    .addOption(
      new Option(
        '--settle <duration>',
        'how long functions may work without knowing of the change; less where nothing is received',
      )
        .argParser(duration('24d'))
        .default(settleMs, '150s'),
    )
    .option('--json', 'one JSON line');
