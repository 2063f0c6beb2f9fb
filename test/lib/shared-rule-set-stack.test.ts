import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SharedRuleSetStack, sharedRuleSetsOf } from '../../lib/shared-rule-set-stack.ts';
import type { StageConfig } from '../../lib/stage-config.ts';
import { localStage } from '../../local/local-stage.ts';

const [ours, other] = ['111111111111', '222222222222'];
const sharing = (stage: string, settings: Partial<StageConfig> = {}): StageConfig => ({
  ...localStage,
  stage,
  ruleSet: { mode: 'shared', takeover: false },
  ...settings,
});
const takingOver = { ruleSet: { mode: 'shared', takeover: true } } as const;

const stackOf = (props: Partial<ConstructorParameters<typeof SharedRuleSetStack>[1]> = {}) =>
  new SharedRuleSetStack(
    new App({ context: { 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false }),
    {
      account: undefined,
      region: 'eu-west-1',
      namePrefixes: ['postern'],
      takeover: false,
      isProtected: false,
      ...props,
    },
  );

describe('shared rule sets', () => {
  it.each<{ title: string; stages: StageConfig[]; currentAccount?: string; places: object[] }>([
    { title: 'are none where no stage shares', stages: [localStage], places: [] },
    {
      title: 'are one for stages in one place, which replaces and is protected where any of them says so',
      stages: [sharing('a', { retain: true }), sharing('b', takingOver), localStage],
      places: [
        { account: undefined, region: 'us-east-1', namePrefixes: ['postern'], takeover: true, isProtected: true },
      ],
    },
    {
      title: 'know the name prefixes of the stages that share, each once',
      stages: [sharing('a', { namePrefix: 'acme' }), sharing('b', { namePrefix: 'acme' }), sharing('c')],
      places: [
        {
          account: undefined,
          region: 'us-east-1',
          namePrefixes: ['acme', 'postern'],
          takeover: false,
          isProtected: false,
        },
      ],
    },
    {
      title: 'are one in each region and account',
      stages: [
        sharing('a', { account: ours! }),
        sharing('b', { account: other! }),
        sharing('c', { region: 'eu-west-1' }),
      ],
      places: [
        { account: ours, region: 'us-east-1', namePrefixes: ['postern'], takeover: false, isProtected: false },
        { account: other, region: 'us-east-1', namePrefixes: ['postern'], takeover: false, isProtected: false },
        { account: undefined, region: 'eu-west-1', namePrefixes: ['postern'], takeover: false, isProtected: false },
      ],
    },
    {
      title: 'are one for a stage that names the account and one that leaves it to whoever deploys',
      stages: [sharing('a'), sharing('b', { account: ours! })],
      currentAccount: ours!,
      places: [{ account: ours, region: 'us-east-1', namePrefixes: ['postern'], takeover: false, isProtected: false }],
    },
  ])('$title', ({ stages, currentAccount, places }) => {
    expect(sharedRuleSetsOf(stages, currentAccount)).toEqual(places);
  });
});

describe('the stack of a shared rule set', () => {
  it('makes the set of that name, and activates it when everything else is there', () => {
    const template = Template.fromStack(stackOf({ takeover: true, namePrefixes: ['acme', 'postern'] }));
    const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string; DependsOn?: string[] }> };
    const [id, activation] = Object.entries(Resources).find(([, { Type }]) => Type === 'Custom::ActiveReceiptRuleSet')!;

    template.hasResourceProperties('AWS::SES::ReceiptRuleSet', { RuleSetName: 'postern-shared' });
    template.hasResourceProperties('Custom::ActiveReceiptRuleSet', {
      NamePrefixes: ['acme', 'postern'],
      Takeover: 'true',
    });
    const others = Object.keys(Resources).filter((name) => name !== id && !name.startsWith('Activation'));
    expect(activation.DependsOn).toEqual(expect.arrayContaining(others));
  });

  it('has one name in each region of an account, whoever synthesizes it', () => {
    expect([stackOf().stackName, stackOf({ account: ours }).stackName]).toEqual(
      Array(2).fill('Postern-shared-eu-west-1'),
    );
  });

  it.each([true, false])('is protected against deletion where a stage keeps its data: %s', (isProtected) => {
    expect(stackOf({ isProtected }).terminationProtection).toBe(isProtected);
  });
});
