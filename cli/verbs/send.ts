import { Argument, type Command, Option } from 'commander';
import { defaultRecipient, localDomain } from '../../local/local-recipients.ts';
import { lazy } from '../lazy.ts';
import { duration } from '../option-values.ts';
import { suggest } from '../suggestions.ts';

export function describeSend(verb: Command): void {
  verb
    .addArgument(
      suggest(new Argument('<paths...>', '.eml files, folders, mbox files, or - for standard input'), 'files'),
    )
    .option(
      '--to <address...>',
      `envelope recipients; default: the mail's own at ${localDomain}, else ${defaultRecipient}`,
    )
    .option('--wait', 'wait until every recipient has its fate')
    .addOption(
      new Option('--timeout <duration>', 'how long --wait waits').argParser(duration('24d')).default(120_000, '2m'),
    )
    .option('--json', 'one JSON line a mail and recipient')
    .addHelpText(
      'after',
      '\nWith --wait the exit code is 0 when each recipient has its fate, whatever it is: also quarantined, as for a file that is no mail.\n\nExamples:\n  postern send fixtures/emails --wait\n  postern send mail.eml --to sales@inbound.localhost --wait --json',
    )
    .action(lazy(async () => (await import('../send.ts')).runSend));
}
