import { readStages, type StageConfig } from '../../lib/stage-config.ts';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';
import { alarmsOf, seriesOf } from '../helpers/cloudwatch.ts';

/** Where a name must be the only one of its kind. */
type Scope = 'region' | 'account' | 'world';

/**
 * The types of resources that a template can give a name, with the property that holds it. CloudFormation makes up a
 * name with the stack's where the property is absent.
 */
const named: Readonly<Record<string, readonly [property: string, scope: Scope]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmName', 'region'],
  'AWS::CloudWatch::CompositeAlarm': ['AlarmName', 'region'],
  'AWS::CloudWatch::Dashboard': ['DashboardName', 'account'],
  'AWS::ApiGatewayV2::DomainName': ['DomainName', 'region'],
  'AWS::CodeDeploy::Application': ['ApplicationName', 'region'],
  'AWS::DynamoDB::GlobalTable': ['TableName', 'region'],
  'AWS::Events::Rule': ['Name', 'region'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName', 'account'],
  'AWS::IAM::Role': ['RoleName', 'account'],
  'AWS::KMS::Alias': ['AliasName', 'region'],
  'AWS::Lambda::Function': ['FunctionName', 'region'],
  'AWS::Logs::LogGroup': ['LogGroupName', 'region'],
  'AWS::S3::Bucket': ['BucketName', 'world'],
  'AWS::SES::ConfigurationSet': ['Name', 'region'],
  'AWS::SES::EmailIdentity': ['EmailIdentity', 'region'],
  'AWS::SES::ReceiptRuleSet': ['RuleSetName', 'region'],
  'AWS::SNS::Topic': ['TopicName', 'region'],
  'AWS::SQS::Queue': ['QueueName', 'region'],
  'AWS::Scheduler::Schedule': ['Name', 'region'],
  'AWS::SecretsManager::Secret': ['Name', 'region'],
};

/** Those without a name of their own, or whose name is looked for only inside another resource. */
const nameless = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::IAM::Policy',
  'AWS::KMS::Key',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::S3::BucketPolicy',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::ReceiptRule',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'Custom::S3AutoDeleteObjects',
]);

/** Claims of a stage, each as text that no other stage may have. */
function claimsOf(config: StageConfig): string[] {
  const { account = 'of whoever deploys', region } = config;
  const place: Record<Scope, string> = { region: `${account} ${region}`, account, world: '' };
  return [...readResources('http://127.0.0.1:1', synthesize(config)).values()].flatMap(({ Type, Properties }) => {
    if (Type === 'Custom::ActiveReceiptRuleSet') return [`the active receipt rule set of ${place.region}`];
    if (nameless.has(Type)) return [];
    const [property, scope] = named[Type] ?? [];
    if (property === undefined || scope === undefined) throw new Error(`${Type}: is it named or not? See above`);
    return Properties[property] === undefined ? [] : [`${Type} ${Properties[property]} ${place[scope]}`];
  });
}

/** The metrics of the functions that alarms and dashboards of a stage look at; those of AWS name a resource of the stage. */
function metricsOf(config: StageConfig): Set<string> {
  const resources = readResources('http://127.0.0.1:1', synthesize(config));
  const watched = alarmsOf(resources).flatMap((alarm) => seriesOf(alarm).metrics);
  const drawn = [...resources.values()]
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard')
    .flatMap(({ Properties }) => String(Properties.DashboardBody).match(/\["Postern",[^\]{]*/g) ?? []);
  const own = watched.filter(({ Namespace }) => Namespace === 'Postern');
  expect(drawn.length).toBeGreaterThan(5);
  return new Set([...own.map((metric) => JSON.stringify(metric)), ...drawn]);
}

/** Claims of more than one stage. */
const collisionsOf = (stages: readonly StageConfig[]): string[] =>
  [...Map.groupBy(stages.flatMap(claimsOf), (claim) => claim)]
    .filter(([, claims]) => claims.length > 1)
    .map(([claim]) => claim);

describe('stages.yaml as it is shipped', () => {
  it('is taken, also by somebody whose account is known', () => {
    expect(readStages('stages.yaml').length).toBeGreaterThan(1);
    expect(readStages('stages.yaml', '111111111111')).toEqual(readStages('stages.yaml'));
  });

  it('names no account: none would be the account of whoever reads it', () => {
    expect(readStages('stages.yaml').filter(({ account }) => account !== undefined)).toEqual([]);
  });

  it('has no two stages that claim one name, or one active rule set', () => {
    expect(collisionsOf(readStages('stages.yaml'))).toEqual([]);
  });
});

describe('two stages in one region of one account', () => {
  const entry: StageConfig = { ...localStage, stage: 'one', ruleSet: { mode: 'existing', name: 'of-the-team' } };
  const other: StageConfig = { ...entry, stage: 'other', inboundDomain: 'other.localhost' };

  it('claim no name twice when they add to one rule set', () => {
    expect(collisionsOf([entry, other])).toEqual([]);
  });

  it.each(['shared', 'existing'] as const)('watch and draw no metric in common, with a rule set that is %s', (mode) => {
    const ruleSet = mode === 'shared' ? ({ mode, takeover: false } as const) : entry.ruleSet;
    const [ofOne, ofOther] = [entry, other].map((stage) => metricsOf({ ...stage, ruleSet }));

    expect(ofOne!.size).toBeGreaterThan(20);
    expect([...ofOne!].filter((metric) => ofOther!.has(metric))).toEqual([]);
    expect(collisionsOf([entry, other].map((stage) => ({ ...stage, ruleSet })))).toEqual([]);
  });

  it('name their stage in every alarm and dashboard', () => {
    for (const stage of [entry, other]) {
      const resources = [...readResources('http://127.0.0.1:1', synthesize(stage)).values()];
      const names = resources.flatMap(({ Type, Properties }) =>
        Type.startsWith('AWS::CloudWatch::') ? [String(Properties.AlarmName ?? Properties.DashboardName)] : [],
      );
      expect(names.length).toBeGreaterThan(20);
      for (const name of names) expect(name.toLowerCase()).toMatch(new RegExp(`^postern-${stage.stage}(-|$)`));
    }
  });

  it.each<readonly [string, Partial<StageConfig>]>([
    ['a prefix', { namePrefix: 'acme' }],
    ['a prefix that goes on as the names of the other do', { namePrefix: 'postern-one' }],
  ])('claim no name twice, and watch no metric in common, when they have one name and %s', (_, settings) => {
    const renamed = { ...other, stage: entry.stage, ...settings };
    const [ofOne, ofRenamed] = [metricsOf(entry), metricsOf(renamed)];

    expect(claimsOf(renamed).filter((claim) => /^AWS::(?:Logs|SecretsManager)/.test(claim))).toHaveLength(18);
    expect(collisionsOf([entry, renamed])).toEqual([]);
    expect([...ofOne].filter((metric) => ofRenamed.has(metric))).toEqual([]);
  });

  it('give nothing a name that begins with another prefix than theirs', () => {
    const ofPrefix = { ...entry, namePrefix: 'acme' };
    const given = claimsOf(ofPrefix).filter((claim) => !claim.startsWith('AWS::SES::EmailIdentity'));

    expect(given.length).toBeGreaterThan(70);
    expect(
      given.filter((claim) => !/ (?:alias\/|\/aws\/lambda\/|\/aws\/vendedlogs\/)?acme[-/]one/.test(claim)),
    ).toEqual([]);
    expect(JSON.stringify(synthesize(ofPrefix))).not.toMatch(/[Pp]ostern-one|postern\/one/);
  });

  it.each<readonly [string, Partial<StageConfig>, string]>([
    ['one domain', { inboundDomain: entry.inboundDomain }, 'AWS::SES::EmailIdentity inbound.localhost'],
    ['one name', { stage: entry.stage }, 'AWS::SES::ConfigurationSet postern-one'],
  ])('would be found out with %s', (_, same, claim) => {
    expect(collisionsOf([entry, { ...other, ...same }])).toContainEqual(expect.stringContaining(claim));
  });

  it('would be found out with a rule set each', () => {
    const own = { ruleSet: { mode: 'own', takeover: false } } as const;

    expect(
      collisionsOf([
        { ...entry, ...own },
        { ...other, ...own },
      ]),
    ).toEqual([expect.stringContaining('the active receipt rule set')]);
  });
});
