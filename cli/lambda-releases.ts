import {
  GetAliasCommand,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { compact } from '../lambdas/compact.ts';
import { liveAlias } from '../lambdas/env.ts';
import type { Move, PublishedVersion, ReleasedFunction } from './rollback-plan.ts';

type Client = Pick<LambdaClient, 'send'>;

/** What went wrong, after which functions had gone back. */
export interface RollbackFailure {
  readonly moved: readonly Move[];
  readonly name: string;
  readonly reason: string;
}

/** Reads of each function where its alias leads, and what was published. */
export const readFunctions = (client: Client, names: readonly string[]): Promise<ReleasedFunction[]> =>
  Promise.all(
    names.map(async (name) => {
      const [alias, versions] = await Promise.all([
        client.send(new GetAliasCommand({ FunctionName: name, Name: liveAlias })),
        versionsOf(client, name),
      ]);
      return {
        name,
        live: Number(alias.FunctionVersion),
        revision: alias.RevisionId ?? '',
        isShifting: Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0,
        versions,
      };
    }),
  );

async function versionsOf(client: Client, name: string): Promise<PublishedVersion[]> {
  const found: PublishedVersion[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListVersionsByFunctionCommand(compact({ FunctionName: name, Marker })));
    for (const { Version, Description } of page.Versions ?? [])
      if (Version !== '$LATEST') found.push({ version: Number(Version), release: Description || 'unknown' });
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return found;
}

/**
 * Points the aliases at other versions, one after the other, and stops at the first that does not go.
 *
 * @returns what failed; undefined when all went
 */
export async function rollBack(client: Client, moves: readonly Move[]): Promise<RollbackFailure | undefined> {
  for (const [index, { name, to, revision }] of moves.entries()) {
    try {
      await client.send(
        new UpdateAliasCommand({
          FunctionName: name,
          Name: liveAlias,
          FunctionVersion: String(to.version),
          RevisionId: revision,
        }),
      );
    } catch (error) {
      const { name: kind, message } = error as Error;
      return { moved: moves.slice(0, index), name, reason: `${kind}: ${message}` };
    }
  }
  return undefined;
}
