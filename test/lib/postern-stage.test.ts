import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PosternStage } from '../../lib/postern-stage.ts';
import type { StageSettings } from '../../lib/stage-config.ts';
import type { PosternStageProps } from '../../lib/stage-props.ts';

const required = { stage: 'dev', region: 'eu-west-1', inboundDomain: 'in.example.com' } as const;

/** Both stacks of a stage in code, without its bundles. */
function templatesOf(props: Partial<PosternStageProps>) {
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [] },
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
  });
  const stage = new PosternStage(app, 'Mail', { ...required, ...props });
  return { state: Template.fromStack(stage.state), app: Template.fromStack(stage.app) };
}

const propertiesOf = (template: Template, type: string): Array<Record<string, unknown>> =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties as Record<string, unknown>);

describe('a stage in code', () => {
  it('has the settings of the file as its props, and no others', () => {
    // The compiler says so: each is assignable to the other.
    const ofFile = {} as PosternStageProps satisfies StageSettings & { stage: string };
    const ofCode = {} as StageSettings & { stage: string } satisfies PosternStageProps;
    const keys: Array<Exclude<keyof PosternStageProps, keyof StageSettings | 'stage'>> = [];

    expect([ofFile, ofCode, keys]).toHaveLength(3);
  });

  it('says every mistake of its props at once, each with what to write instead', () => {
    expect(() => templatesOf({ rawRetentionDays: 3, rolePath: 'roles', logRetentionDays: 30 })).toThrow(
      /Mail has 2 mistake\(s\):\n {2}dev\.rawRetentionDays: found 3; .*\n {2}dev\.rolePath: found "roles"; wants a path/,
    );
  });

  it.each([
    ['Acme', /wants at most 20 of a-z, 0-9 and -/],
    ['4acme', /wants at most 20/],
    ['acme-', /wants at most 20/],
    ['acme--mail', /wants at most 20/],
    ['', /wants at most 20/],
    ['a'.repeat(21), /wants at most 20/],
    ['aws-mail', /wants another prefix: AWS keeps aws, amzn, sthree and xn for itself/],
    ['sthree', /wants another prefix/],
  ])('is refused the prefix %j', (namePrefix, wanted) => {
    expect(() => templatesOf({ namePrefix })).toThrow(/dev\.namePrefix: found /);
    expect(() => templatesOf({ namePrefix })).toThrow(wanted);
  });

  it.each<[string, string[], RegExp]>([
    [
      'an ARN',
      ['arn:aws:iam::111122223333:role/mail-operators'],
      /operatorRoles\.0: .*wants the name of a role that is there/,
    ],
    ['a path', ['team/mail-operators'], /operatorRoles\.0: .*neither its ARN nor its path/],
    ['a role of IAM Identity Center', ['AWSReservedSSO_Admin_0123456789abcdef'], /operatorRoles\.0: .*permission set/],
    ['a role twice', ['on-call', 'on-call'], /operatorRoles: .*wants each role once/],
  ])('is refused %s as a role of operators', (_, operatorRoles, wanted) => {
    expect(() => templatesOf({ operatorRoles })).toThrow(wanted);
  });

  it('makes no name that is longer than its service takes, with the longest prefix and name', () => {
    const { state, app } = templatesOf({ namePrefix: 'p'.repeat(20), stage: 's'.repeat(20) });
    const named = (template: Template, type: string, property: string): number[] =>
      propertiesOf(template, type).map((properties) => String(properties[property]).length);
    const longest = {
      // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html and API_CreateReceiptRuleSet
      configurationSet: Math.max(...named(state, 'AWS::SES::ConfigurationSet', 'Name')),
      ruleSet: Math.max(...named(app, 'AWS::SES::ReceiptRuleSet', 'RuleSetName')),
      alarm: Math.max(...named(app, 'AWS::CloudWatch::Alarm', 'AlarmName')),
      alias: Math.max(...named(state, 'AWS::KMS::Alias', 'AliasName')),
      logs: Math.max(...named(state, 'AWS::Logs::LogGroup', 'LogGroupName')),
      secret: Math.max(...named(state, 'AWS::SecretsManager::Secret', 'Name')),
    };

    expect(longest.configurationSet).toBe(41);
    expect(Math.max(longest.configurationSet, longest.ruleSet)).toBeLessThan(64);
    expect(Math.max(longest.alarm, longest.alias)).toBeLessThan(255);
    expect(Math.max(longest.logs, longest.secret)).toBeLessThan(512);
  });

  it('uses a key of the account in place of its own', () => {
    const encryptionKey = 'arn:aws:kms:eu-west-1:111122223333:key/0000';
    const { state } = templatesOf({ encryptionKey });

    state.resourceCountIs('AWS::KMS::Key', 0);
    for (const { KmsKeyId } of propertiesOf(state, 'AWS::SecretsManager::Secret')) expect(KmsKeyId).toBe(encryptionKey);
  });

  it('pages a topic of the account in place of its own', () => {
    const pagesTopic = 'arn:aws:sns:eu-west-1:111122223333:on-call';
    const { state, app } = templatesOf({ pagesTopic });
    const actions = propertiesOf(app, 'AWS::CloudWatch::CompositeAlarm').flatMap(({ AlarmActions }) => AlarmActions);

    expect(Object.keys(state.findResources('AWS::SNS::Topic')).filter((id) => id.startsWith('Pages'))).toEqual([]);
    expect(new Set(actions)).toEqual(new Set([pagesTopic]));
  });

  it('is refused what lies in another region', () => {
    const elsewhere = 'arn:aws:sns:us-east-1:111122223333:on-call';

    expect(() => templatesOf({ pagesTopic: elsewhere, handOff: ['arn:aws:sqs:us-east-1:111122223333:q'] })).toThrow(
      /dev\.pagesTopic: .*wants one of eu-west-1.*\n {2}dev\.handOff\.0: .*wants one of eu-west-1/,
    );
  });

  it('locks no objects where data is kept only later', () => {
    const { state } = templatesOf({ retain: true, objectLock: false });

    for (const bucket of propertiesOf(state, 'AWS::S3::Bucket')) expect(bucket.ObjectLockEnabled ?? false).toBe(false);
  });

  it('keeps its logs as long as it is told', () => {
    const { state } = templatesOf({ logRetentionDays: 365 });

    for (const { RetentionInDays } of propertiesOf(state, 'AWS::Logs::LogGroup')) expect(RetentionInDays).toBe(365);
  });

  it('runs its functions in a network of the account', () => {
    const { app } = templatesOf({
      network: {
        vpcId: 'vpc-00000001',
        availabilityZones: ['eu-west-1a', 'eu-west-1b'],
        subnetIds: ['subnet-00000001', 'subnet-00000002'],
        securityGroupIds: ['sg-00000001'],
      },
    });
    const networks = propertiesOf(app, 'AWS::Lambda::Function').flatMap(({ VpcConfig }) => VpcConfig ?? []);

    const mayJoin = propertiesOf(app, 'AWS::IAM::Policy').filter((policy) =>
      JSON.stringify(policy).includes('ec2:CreateNetworkInterface'),
    );

    expect(mayJoin).toHaveLength(10);
    expect(networks).toHaveLength(10);
    expect(networks[0]).toEqual({
      SubnetIds: ['subnet-00000001', 'subnet-00000002'],
      SecurityGroupIds: ['sg-00000001'],
    });
  });

  it('bounds every role, and makes it under a path', () => {
    const permissionsBoundary = 'arn:aws:iam::111122223333:policy/bound';
    const templates = templatesOf({ permissionsBoundary, rolePath: '/mail/' });
    const roles = [templates.state, templates.app].flatMap((template) => propertiesOf(template, 'AWS::IAM::Role'));

    expect(roles.length).toBeGreaterThan(9);
    for (const role of roles) expect(role).toMatchObject({ PermissionsBoundary: permissionsBoundary, Path: '/mail/' });
  });

  it('tags what it makes', () => {
    const { state } = templatesOf({ tags: { team: 'revenue' } });

    for (const { Tags } of propertiesOf(state, 'AWS::SQS::Queue'))
      expect(Tags).toEqual(expect.arrayContaining([{ Key: 'team', Value: 'revenue' }]));
  });
});
