import { type Command, Option } from 'commander';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { duration, moment } from '../option-values.ts';

export function describeAudit(verb: Command): void {
  withMasked(verb)
    .option('--since <time>', 'only mail stored since then; default: everything', moment)
    .addOption(
      new Option('--grace <duration>', 'how long a mail may be on its way')
        .argParser(duration('36500d'))
        .default(900_000, '15m'),
    )
    .option('--repair', 'first has the sweep queue again what the ledger lacks; then what it found is on its way')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern audit\n  postern audit --since 7d --grace 30m\n  postern audit --since 2026-11-01 --json\n  postern audit --repair',
    )
    .action(lazy(async () => (await import('../audit.ts')).runAudit));
}
