import { LambdaClient } from '@aws-sdk/client-lambda';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type RollbackFailure, readFunctions, rollBack } from './lambda-releases.ts';
import { printJson, printLines } from './output.ts';
import { planRollback, type RollbackPlan } from './rollback-plan.ts';

/** A variable of the deployment's `CliEnvironment` output. */
const functionsVariable = 'FUNCTIONS';

/** A function that CloudFormation calls while it deploys has no alias. */
const withoutReleases = new Set(['activate']);

interface RollbackOptions {
  readonly to?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export async function runRollback({ to, yes = false, json = false }: RollbackOptions): Promise<void> {
  const client = new LambdaClient({});
  const plan = planRollback(await readFunctions(client, functionNames(process.env[functionsVariable])), to);
  const failure = yes ? await rollBack(client, plan.moves) : undefined;
  const done = yes && failure === undefined;
  if (json) printJson({ release: plan.release, done, moves: plan.moves, failure });
  else printLines(planLines(plan, done));
  if (failure !== undefined) throw new ConfigError(failureText(failure, plan));
}

/**
 * The names of the functions that have releases.
 *
 * @param variable `<folder under lambdas/>:<name>` of each function, with commas between
 * @throws ConfigError when it holds none
 */
export function functionNames(variable = ''): string[] {
  const names = variable.split(',').flatMap((entry) => {
    const [folder = '', name] = entry.split(':');
    return name === undefined || withoutReleases.has(folder) ? [] : [name];
  });
  if (names.length > 0) return names;
  throw new ConfigError(
    `${functionsVariable} is not set: set the variables of the stack's CliEnvironment output. ` +
      'A pipeline of this machine has no releases; it runs what is checked out',
  );
}

/** The plan for people. */
export const planLines = ({ release, moves, unmoved }: RollbackPlan, isDone: boolean): string[] => [
  ...moves.map(
    ({ name, from, to }) => `${name}: version ${from.version} (${from.release}) → ${to.version} (${to.release})`,
  ),
  ...unmoved.map((name) => `${name}: has release ${release} already`),
  isDone
    ? `All functions have release ${release}. A deployment with a change goes forward again.`
    : `Nothing was changed. With --yes all functions go back to release ${release}.`,
];

const failureText = ({ moved, name, reason }: RollbackFailure, { release }: RollbackPlan): string =>
  `${name} did not go back: ${reason}. ${moved.length} function(s) before it did; ` +
  `postern rollback --to ${release} --yes goes on`;
