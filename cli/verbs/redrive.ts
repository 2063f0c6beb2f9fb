import { type Command, Option } from 'commander';
import { lazy } from '../lazy.ts';
import { suggest } from '../suggestions.ts';

export function describeRedrive(verb: Command): void {
  verb
    .option('--dry-run', 'only show what waits, and why')
    .option('--thread <key>', 'only this conversation')
    .option('--event <id>', 'only the conversation in which this event waits')
    .addOption(suggest(new Option('--integration <key>', 'only conversations of this integration'), 'integrations'))
    .option('--skip <event id>', 'give this event up for good (fate: dead) and go on with its conversation')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern redrive --dry-run\n  postern redrive --integration sales\n  postern redrive --skip evt_0123…',
    )
    .action(lazy(async () => (await import('../redrive.ts')).runRedrive));
}
