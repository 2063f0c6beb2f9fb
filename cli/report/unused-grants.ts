import * as z from 'zod';
import type { RuntimeFile } from '../../local/runtime-file.ts';

/** Grants of a function that were not used. */
interface UnusedGrant {
  /** The folder under `lambdas/`. */
  readonly function: string;
  /** On the laptop actions, as in `s3:PutObject`; on AWS whole services, as in `s3`. */
  readonly unused: readonly string[];
}

/** The unused grants, or the reason why they are not known. */
export type GrantReview =
  | { readonly source: string; readonly functions: readonly UnusedGrant[] }
  | { readonly unknown: string };

const localAnswer = z.array(z.object({ function: z.string(), actions: z.array(z.string()) }));

/** Lambda itself writes the logs of a function, and asks IAM for that in an account only. */
const isAskedHere = (action: string): boolean => !action.startsWith('logs:');
/** It runs in deployments only. */
const deploymentFunction = 'activate';

/** Grants that no call of the running local pipeline has needed since its start. */
export async function localUnusedGrants(runtime: Pick<RuntimeFile, 'http'>): Promise<GrantReview> {
  const answer = await fetch(`http://127.0.0.1:${runtime.http}/sandbox/unused-grants`);
  const functions = localAnswer
    .parse(await answer.json())
    .filter(({ function: name }) => name !== deploymentFunction)
    .map(({ function: name, actions }) => ({ function: name, unused: actions.filter(isAskedHere) }))
    .filter(({ unused }) => unused.length > 0);
  return functions.length === 0
    ? { unknown: 'IAM is not asked on this machine' }
    : { source: 'calls of the local pipeline since its start', functions };
}

/** When a service was last used by a role; absent: not within the time that IAM looks back. */
export interface ServiceUse {
  readonly service: string;
  readonly lastUsedAt?: string;
}

/** Answers when the services that a role is granted were last used. */
export type AskLastUse = (roleArn: string) => Promise<readonly ServiceUse[]>;

/**
 * Services that a function is granted and has not used since a time, by IAM's own records.
 *
 * @param roles of the functions, by the folder under `lambdas/`
 */
export async function awsUnusedGrants(
  roles: ReadonlyMap<string, string>,
  ask: AskLastUse,
  since: Date,
): Promise<GrantReview> {
  const functions: UnusedGrant[] = [];
  for (const [name, role] of roles) {
    const services = await ask(role);
    const unused = services
      .filter(({ lastUsedAt }) => lastUsedAt === undefined || Date.parse(lastUsedAt) < since.getTime())
      .map(({ service }) => service);
    if (unused.length > 0) functions.push({ function: name, unused });
  }
  return { source: `last access of each role by IAM, since ${since.toISOString().slice(0, 10)}`, functions };
}
