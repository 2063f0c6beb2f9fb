import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { runSimulation } from './run.ts';
import { capabilities } from './services/crm.ts';
import type { CallHooks } from './services/lambda.ts';
import { everything, mailAndReply } from './traffic.ts';

/** One place at which a worker dies: before or after its nth call, which is of that kind. */
export interface CrashPoint {
  readonly capability: string;
  readonly nth: number;
  readonly call: string;
  readonly when: 'crash-before' | 'crash-after';
}

export interface CrashPointReport {
  readonly enumerated: number;
  readonly passed: number;
  readonly failures: ReadonlyArray<CrashPoint & { readonly problems: readonly string[] }>;
}

/** Calls of the happy path: of the two functions that a mail goes through, not of the schedules beside them. */
const isOnPath = (functionName: string): boolean => functionName === 'parse' || functionName === 'sink';

/** Runs a mail and its answer, with a crash at one of their calls. */
function crashAt(capability: string, point?: Pick<CrashPoint, 'nth' | 'when'>) {
  const integration = everything.integrations.find(({ key }) => key.startsWith(`${capability}-`))!;
  const integrations: IntegrationsFile = {
    connections: { [integration.connection]: everything.connections[integration.connection]! },
    integrations: [integration],
  };
  const calls: string[] = [];
  const hooks: CallHooks = {
    onCall: ({ functionName }, call) => {
      if (!isOnPath(functionName)) return undefined;
      calls.push(`${functionName} ${call}`);
      return point !== undefined && calls.length - 1 === point.nth ? point.when : undefined;
    },
  };
  const scenario = { integrations, mails: mailAndReply(integration.key) };
  return runSimulation({ seed: 1, plan: {}, hooks, scenario }).then((result) => ({ ...result, calls }));
}

/**
 * Kills the worker before and after every single call of a mail and the answer to it, for a CRM of every capability,
 * lets everything start again and come to rest, and compares with the reference model.
 */
export async function testCrashPoints(onProgress: (done: number) => void = () => {}): Promise<CrashPointReport> {
  const points: CrashPoint[] = [];
  for (const capability of capabilities) {
    const { calls, isClean } = await crashAt(capability);
    if (!isClean) throw new Error(`${capability}: the run without a crash is not clean`);
    for (const [nth, call] of calls.entries())
      for (const when of ['crash-before', 'crash-after'] as const) points.push({ capability, nth, call, when });
  }
  const failures: Array<CrashPointReport['failures'][number]> = [];
  for (const [index, point] of points.entries()) {
    const { verdict, calls } = await crashAt(point.capability, point);
    const problems = Object.entries(verdict).flatMap(([kind, list]) => list.map((what: string) => `${kind}: ${what}`));
    // Up to the crash the run must have been the one that was enumerated.
    if (calls[point.nth] !== point.call) problems.push(`the call was ${calls[point.nth]}`);
    if (problems.length > 0) failures.push({ ...point, problems });
    onProgress(index + 1);
  }
  return { enumerated: points.length, passed: points.length - failures.length, failures };
}
