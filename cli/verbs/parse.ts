import type { Command } from 'commander';
import { lazy } from '../lazy.ts';

export function describeParse(verb: Command): void {
  verb
    .argument('<paths...>', '.eml files, folders, mbox files, or - for standard input')
    .option('--jsonl', 'JSON lines even on a terminal')
    .option('--json', 'the same as --jsonl')
    .addHelpText(
      'after',
      '\nExamples:\n  postern parse mail.eml\n  postern parse --jsonl fixtures/emails > events.jsonl\n  cat mail.eml | postern parse -',
    )
    .action(lazy(async () => (await import('../parse.ts')).runParse));
}
