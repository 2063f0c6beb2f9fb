import { Argument, type Command } from 'commander';
import { lazy } from '../lazy.ts';
import { suggest } from '../suggestions.ts';

export function describeParse(verb: Command): void {
  verb
    .addArgument(
      suggest(new Argument('<paths...>', '.eml files, folders, mbox files, or - for standard input'), 'files'),
    )
    .option('--jsonl', 'JSON lines even on a terminal')
    .option('--json', 'the same as --jsonl')
    .addHelpText(
      'after',
      '\nExamples:\n  postern parse mail.eml\n  postern parse --jsonl fixtures/emails > events.jsonl\n  cat mail.eml | postern parse -',
    )
    .action(lazy(async () => (await import('../parse.ts')).runParse));
}
