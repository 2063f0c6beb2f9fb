import type { Denial } from '../local/iam/access-log.ts';
import type { RuntimeFile } from '../local/runtime-file.ts';

/**
 * Calls that the local pipeline has denied since its start, each with the reason: an account would deny them, too.
 *
 * @param runtime absent where no local pipeline runs
 */
export async function deniedCalls(runtime: Pick<RuntimeFile, 'http'> | undefined): Promise<string[]> {
  if (runtime === undefined) return [];
  const answer = await fetch(`http://127.0.0.1:${runtime.http}/sandbox/denials`);
  return ((await answer.json()) as Denial[]).map(
    ({ function: name, action, resource, reason, times }) =>
      `IAM denied ${name} ${times} times ${action} on ${resource} ${reason}: docs/runbook.md#access-denied`,
  );
}
