import { Argument, type Command, Option } from 'commander';
import { defaultRecipient } from '../../local/local-recipients.ts';
import { lazy } from '../lazy.ts';
import { duration } from '../option-values.ts';
import { suggest } from '../suggestions.ts';
import { madeKinds } from '../trigger/made-mails.ts';

export function describeTrigger(verb: Command): void {
  verb
    .addArgument(suggest(new Argument('[kind]', 'the kind of mail; --list shows them'), Object.keys(madeKinds)))
    .option('--list', 'show the kinds of mail')
    .option(
      '--to <address>',
      `envelope recipient; default: ${defaultRecipient}, for reports and requests bounces@ and unsubscribe@`,
    )
    .option('--wait', 'wait until the mail has its fate')
    .addOption(
      new Option('--timeout <duration>', 'how long --wait waits').argParser(duration('24d')).default(120_000, '2m'),
    )
    .addOption(
      suggest(
        new Option('--out <file>', 'write the mail to a file, or - for standard output, and send nothing').conflicts(
          'wait',
        ),
        'files',
      ),
    )
    .option('--json', 'one JSON line a mail')
    .addHelpText(
      'after',
      '\nExamples:\n  postern trigger --list\n  postern trigger message --wait\n' +
        '  postern trigger bounce\n  postern trigger invite --to sales@inbound.localhost\n  postern trigger message --out mail.eml',
    )
    .action(lazy(async () => (await import('../trigger.ts')).runTrigger));
}
