import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Command } from 'commander';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { readFunctions, rollBack } from './lambda-releases.ts';
import { fail, print, printJson } from './output.ts';
import { type Move, planRollback, type RollbackPlan } from './rollback-plan.ts';

/** Of the deployment's `CliEnvironment` output: `<folder under lambdas/>:<name>` of each function, with commas between. */
const functionsVariable = 'FUNCTIONS';

/** What CloudFormation calls while it deploys has no alias. */
const withoutReleases = new Set(['activate']);

interface RollbackOptions {
  readonly to?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Adds the verb that takes a release back. */
export function registerRollback(program: Command): void {
  program
    .command('rollback')
    .description(
      'take a deployment back to the release before: all functions together; shows what it would do, and does it with --yes',
    )
    .option('--to <release>', 'to this release, as the versions of the functions name it in their description')
    .option('--yes', 'do it')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `\nExamples:\n  postern rollback\n  postern rollback --yes\n  postern rollback --to 4f1c02a97be3 --yes`,
    )
    .action(async ({ to, yes = false, json = false }: RollbackOptions) => {
      try {
        const client = new LambdaClient({});
        const plan = planRollback(await readFunctions(client, functionNames()), to);
        const failure = yes ? await rollBack(client, plan.moves) : undefined;
        if (json) printJson({ release: plan.release, done: yes && failure === undefined, moves: plan.moves, failure });
        else tell(plan, yes && failure === undefined);
        if (failure !== undefined) throw new ConfigError(failureText(failure, plan));
      } catch (error) {
        fail(error);
      }
    });
}

function functionNames(): string[] {
  const names = (process.env[functionsVariable] ?? '').split(',').flatMap((entry) => {
    const [folder = '', name] = entry.split(':');
    return name === undefined || withoutReleases.has(folder) ? [] : [name];
  });
  if (names.length > 0) return names;
  throw new ConfigError(
    `${functionsVariable} is not set: set the variables of the stack's CliEnvironment output. ` +
      'A pipeline of this machine has no releases; it runs what is checked out',
  );
}

function tell({ release, moves, unmoved }: RollbackPlan, isDone: boolean): void {
  for (const { name, from, to } of moves)
    print(`${name}: version ${from.version} (${from.release}) → ${to.version} (${to.release})`);
  for (const name of unmoved) print(`${name}: has release ${release} already`);
  if (isDone) print(`All functions have release ${release}. A deployment with a change goes forward again.`);
  else print(`Nothing was changed. With --yes all functions go back to release ${release}.`);
}

const failureText = (
  { moved, name, reason }: { readonly moved: readonly Move[]; readonly name: string; readonly reason: string },
  { release }: RollbackPlan,
): string =>
  `${name} did not go back: ${reason}. ${moved.length} function(s) before it did; ` +
  `postern rollback --to ${release} --yes goes on`;
