import type { Command } from 'commander';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { describeLegalHolds } from './holds-legal.ts';

export function describeHolds(verb: Command): void {
  withMasked(verb)
    // Both this verb and those below it have --tenant and --json.
    .enablePositionalOptions()
    .option('--tenant <name>', 'default: the only one')
    .option('--release <provider>', 'lift a hold by hand; it comes back while the rates stay as they are')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern holds\n  postern holds --release google')
    .action(lazy(async () => (await import('../holds.ts')).runHolds));
  describeLegalHolds(verb);
}
