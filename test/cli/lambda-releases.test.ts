import { GetAliasCommand, ListVersionsByFunctionCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { readFunctions, rollBack } from '../../cli/lambda-releases.ts';
import type { Move } from '../../cli/rollback-plan.ts';

/** A Lambda with two pages of versions, which refuses to move some of the aliases. */
function aLambda({ refuses = [] as string[], weights = {} as Record<string, number> } = {}) {
  const updates: Array<UpdateAliasCommand['input']> = [];
  const send = async (command: unknown): Promise<object> => {
    if (command instanceof GetAliasCommand)
      return { FunctionVersion: '3', RevisionId: 'r', RoutingConfig: { AdditionalVersionWeights: weights } };
    if (command instanceof ListVersionsByFunctionCommand)
      return command.input.Marker === undefined
        ? { Versions: [{ Version: '$LATEST' }, { Version: '2', Description: 'old' }], NextMarker: 'more' }
        : { Versions: [{ Version: '3', Description: '' }] };
    if (!(command instanceof UpdateAliasCommand)) throw new Error('no such call');
    if (refuses.includes(command.input.FunctionName ?? ''))
      throw Object.assign(new Error('somebody else moved it'), { name: 'PreconditionFailedException' });
    updates.push(command.input);
    return {};
  };
  return { updates, client: { send: send as never } };
}

describe('readFunctions', () => {
  const versions = [
    { version: 2, release: 'old' },
    { version: 3, release: 'unknown' },
  ];

  it('reads the alias and all published versions of each function', async () => {
    expect(await readFunctions(aLambda().client, ['parse', 'sink'])).toEqual([
      { name: 'parse', live: 3, revision: 'r', isShifting: false, versions },
      { name: 'sink', live: 3, revision: 'r', isShifting: false, versions },
    ]);
  });

  it('sees that a deployment moves the alias', async () => {
    const [parse] = await readFunctions(aLambda({ weights: { '4': 0.1 } }).client, ['parse']);

    expect(parse?.isShifting).toBe(true);
  });
});

describe('rollBack', () => {
  const aMove = (name: string): Move => ({
    name,
    revision: 'r',
    from: { version: 3, release: 'new' },
    to: { version: 2, release: 'old' },
  });

  it('points each alias at its version, only where nobody else has changed it', async () => {
    const { client, updates } = aLambda();

    expect(await rollBack(client, [aMove('parse'), aMove('sink')])).toBeUndefined();
    expect(updates).toEqual(
      ['parse', 'sink'].map((FunctionName) => ({ FunctionName, Name: 'live', FunctionVersion: '2', RevisionId: 'r' })),
    );
  });

  it('stops at the first alias that does not move, and says which have moved', async () => {
    const { client, updates } = aLambda({ refuses: ['sink'] });

    expect(await rollBack(client, [aMove('parse'), aMove('sink'), aMove('sweep')])).toEqual({
      moved: [aMove('parse')],
      name: 'sink',
      reason: 'PreconditionFailedException: somebody else moved it',
    });
    expect(updates.map(({ FunctionName }) => FunctionName)).toEqual(['parse']);
  });
});
