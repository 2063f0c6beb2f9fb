import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse, Context } from 'aws-lambda';
import { createActivateHandler } from '../../lambdas/activate/handler.ts';
import { ownRuleSetName } from '../../lib/stage-conflicts.ts';

async function run(RequestType: 'Create' | 'Update' | 'Delete', active: string | undefined, Takeover = 'false') {
  const activated: Array<string | undefined> = [];
  const responses: CloudFormationCustomResourceResponse[] = [];
  const handler = createActivateHandler({
    active: async () => active,
    activate: async (name) => void activated.push(name),
    respond: async (_url, response) => void responses.push(response),
  });
  const event = {
    RequestType,
    ResourceProperties: { RuleSetName: 'ours', Takeover },
    ResponseURL: 'https://x',
    StackId: 's',
    RequestId: 'r',
    LogicalResourceId: 'l',
  };
  await handler(event as unknown as CloudFormationCustomResourceEvent, { logStreamName: 'log' } as Context);
  return {
    activated,
    status: responses[0]?.Status,
    reason: responses[0] && 'Reason' in responses[0] ? responses[0].Reason : undefined,
  };
}

describe('activation of the receipt rule set', () => {
  it('activates ours when none is active', async () => {
    expect(await run('Create', undefined)).toMatchObject({ activated: ['ours'], status: 'SUCCESS' });
  });

  it('does nothing when ours is active already', async () => {
    expect(await run('Update', 'ours')).toMatchObject({ activated: [], status: 'SUCCESS' });
  });

  it("fails rather than take another team's mail, and says what to write instead", async () => {
    const { activated, status, reason } = await run('Create', 'theirs');

    expect(activated).toEqual([]);
    expect(status).toBe('FAILED');
    expect(reason).toMatch(/"theirs" is active.*mode: existing, name: theirs.*takeover: true/);
  });

  it.each(['dev', 'eu-2'])('advises neither to join nor to replace the rule set of the stage %s', async (stage) => {
    const { activated, status, reason } = await run('Create', ownRuleSetName(stage));

    expect(activated).toEqual([]);
    expect(status).toBe('FAILED');
    expect(reason).toMatch(
      new RegExp(`"postern-${stage}" is active.*the stage ${stage}: .*another region or account.*neither makes`),
    );
    expect(reason).not.toMatch(/takeover|name: postern-/);
  });

  it('takes over when it is told to', async () => {
    expect((await run('Create', 'theirs', 'true')).activated).toEqual(['ours']);
  });

  it('switches receiving off when it is deleted, unless another set is active by then', async () => {
    expect((await run('Delete', 'ours')).activated).toEqual([undefined]);
    expect((await run('Delete', 'theirs')).activated).toEqual([]);
  });
});
