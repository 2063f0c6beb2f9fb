import { type Command, Option } from 'commander';
import { intentLabels, mailKinds } from '../../lambdas/domain/mail/mail-kinds.ts';
import { lazy } from '../lazy.ts';
import { moment, percentage } from '../option-values.ts';
import { suggest } from '../suggestions.ts';

export function describeReview(review: Command): void {
  review
    .command('queue')
    .description(
      'list mail that waits for a person, and samples that nobody has reviewed; exit code 1 when there are any',
    )
    .addOption(new Option('--since <time>', 'mail received since then').argParser(moment).default(moment('7d'), '7d'))
    .option(
      '--percent <percent>',
      'the share of all mail that is sampled, 0 to 100; the same mails are sampled each time',
      percentage,
      1,
    )
    .option('--words', 'show subject and newest words: they are words of the mail')
    .option('--json', 'one JSON line a sample')
    .addHelpText('after', '\nExamples:\n  postern review queue\n  postern review queue --since 30d --percent 5 --words')
    .action(lazy(async () => (await import('../review.ts')).runQueue));
  review
    .command('say')
    .description('record a verdict on a mail; without --kind and --intent: Postern was right')
    .argument('<eventId>')
    .addOption(suggest(new Option('--kind <kind>', `the right kind: ${mailKinds.join(', ')}`), mailKinds))
    .addOption(suggest(new Option('--intent <intent>', `the right intent: ${intentLabels.join(', ')}`), intentLabels))
    .option('--note <text>', 'what else is wrong, such as the contact; do not quote the mail')
    .addHelpText(
      'after',
      '\nExamples:\n  postern review say evt_0123…\n  postern review say evt_0123… --kind auto-reply',
    )
    .action(lazy(async () => (await import('../review.ts')).runSay));
  review
    .command('report')
    .description('show how often each kind and intent was right')
    .option('--json', 'one JSON line a class')
    .addHelpText('after', '\nExample:\n  postern review report')
    .action(lazy(async () => (await import('../review.ts')).runReport));
}
