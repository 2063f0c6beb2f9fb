import { Argument, type Command } from 'commander';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { suggest } from '../suggestions.ts';

export function describeExplain(verb: Command): void {
  withMasked(verb)
    .addArgument(
      suggest(
        new Argument('<what...>', '.eml files, folders, mbox files, - for standard input, or an event id (evt_…)'),
        'files',
      ),
    )
    .option('--json', 'one JSON line a mail')
    .addHelpText(
      'after',
      '\nExamples:\n  postern explain fixtures/emails/auto-reply.eml\n  postern explain evt_0123…\n  postern explain --json fixtures/emails | less\n\nFiles are explained offline and together, so that answers find their threads. An event id needs the pipeline that\nholds it; its raw mail is read again by the current rules.',
    )
    .action(lazy(async () => (await import('../explain.ts')).runExplain));
}
