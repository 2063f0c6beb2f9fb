import type { Command } from 'commander';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';

export function describeThreads(threads: Command): void {
  withMasked(threads.command('show'))
    .description('show the merges in which a conversation has part; exit code 1 when there are none')
    .argument('<thread>', 'the key of a conversation, or the id of an event in it')
    .option('--tenant <name>', 'default: all')
    .option('--json', 'one JSON line a merge')
    .addHelpText('after', '\nExamples:\n  postern threads show evt_0123…\n  postern threads show 8c3f8fb6… --json')
    .action(lazy(async () => (await import('../threads.ts')).runShow));
  threads
    .command('age')
    .description(
      'once, after an update: give rows of earlier versions their time to live, and remove the hashes that were made ' +
        'without a key. Exit code 1 when there are no such rows',
    )
    .option('--dry-run', 'only count the rows')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern threads age --dry-run\n  postern threads age')
    .action(lazy(async () => (await import('../threads.ts')).runAge));
  threads
    .command('split')
    .description(
      'take the merges of a conversation back: later mail goes to the conversation that it answers, no mail merges the ' +
        'two again, and delivered mail stays where it is. Exit code 1 when there is nothing to take back',
    )
    .argument('<thread>', 'the key of either conversation, or the id of an event in it')
    .option('--by <event id>', 'only the merges by this mail')
    .option('--tenant <name>', 'default: all')
    .option('--dry-run', 'only show what would be split')
    .option('--json', 'one JSON line a merge')
    .addHelpText(
      'after',
      '\nExamples:\n  postern threads split evt_0123… --dry-run\n  postern threads split 8c3f8fb6… --by evt_0123…',
    )
    .action(lazy(async () => (await import('../threads.ts')).runSplit));
}
