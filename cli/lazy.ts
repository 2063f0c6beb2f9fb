import { type Command, InvalidArgumentError } from 'commander';
import { isDenied } from '../lambdas/operations/denied.ts';
import { denialHint } from './denied.ts';
import { runMasked } from './masking.ts';
import { fail } from './output.ts';
import { roleOf } from './roles.ts';

/**
 * The action of a verb, which loads the code that does the work when the verb is called: help, completion and wrong usage
 * wait for none of it.
 *
 * An InvalidArgumentError of the work is wrong usage; any other error ends the process with exit code 1.
 */
export function lazy<Values extends readonly unknown[]>(
  load: () => Promise<(...values: Values) => Promise<void>>,
): (this: Command, ...values: Values) => Promise<void> {
  return async function act(...values) {
    try {
      const work = await load();
      await (this.opts().masked === true ? runMasked(() => work(...values)) : work(...values));
    } catch (error) {
      if (error instanceof InvalidArgumentError) this.error(`error: ${error.message}`);
      if (isDenied(error)) process.stderr.write(`${denialHint(roleOf(callOf(this)))}\n`);
      fail(error);
    }
  };
}

/** The words that call a verb, as in `consent get`. */
function callOf(verb: Command): string {
  const names: string[] = [];
  for (let each: Command | null = verb; each?.parent; each = each.parent) names.unshift(each.name());
  return names.join(' ');
}
