import { type Command, Option } from 'commander';
import { mailKinds } from '../../lambdas/domain/mail/mail-kinds.ts';
import { withApi } from '../api/api-options.ts';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { moment } from '../option-values.ts';
import { suggest } from '../suggestions.ts';

/** Adds the options that choose events of the list. */
export const withEventFilter = (verb: Command): Command =>
  verb
    .addOption(suggest(new Option('--integration <key>', 'only events of that integration'), 'integrations'))
    .addOption(suggest(new Option('--kind <kind>', `only mail of that kind: ${mailKinds.join(', ')}`), mailKinds))
    .option('--tenant <name>', 'only events of that tenant; default: all that the key may read')
    .addOption(
      new Option('--since <time>', 'begin with events that were recorded then or later; default: now')
        .argParser(moment)
        .conflicts('cursor'),
    )
    .option('--cursor <cursor>', 'go on behind the cursor that an earlier call ended with');

export function describeTail(verb: Command): void {
  withMasked(withEventFilter(withApi(verb)))
    .option('--details', 'ask for each event, and show its sender, subject and fate')
    .option('--json', 'one JSON line an event')
    .addHelpText(
      'after',
      '\nExamples:\n  postern tail\n  postern tail --integration sales --since 1h --details --masked\n' +
        '  postern tail --api https://api.example.com --api-key-file key.txt --json\n' +
        '\nThe API key wants the scope events:read.',
    )
    .action(lazy(async () => (await import('../tail.ts')).runTail));
}
