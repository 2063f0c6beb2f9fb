import type { FunctionHost } from './function-host.ts';
import type { Wiring } from './wiring.ts';

/**
 * Invokes functions as EventBridge Scheduler does.
 *
 * @param mayInvoke whether a schedule may invoke a function
 * @returns a function that ends the schedules
 */
export function startSchedules(
  wiring: Wiring,
  functions: ReadonlyMap<string, FunctionHost>,
  mayInvoke: (functionArn: string) => boolean,
): () => void {
  const timers = wiring.schedules.map(({ functionName, functionArn, everyMs, input }) =>
    setInterval(() => {
      if (!mayInvoke(functionArn)) return;
      functions
        .get(functionName)
        ?.invoke(JSON.parse(input))
        .catch(() => {});
    }, everyMs),
  );
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
