import { type Command, Option } from 'commander';
import { sources } from '../../lambdas/domain/consent/signals.ts';
import { liftableSignals } from '../consent-states.ts';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { moment } from '../option-values.ts';

export function describeConsentReview(consent: Command): void {
  withMasked(consent.command('review'))
    .description('changes from mails whose senders are unproven; exit code 1 when there are any')
    .option('--tenant <name>', 'default: the only one')
    .addOption(
      new Option('--since <time>', 'only changes since then; they are kept for 90 days')
        .argParser(moment)
        .default(moment('7d'), '7d'),
    )
    .option('--json', 'one JSON line a change')
    .addHelpText(
      'after',
      '\nhint: it is about somebody else and names no mail of ours. It has no effect.\nunproven: its sender may be somebody else. It stops marketing and sales until it is lifted.\n\nExamples:\n  postern consent review\n  postern consent review --since 1d --json',
    )
    .action(lazy(async () => (await import('../consent-review.ts')).runReview));

  withMasked(consent.command('lift'))
    .description('take back the changes of a source over a time, as if they had never been made')
    .addOption(new Option('--source <names...>', 'where the changes came from').choices(sources).makeOptionMandatory())
    .addOption(new Option('--since <time>', 'when they reached us').argParser(moment).makeOptionMandatory())
    .option('--until <time>', 'default: now', moment)
    .addOption(new Option('--signal <names...>', 'only these').choices(liftableSignals))
    .option('--evidence <id>', 'only changes with this evidence, such as the event id of one mail')
    .option('--proven', 'also changes that are proven, or older than proof')
    .option('--dry-run', 'only show what would be taken back')
    .option('--reason <text>', 'a few words for the history')
    .option('--tenant <name>', 'default: the only one')
    .option('--json', 'one JSON line an address')
    .addHelpText(
      'after',
      '\nEarlier and later changes hold again, also at every CRM and CDP. The history keeps everything.\n\nExamples:\n  postern consent lift --source mail --since 2h --dry-run\n  postern consent lift --source mail --since 2026-11-20T08:00:00Z --until 2026-11-20T09:00:00Z --reason "forged"\n  postern consent lift --source mail --since 30d --evidence evt_0123… --proven',
    )
    .action(lazy(async () => (await import('../consent-review.ts')).runLift));
}
