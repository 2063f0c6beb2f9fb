import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse, Context } from 'aws-lambda';
import { activationId, previousOf } from '../../lambdas/activate/activation.ts';
import { createActivateHandler } from '../../lambdas/activate/handler.ts';
import { ownRuleSetName, sharedRuleSetName } from '../../lib/stage-names.ts';
import { silentLog } from '../helpers/builders.ts';

/** SES's receipt rule sets of a region, and the resource as CloudFormation asks for it. */
function aRegion({
  active = undefined as string | undefined,
  sets = ['ours', 'theirs', 'new'],
  namePrefixes = ['postern'] as string[] | undefined,
} = {}) {
  const region = { active, sets: new Set(sets) };
  const warnings: string[] = [];
  const handler = createActivateHandler({
    active: async () => region.active,
    async activate(name) {
      if (name !== undefined && !region.sets.has(name)) return false;
      region.active = name;
      return true;
    },
    respond: async (_url, response) => void responses.push(response),
    log: { ...silentLog, warn: (key) => void warnings.push(key) },
  });
  const responses: CloudFormationCustomResourceResponse[] = [];
  const ask = async (request: object): Promise<CloudFormationCustomResourceResponse> => {
    const event = { ResponseURL: 'https://x', StackId: 's', RequestId: 'r', LogicalResourceId: 'l', ...request };
    await handler(event as unknown as CloudFormationCustomResourceEvent, { logStreamName: 'log' } as Context);
    return responses.at(-1)!;
  };
  const properties = (RuleSetName: string, Takeover = false) => ({
    RuleSetName,
    NamePrefixes: namePrefixes,
    Takeover: String(Takeover),
  });
  return {
    region,
    warnings,
    create: (name: string, takeover?: boolean) =>
      ask({ RequestType: 'Create', ResourceProperties: properties(name, takeover) }),
    update: (PhysicalResourceId: string, before: string, name: string, takeover?: boolean) =>
      ask({
        RequestType: 'Update',
        PhysicalResourceId,
        ResourceProperties: properties(name, takeover),
        OldResourceProperties: properties(before),
      }),
    remove: (PhysicalResourceId: string, name: string) =>
      ask({ RequestType: 'Delete', PhysicalResourceId, ResourceProperties: properties(name) }),
  };
}

const reasonOf = (response: CloudFormationCustomResourceResponse): string =>
  response.Status === 'FAILED' ? response.Reason : '';

describe('createActivateHandler', () => {
  it.each([
    { title: 'activates ours when none is active', active: undefined, takeover: false, after: 'ours', was: undefined },
    { title: 'leaves ours as it is', active: 'ours', takeover: false, after: 'ours', was: undefined },
    { title: 'takes over when the stage asks for it', active: 'theirs', takeover: true, after: 'ours', was: 'theirs' },
  ])('on creation $title, and remembers what was active', async ({ active, takeover, after, was }) => {
    const { region, create } = aRegion({ active });

    const response = await create('ours', takeover);

    expect([response.Status, region.active, previousOf(response.PhysicalResourceId)]).toEqual(['SUCCESS', after, was]);
  });

  it('fails when the rule set is not there', async () => {
    const { region, create } = aRegion({ active: undefined, sets: [] });

    expect(reasonOf(await create('ours'))).toMatch(/no receipt rule set "ours"/);
    expect(region.active).toBeUndefined();
  });

  it("fails rather than take another team's mail, and says what to write instead", async () => {
    const { region, create } = aRegion({ active: 'theirs' });

    const response = await create('ours');

    expect(response.Status).toBe('FAILED');
    expect(region.active).toBe('theirs');
    expect(reasonOf(response)).toMatch(
      /"theirs" is active.*mode: existing, name: theirs.*takeover: true.*log stream log/,
    );
  });

  it.each(['dev', 'eu-2'])('advises neither to join nor to replace the rule set of the stage %s', async (stage) => {
    const reason = reasonOf(await aRegion({ active: ownRuleSetName(stage) }).create('postern-prod'));

    expect(reason).toMatch(
      new RegExp(`"postern-${stage}" is active.*the stage ${stage}: .*another region or account.*mode: shared`),
    );
    expect(reason).not.toMatch(/takeover|name: postern-/);
  });

  it.each([
    { title: 'recognizes a stage by the prefix of the resource', namePrefixes: ['acme'], advice: /the stage dev: / },
    { title: 'recognizes only the default prefix without one', namePrefixes: undefined, advice: /mode: existing/ },
  ])('$title', async ({ namePrefixes, advice }) => {
    const region = aRegion({ active: ownRuleSetName('dev', 'acme'), namePrefixes });

    expect(reasonOf(await region.create(ownRuleSetName('prod', 'acme')))).toMatch(advice);
    expect(reasonOf(await region.update(activationId('ours', undefined), 'ours', 'new'))).toMatch(advice);
  });

  it('leaves the rule set that a person has activated when an update changes neither name nor takeover', async () => {
    const { region, update } = aRegion({ active: 'theirs' });
    const id = activationId('ours', undefined);

    const response = await update(id, 'ours', 'ours');

    expect([response.Status, response.PhysicalResourceId, region.active]).toEqual(['SUCCESS', id, 'theirs']);
  });

  it('refuses a new name while the rule set of somebody else is active', async () => {
    const { region, update } = aRegion({ active: 'theirs' });
    const id = activationId('ours', undefined);

    const response = await update(id, 'ours', 'new');

    expect([response.Status, response.PhysicalResourceId, region.active]).toEqual(['FAILED', id, 'theirs']);
  });

  it('says how a stage comes to the shared rule set, and how one with a set of its own moves to it', async () => {
    const joined = await aRegion({ active: sharedRuleSetName }).create('postern-prod');
    const moved = await aRegion({ active: 'postern-dev' }).create(sharedRuleSetName);

    expect(reasonOf(joined)).toMatch(/stages share: set ruleSet: \{ mode: shared \} for this stage/);
    expect(reasonOf(moved)).toMatch(/mode: shared, takeover: true/);
  });

  it.each([
    { title: 'the one before', active: 'theirs', after: 'theirs' },
    { title: 'none, when none was', active: undefined, after: undefined },
  ])('activates $title when it is deleted, as the rollback of a creation does', async ({ active, after }) => {
    const { region, create, remove } = aRegion({ active });
    const { PhysicalResourceId } = await create('ours', true);

    expect(await remove(PhysicalResourceId, 'ours')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId });
    expect(region.active).toBe(after);
  });

  it('leaves a rule set alone that somebody activated meanwhile', async () => {
    const { region, create, remove } = aRegion({ active: 'theirs' });
    const { PhysicalResourceId } = await create('ours', true);
    region.active = 'new';

    expect((await remove(PhysicalResourceId, 'ours')).Status).toBe('SUCCESS');
    expect(region.active).toBe('new');
  });

  it('leaves the rule set alone that it was not to replace, when the creation is rolled back', async () => {
    const { region, create, remove } = aRegion({ active: 'theirs' });
    const { PhysicalResourceId } = await create('ours');

    expect((await remove(PhysicalResourceId, 'ours')).Status).toBe('SUCCESS');
    expect(region.active).toBe('theirs');
  });

  it('switches receiving off when the one before is gone, so that ours can be deleted, and says so', async () => {
    const { region, warnings, create, remove } = aRegion({ active: 'theirs' });
    const { PhysicalResourceId } = await create('ours', true);
    region.sets.delete('theirs');

    expect((await remove(PhysicalResourceId, 'ours')).Status).toBe('SUCCESS');
    expect([region.active, warnings]).toEqual([undefined, ['activate.previous-is-gone']]);
  });

  it('switches receiving off when it deletes a resource with an id of another form', async () => {
    const { region, remove } = aRegion({ active: 'ours' });

    await remove('made-up-by-cloudformation', 'ours');

    expect(region.active).toBeUndefined();
  });

  it.each([
    { title: 'only the prefixes changed', active: 'ours', takeover: false, status: 'SUCCESS', after: 'ours' },
    { title: 'takeover was set', active: 'ours', takeover: true, status: 'SUCCESS', after: 'ours' },
    { title: 'somebody switched receiving off', active: undefined, takeover: true, status: 'SUCCESS', after: 'ours' },
    {
      title: 'somebody took over, and now it may, too',
      active: 'new',
      takeover: true,
      status: 'SUCCESS',
      after: 'ours',
    },
  ])('keeps its id on an update where $title', async ({ active, takeover, status, after }) => {
    const { region, update } = aRegion({ active });
    const id = activationId('ours', 'theirs');

    const response = await update(id, 'ours', 'ours', takeover);

    expect([response.Status, response.PhysicalResourceId, region.active]).toEqual([status, id, after]);
  });

  it('changes the name without a gap, and gives back what was active before the first of them', async () => {
    const { region, create, update, remove } = aRegion({ active: 'theirs' });
    const { PhysicalResourceId: first } = await create('ours', true);

    const { PhysicalResourceId: second } = await update(first, 'ours', 'new');
    expect([second === first, region.active]).toEqual([false, 'new']);
    // CloudFormation cleans up what was replaced.
    await remove(first, 'ours');
    expect(region.active).toBe('new');
    await remove(second, 'new');
    expect(region.active).toBe('theirs');
  });

  it('returns to the old name when an update is rolled back', async () => {
    const { region, create, update, remove } = aRegion({ active: 'theirs' });
    const { PhysicalResourceId: first } = await create('ours', true);
    const { PhysicalResourceId: second } = await update(first, 'ours', 'new');

    const { PhysicalResourceId: back } = await update(second, 'new', 'ours');
    await remove(second, 'new');

    expect([back, region.active]).toEqual([first, 'ours']);
  });
});
