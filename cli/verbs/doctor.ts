import type { Command } from 'commander';
import { lazy } from '../lazy.ts';
import { dnsServer } from '../option-values.ts';

export function describeDoctor(verb: Command): void {
  verb
    .option('--probe', "also ask each connection, with this shell's credentials, by calls that write no record")
    .option('--fix', 'like --probe, and make the fields of ours that a CRM does not have')
    .option('--aws', 'also compare the account with the deployment: the last step of deploying')
    .option('--dns <server>', 'with --aws: ask this DNS server instead of the system, as in 1.1.1.1', dnsServer)
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern doctor\n  postern doctor --probe\n  postern doctor --fix\n  postern doctor --aws\n  postern doctor --json',
    )
    .action(lazy(async () => (await import('../doctor.ts')).runDoctor));
}
