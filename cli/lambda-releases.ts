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

/** The first alias that did not move, and the moves before it. */
export interface RollbackFailure {
  readonly moved: readonly Move[];
  readonly name: string;
  readonly reason: string;
}

/** Reads the alias and the published versions of each function. */
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
  const versions: PublishedVersion[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListVersionsByFunctionCommand(compact({ FunctionName: name, Marker })));
    for (const { Version, Description } of page.Versions ?? [])
      if (Version !== '$LATEST') versions.push({ version: Number(Version), release: Description || 'unknown' });
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return versions;
}

/**
 * Points the aliases at other versions, one after the other, and stops at the first that does not move.
 *
 * @returns the failure; undefined when all aliases moved
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
