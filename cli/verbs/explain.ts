import type { Command } from 'commander';
import { lazy } from '../lazy.ts';

export function describeExplain(verb: Command): void {
  verb
    .argument('<what...>', '.eml files, folders, mbox files, - for standard input, or an event id (evt_…)')
    .option('--json', 'one JSON line a mail')
    .addHelpText(
      'after',
      '\nExamples:\n  postern explain fixtures/emails/auto-reply.eml\n  postern explain evt_0123…\n  postern explain --json fixtures/emails | less\n\nFiles are explained offline and together, so that answers find their threads. An event id needs the pipeline that\nholds it; its raw mail is read again by the current rules.',
    )
    .action(lazy(async () => (await import('../explain.ts')).runExplain));
}
