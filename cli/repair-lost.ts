import type { InvokeFunction } from '../lambdas/aws/invoke-function.ts';

/** Counts of the work that the sweep has queued again. */
export interface Repaired {
  /** Mails that are stored and that the ledger did not know. */
  readonly mails: number;
  /** Deliveries that were pending. */
  readonly deliveries: number;
}

/** Calls of the sweep at the most: each lists for about a minute. */
const mostCalls = 10_000;

/**
 * Has the sweep look at all stored mail since a time, call by call, until it has ended.
 *
 * @param graceMs a delivery that has been pending for so long, and a mail that is so old, count as lost, in ms
 * @param now epoch ms
 * @throws Error when the look does not end
 */
export async function repairLost(
  invoke: InvokeFunction,
  since: Date,
  graceMs: number,
  now = Date.now(),
): Promise<Repaired> {
  const request = { sinceHours: Math.max(1, (now - since.getTime()) / 3_600_000), stuckForMs: graceMs };
  let [mails, deliveries] = [0, 0];
  for (let call = 0; call < mostCalls; call += 1) {
    const report = await invoke('sweep', request);
    mails += report.mails;
    // Each call counts those that are still on their way again.
    deliveries = Math.max(deliveries, report.deliveries);
    if (report.isUnfinished !== true) return { mails, deliveries };
  }
  throw new Error(`the look at all stored mail has not ended after ${mostCalls} calls; it goes on with the next one`);
}
