import { type Check, check } from '../witness/report.ts';
import { type Case, changed, type Fault, mismatchOf, resolved, type Step, type Values } from './case-list.ts';
import type { Driver } from './driver.ts';
import type { FaultyProxy } from './faulty-proxy.ts';

/** The parts of a run of cases. */
interface Stage {
  readonly driver: Driver;
  readonly proxy: Pick<FaultyProxy, 'url' | 'plan'>;
  /** The key of the API. */
  readonly key: string;
  readonly values: Values;
  /** Sends one more mail. @returns the ids of all events */
  readonly sendMore: () => Promise<readonly string[]>;
}

/** Runs the cases one after the other; one that fails spoils no other. */
export async function runCases(cases: readonly Case[], stage: Stage): Promise<Check[]> {
  const values: Record<string, unknown> = { ...stage.values };
  const checks: Check[] = [];
  for (const { name, steps } of cases) checks.push(check(name, await problemOf(steps, stage, values)));
  return checks;
}

async function problemOf(
  steps: readonly Step[],
  stage: Stage,
  values: Record<string, unknown>,
): Promise<string | undefined> {
  for (const [place, step] of steps.entries()) {
    try {
      const problem = await problemOfStep(step, stage, values);
      if (problem !== undefined) return `step ${place + 1}, ${step.op}: ${problem}`;
    } catch (error) {
      return `step ${place + 1}, ${step.op}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return undefined;
}

async function problemOfStep(
  step: Step,
  { driver, proxy, key, sendMore }: Stage,
  values: Record<string, unknown>,
): Promise<string | undefined> {
  const { op, args = {}, set = {}, faults = [], polls, expect = {}, keep } = step;
  if (op === 'mail') {
    values.events = await sendMore();
    return undefined;
  }
  proxy.plan(resolved(faults, values) as readonly Fault[]);
  const given = changed(resolved(args, values), resolved(set, values) as Record<string, unknown>);
  const result = await driver.run({ op, args: given, baseUrl: proxy.url, key: step.key ?? key, polls });
  if (keep !== undefined) values[keep] = (result as { readonly value?: unknown }).value;
  return mismatchOf(result, resolved(expect, values) as Record<string, unknown>);
}
