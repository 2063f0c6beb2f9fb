import { RuleSetDoesNotExistException } from '@aws-sdk/client-ses';
import { createActivateContainer } from '../../lambdas/activate/container.ts';
import { awsError, scriptedClient } from '../helpers/scripted-client.ts';

type Ses = NonNullable<Parameters<typeof createActivateContainer>[0]>;

const containerOver = (...answers: readonly object[]) => {
  const { client, sent } = scriptedClient<Ses>(...answers);
  return { container: createActivateContainer(client), sent };
};

describe('createActivateContainer', () => {
  it.each([
    ['the active rule set', { Metadata: { Name: 'ours' } }, 'ours'],
    ['no rule set where none is active', {}, undefined],
  ])('names %s', async (_case, answer, expected) => {
    expect(await containerOver(answer).container.active()).toBe(expected);
  });

  it.each([['ours'], [undefined]])('activates %j by its name', async (name) => {
    const { container, sent } = containerOver();

    expect(await container.activate(name)).toBe(true);
    expect(sent).toEqual([{ name: 'SetActiveReceiptRuleSetCommand', input: { RuleSetName: name } }]);
  });

  it('reports a rule set that is not there, and fails with any other error', async () => {
    const absent = new RuleSetDoesNotExistException({ message: 'x', $metadata: {}, Name: 'ours' });

    expect(await containerOver(absent).container.activate('ours')).toBe(false);
    await expect(containerOver(awsError('AccessDenied')).container.activate('ours')).rejects.toThrow('AccessDenied');
  });
});
