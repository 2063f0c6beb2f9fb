import type { FaultPlan } from './faults.ts';
import { type RunOptions, type RunResult, runSimulation } from './run.ts';

/**
 * Reduces a failing run: removes one fault after the other, then one mail after the other, as long as the run still
 * fails. Every candidate is a complete run, so the result can be played again.
 */
export async function shrink(failed: RunResult, base: Omit<RunOptions, 'plan' | 'only'>): Promise<RunOptions> {
  let plan: FaultPlan = failed.plan;
  let only: readonly string[] = failed.mails;
  const fails = async (candidate: Pick<RunOptions, 'plan' | 'only'>): Promise<boolean> =>
    !(await runSimulation({ ...base, ...candidate })).isClean;
  if (!(await fails({ plan, only }))) return base;
  for (const name of Object.keys(plan) as Array<keyof FaultPlan>) {
    const { [name]: _left, ...rest } = plan;
    if (await fails({ plan: rest, only })) plan = rest;
  }
  for (const name of failed.mails) {
    const rest = only.filter((other) => other !== name);
    if (rest.length > 0 && (await fails({ plan, only: rest }))) only = rest;
  }
  return { ...base, plan, only };
}
