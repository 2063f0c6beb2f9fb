import { type Command, Option } from 'commander';
import { intentLabels, mailKinds } from '../../lambdas/domain/mail/mail-kinds.ts';
import { judgementWords } from '../../lambdas/domain/understanding/review.ts';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { moment, percentage } from '../option-values.ts';
import { suggest } from '../suggestions.ts';

/** The verdicts of an option, for its help. */
const words = (about: keyof typeof judgementWords): string => judgementWords[about].join(', ');

export function describeReview(review: Command): void {
  withMasked(review.command('queue'), 'words')
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
    .addOption(
      suggest(new Option('--trust <verdict>', `the trust in its sender is ${words('trust')}`), [
        ...judgementWords.trust,
      ]),
    )
    .addOption(
      suggest(new Option('--thread <verdict>', `its conversation is ${words('thread')}`), [...judgementWords.thread]),
    )
    .addOption(
      suggest(new Option('--person <verdict>', `the contact is ${words('person')}`), [...judgementWords.person]),
    )
    .addOption(
      suggest(
        new Option('--integration <key>', 'where the mail went to several: the one that is meant'),
        'integrations',
      ),
    )
    .option('--note <text>', 'what else is wrong; do not quote the mail')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern review say evt_0123…\n  postern review say evt_0123… --kind auto-reply' +
        '\n  postern review say evt_0123… --thread wrong --person right --trust too-low',
    )
    .action(lazy(async () => (await import('../review-say.ts')).runSay));
  withMasked(review.command('compare'), 'values')
    .description(
      'compare delivered mail with what stands in the CRM: its records by our keys, and the mapped fields of its contact; ' +
        'without ids the sample of the queue; reads only; exit code 1 when a record is missing or another',
    )
    .argument('[event ids...]')
    .addOption(new Option('--since <time>', 'mail received since then').argParser(moment).default(moment('7d'), '7d'))
    .option('--percent <percent>', 'the share of all mail that is sampled, 0 to 100', percentage, 1)
    .addOption(suggest(new Option('--integration <key>', 'only this one'), 'integrations'))
    .option('--values', 'show the values of fields that differ: they are words of the mail')
    .option('--json', 'one JSON line a delivery')
    .addHelpText(
      'after',
      '\nExamples:\n  postern review compare\n  postern review compare evt_0123… --values\n  postern review compare --since 30d --percent 5 --integration sales',
    )
    .action(lazy(async () => (await import('../review-compare.ts')).runCompare));
  review
    .command('report')
    .description('show how often each kind and intent was right, and each judged trust, conversation and person')
    .option('--json', 'one JSON line a class')
    .addHelpText('after', '\nExample:\n  postern review report')
    .action(lazy(async () => (await import('../review.ts')).runReport));
}
