// `npm run witness`: programs that others wrote look at what we made. `--help` has examples.
import { join } from 'node:path';
import { assembleStacks } from './assembly.ts';
import { runCommand } from './command.ts';
import { witnesses } from './registry.ts';
import type { AssembledStack } from './template.ts';

const help = `npm run witness -- [names] [--json] [--tally <file>]

Programs that others wrote look at the templates and at the services that our tests run on. A witness that is not
installed and cannot be is skipped; with CI=true it has failed.

${witnesses.map(({ name, confirms }) => `  ${name.padEnd(16)} ${confirms}`).join('\n')}

  --json           results as JSON on stdout, progress on stderr
  --tally <file>   appends the counts to a file, for the total of .ci/run

Examples
  npm run witness                              all of them
  npm run witness -- cfn-lint                  one of them
  npm run -s witness -- moto-stacks --json     for a program to read
`;

await runCommand({
  name: 'witness',
  help,
  witnesses: () => witnesses,
  stacks: (scratch) => {
    let stacks: Promise<readonly AssembledStack[]> | undefined;
    return () => {
      stacks ??= assembleStacks(join(scratch, 'cdk.out'));
      return stacks;
    };
  },
});
