import { type Command, Option } from 'commander';
import { errorClasses } from '../../lambdas/domain/crm/outcome.ts';
import { reopenableFates } from '../../lambdas/domain/delivery/redrive-report.ts';
import { lazy } from '../lazy.ts';
import { moment } from '../option-values.ts';
import { suggest } from '../suggestions.ts';

export function describeReplay(verb: Command): void {
  verb
    .argument(
      '[ids...]',
      'event ids (evt_…), Message-IDs, or mail ids of quarantined mail; without ids, all mail that the options let through',
    )
    .option('--thread <key>', 'only this conversation')
    .addOption(suggest(new Option('--integration <key>', 'only this integration'), 'integrations'))
    .addOption(
      suggest(
        new Option(
          '--error <class>',
          `only deliveries whose last failure was of this class: ${errorClasses.join(', ')}`,
        ),
        errorClasses,
      ),
    )
    .addOption(
      suggest(
        new Option(
          '--fate <fate>',
          `take back this fate, and deliver by the configuration of today: ${reopenableFates.join(', ')}`,
        ),
        reopenableFates,
      ),
    )
    .option('--delivered', 'also what was delivered: to a webhook, a bus or a queue once more, with a mark')
    .option('--new-ids', 'with --delivered: new message ids, so that consumers do not drop what they have')
    .option('--since <time>', 'only mail received since then', moment)
    .option('--until <time>', 'only mail received before then', moment)
    .option('--dry-run', 'only show what would be replayed')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      "\nExamples:\n  postern replay evt_0123… --dry-run\n  postern replay '<id@example.com>'\n  postern replay --integration sales --error validation --since 2026-11-01\n  postern replay --fate filtered --integration sales --since 2026-11-01 --dry-run\n  postern replay --delivered --integration hooks --since 2026-11-20T08:00Z",
    )
    .action(lazy(async () => (await import('../replay.ts')).runReplay));
}
