import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { runSimulation } from './run.ts';
import { capabilities } from './services/crm.ts';
import type { CallHooks } from './services/lambda.ts';
import { everything, mailAndReply } from './traffic.ts';

/** A place at which a worker crashes: before or after the call with this index (from 0). */
interface CrashPoint {
  readonly capability: string;
  readonly callIndex: number;
  readonly call: string;
  readonly when: 'crash-before' | 'crash-after';
}

interface CrashPointReport {
  readonly enumerated: number;
  readonly passed: number;
  readonly failures: ReadonlyArray<CrashPoint & { readonly problems: readonly string[] }>;
}

/** Counts only the calls of parse and sink, which process a mail, and not those of the scheduled functions. */
const isOnPath = (functionName: string): boolean => functionName === 'parse' || functionName === 'sink';

/** Runs a mail and its reply, with a crash at the given point. */
function crashAt(capability: string, point?: Pick<CrashPoint, 'callIndex' | 'when'>) {
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
      return point !== undefined && calls.length - 1 === point.callIndex ? point.when : undefined;
    },
  };
  const scenario = { integrations, mails: mailAndReply(integration.key) };
  return runSimulation({ seed: 1, plan: {}, hooks, scenario }).then((result) => ({ ...result, calls }));
}

/**
 * Crashes the worker before and after every call of a mail and of its reply, for a CRM of every capability. After each
 * crash everything restarts and comes to rest; the result is compared with the reference model.
 */
export async function testCrashPoints(onProgress: (done: number) => void = () => {}): Promise<CrashPointReport> {
  const points: CrashPoint[] = [];
  for (const capability of capabilities) {
    const { calls, isClean } = await crashAt(capability);
    if (!isClean) throw new Error(`${capability}: the run without a crash is not clean`);
    for (const [callIndex, call] of calls.entries())
      for (const when of ['crash-before', 'crash-after'] as const) points.push({ capability, callIndex, call, when });
  }
  const failures: Array<CrashPointReport['failures'][number]> = [];
  for (const [index, point] of points.entries()) {
    const { verdict, calls } = await crashAt(point.capability, point);
    const problems = Object.entries(verdict).flatMap(([kind, list]) =>
      list.map((problem: string) => `${kind}: ${problem}`),
    );
    // The calls up to the crash must be the same as in the run that enumerated them.
    if (calls[point.callIndex] !== point.call) problems.push(`the call was ${calls[point.callIndex]}`);
    if (problems.length > 0) failures.push({ ...point, problems });
    onProgress(index + 1);
  }
  return { enumerated: points.length, passed: points.length - failures.length, failures };
}
