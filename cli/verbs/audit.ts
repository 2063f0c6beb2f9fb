import { type Command, Option } from 'commander';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { duration, moment } from '../option-values.ts';

export function describeAudit(verb: Command): void {
  verb.enablePositionalOptions();
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
      '\nExamples:\n  postern audit\n  postern audit --since 7d --grace 30m\n  postern audit --since 2026-11-01 --json\n  postern audit --repair\n  postern audit log --since 1d\n  postern audit verify',
    )
    .action(lazy(async () => (await import('../audit.ts')).runAudit));
  verb
    .command('log')
    .description('print the audit trail: what happened, and who did it. Exit code 1: no such entry')
    .option('--since <time>', 'only entries since then; default: everything', moment)
    .option('--actor <text>', 'only entries whose actor has this text in it: an ARN, laptop, schedule, postern')
    .option('--operation <name>', 'only this operation, such as record.written, or a group of them, such as consent')
    .option('--json', 'one JSON line for each entry, an event of OCSF')
    .addHelpText(
      'after',
      '\nExamples:\n  postern audit log --since 1d\n  postern audit log --operation configuration --actor role/Admin\n  postern audit log --json',
    )
    .action(lazy(async () => (await import('../audit-log.ts')).runAuditLog));
  verb
    .command('verify')
    .description('check the chain of the audit trail. Exit code 1: it was tampered with, or there is none')
    .option('--since <time>', 'only from the begin of this day on (UTC); default: everything', moment)
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern audit verify\n  postern audit verify --since 30d --json')
    .action(lazy(async () => (await import('../audit-verify.ts')).runAuditVerify));
}
