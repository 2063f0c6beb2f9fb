import { Argument, type Command, Option } from 'commander';
import { defaultGates } from '../../lambdas/domain/delivery/promotion.ts';
import { lazy } from '../lazy.ts';
import { moment, percentage, wholeNumber } from '../option-values.ts';
import { suggest } from '../suggestions.ts';

export function describePromote(verb: Command): void {
  verb
    .addArgument(suggest(new Argument('<integration>'), 'integrations'))
    .option('--percent <percent>', 'only this share of its conversations; default: all', percentage)
    .addOption(
      new Option('--since <time>', 'the mail that the figures are about').argParser(moment).default(moment('7d'), '7d'),
    )
    .option(
      '--min-mails <count>',
      'mails that must have been seen at least',
      wholeNumber(0, 1_000_000),
      defaultGates.minMails,
    )
    .option('--dry-run', 'only compare the figures with the gates')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern promote sales --percent 10\n  postern promote sales --dry-run')
    .action(lazy(async () => (await import('../promote.ts')).runPromote));
}
