import type { StageConfig } from '../../../lib/stage-config.ts';
import { createDecider, type Decide } from '../../../local/iam/decider.ts';
import type { Statement } from '../../../local/iam/policy-document.ts';
import { loadSimulator } from '../../../local/iam/simulator.ts';
import { resolveTemplates } from '../../../local/intrinsics.ts';
import { localStage } from '../../../local/local-stage.ts';
import { synthesize } from '../../../local/template.ts';
import { readResources } from '../../../local/wiring.ts';
import { anOperator, operatorPolicies, policiesOfOperator, statementsOf } from '../../helpers/iam.ts';
import { localTemplates } from '../../helpers/local-templates.ts';
import { longestName, sizeOf } from '../../helpers/longest-names.ts';

const names = ['Verbs', 'Readiness', 'Releases'] as const;
const resources = readResources('http://127.0.0.1:1', await localTemplates());

const actionsOf = ({ Action = [] }: Statement): readonly string[] => [Action].flat();
const statements = operatorPolicies(resources, ...names).flatMap(statementsOf);

describe('the policies of the operator', () => {
  it('fit into what IAM takes, however long the names are', () => {
    const longest = resolveTemplates(synthesize(), longestName);
    const sizes = operatorPolicies(longest, ...names).map((policy) => sizeOf(statementsOf(policy)));

    expect(sizes).toHaveLength(3);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    for (const size of sizes) expect(size).toBeLessThan(6144);
  });

  it('fit into what IAM takes for a stage that lists 60 secrets, and look at each of them', () => {
    const secrets = Array.from({ length: 60 }, (_, nth) => ({
      secret:
        nth % 2 === 0
          ? `team/department/crm-${nth}`
          : `arn:aws:secretsmanager:us-east-1:111122223333:secret:team/department/crm-${nth}-AbCdEf`,
      for: 'connections' as const,
    }));
    const templates = synthesize({ ...localStage, secrets });
    const longest = resolveTemplates(templates, longestName);
    const policies = operatorPolicies(longest, 'Readiness').map(statementsOf);
    const described = policies
      .flat()
      .filter((statement) => actionsOf(statement).includes('secretsmanager:DescribeSecret'))
      .flatMap(({ Resource = [] }) => [Resource].flat());

    expect(policies.length).toBeGreaterThan(1);
    for (const policy of policies) expect(sizeOf(policy)).toBeLessThan(6144);
    for (const { secret } of secrets) expect(described.filter((arn) => arn.includes(secret))).not.toEqual([]);
    // The six of the stage, each of the others by its name, or by its ARN with and without a suffix.
    expect(described).toHaveLength(6 + 30 + 2 * 30);
    const outputs = Object.assign({}, ...templates.map(({ Outputs }) => Outputs)) as Record<string, { Value: unknown }>;
    for (const output of ['OperatorPolicies', 'CliEnvironment'])
      expect(JSON.stringify(outputs[output]).match(/Operators(?:Verbs|Readiness)/g)).toHaveLength(policies.length + 1);
  });

  it('leave the roles of the functions within what IAM takes for a stage that lists 60 secrets', () => {
    const secrets = Array.from({ length: 60 }, (_, nth) => ({
      secret: `team/department/crm-of-the-region-${nth}`,
      for: 'connections' as const,
    }));
    const longest = [...resolveTemplates(synthesize({ ...localStage, secrets }), longestName).values()];
    const inline = longest.filter(({ Type }) => Type === 'AWS::IAM::Policy');
    const managed = longest.filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');

    expect(inline.length).toBeGreaterThan(9);
    for (const policy of inline) expect(sizeOf(statementsOf(policy))).toBeLessThan(10_240);
    for (const policy of managed) expect(sizeOf(statementsOf(policy))).toBeLessThan(6144);
  });

  it('are attached to the roles that the stage names, each to those it is for', () => {
    const config = { ...localStage, operatorRoles: ['mail-operators', 'on-call'], releaseRoles: ['deployers'] };
    const attached = readResources('http://127.0.0.1:1', synthesize(config));
    const rolesOf = (name: (typeof names)[number]) =>
      operatorPolicies(attached, name).map(({ Properties }) => Properties.Roles);

    expect(rolesOf('Verbs')).toEqual([['mail-operators', 'on-call']]);
    expect(rolesOf('Readiness')).toEqual([['mail-operators', 'on-call']]);
    expect(rolesOf('Releases')).toEqual([['deployers']]);
  });

  it('are attached to nobody by the stack, unless the stage names roles', () => {
    for (const { Properties } of operatorPolicies(resources, ...names))
      expect([Properties.Roles, Properties.Users, Properties.Groups]).toEqual([undefined, undefined, undefined]);
  });

  it('name every action', () => {
    expect(statements.flatMap(actionsOf).filter((action) => !/^[a-z0-9]+:[A-Za-z0-9]+$/.test(action))).toEqual([]);
  });

  it('leave every resource out only where a service knows none', () => {
    const actions = statements.filter(({ Resource }) => Resource === '*').flatMap(actionsOf);

    expect([...new Set(actions)].toSorted()).toEqual([
      'cloudwatch:DescribeAlarmHistory',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'cloudwatch:ListMetrics',
      'lambda:GetAccountSettings',
      'lambda:ListEventSourceMappings',
      'scheduler:ListSchedules',
      'ses:DescribeActiveReceiptRuleSet',
      'ses:GetAccount',
      'ses:GetEmailIdentity',
    ]);
  });

  it('look at the secrets that the stage lists beside its own', () => {
    const config: StageConfig = { ...localStage, secrets: [{ secret: 'acme/sales', for: 'connections' }] };
    const described = operatorPolicies(readResources('http://127.0.0.1:1', synthesize(config)), 'Readiness')
      .flatMap(statementsOf)
      .filter((statement) => actionsOf(statement).includes('secretsmanager:DescribeSecret'))
      .flatMap(({ Resource = [] }) => [Resource].flat());

    expect(described).toContain('arn:aws:secretsmanager:us-east-1:000000000000:secret:acme/sales-??????');
  });
});

/** The ARN of the resource of a type whose logical id begins so. */
function arnOf(type: string, begin: string): string {
  const found = [...resources].find(([id, resource]) => resource.Type === type && id.startsWith(begin));
  if (found === undefined) throw new Error(`no ${type} is called ${begin}`);
  return found[1].identity.arn;
}

const key = arnOf('AWS::KMS::Key', 'Key');
const ledger = arnOf('AWS::DynamoDB::GlobalTable', 'TablesLedger');
const redrive = arnOf('AWS::Lambda::Function', 'RedriveFunction');
const parse = arnOf('AWS::Lambda::Function', 'ParseFunction');
const mail = arnOf('AWS::S3::Bucket', 'BucketsMail');
const secret = (purpose: string): string => arnOf('AWS::SecretsManager::Secret', `Secrets${purpose}`);

type Who = 'operators' | 'releases' | 'nobody';
/** At the end the service that uses the key on behalf of whoever calls it. */
type Question = readonly [verdict: 'allow' | 'deny', who: Who, action: string, resource: string, via?: string];

const questions: readonly Question[] = [
  ['allow', 'operators', 'dynamodb:Query', ledger],
  ['deny', 'operators', 'dynamodb:Scan', ledger],
  ['deny', 'operators', 'dynamodb:DeleteTable', ledger],
  ['allow', 'operators', 's3:GetObject', `${mail}/inbound/mail`],
  ['deny', 'operators', 's3:PutObject', `${mail}/inbound/mail`],
  ['allow', 'operators', 'secretsmanager:GetSecretValue', secret('AddressKey')],
  ['allow', 'operators', 'secretsmanager:GetSecretValue', secret('TokenKeys')],
  ...['ApiKeys', 'Crm', 'Hook', 'Intake'].map(
    (purpose): Question => ['deny', 'operators', 'secretsmanager:GetSecretValue', secret(purpose)],
  ),
  ...['dynamodb', 's3', 'secretsmanager'].map(
    (service): Question => ['allow', 'operators', 'kms:Decrypt', key, service],
  ),
  ...['dynamodb', 's3', 'secretsmanager'].map(
    (service): Question => ['deny', 'operators', 'kms:GenerateDataKey', key, service],
  ),
  ['deny', 'operators', 'kms:Decrypt', key, 'sqs'],
  ['deny', 'operators', 'kms:Decrypt', key],
  ['deny', 'nobody', 'kms:Decrypt', key, 'dynamodb'],
  ['allow', 'operators', 'kms:DescribeKey', key],
  ['allow', 'operators', 'lambda:InvokeFunction', `${redrive}:live`],
  ['deny', 'operators', 'lambda:InvokeFunction', redrive],
  ['deny', 'operators', 'lambda:InvokeFunction', `${parse}:live`],
  ['deny', 'operators', 'lambda:UpdateAlias', parse],
  ['allow', 'releases', 'lambda:UpdateAlias', parse],
  ['deny', 'releases', 'lambda:UpdateFunctionCode', parse],
  ['deny', 'releases', 'lambda:InvokeFunction', `${redrive}:live`],
];

describe('by the policies of the operator', () => {
  let decideFor: Readonly<Record<Who, Decide>>;
  beforeAll(async () => {
    const simulate = (await loadSimulator())!;
    decideFor = {
      operators: createDecider(policiesOfOperator(resources, 'Verbs', 'Readiness'), simulate),
      releases: createDecider(policiesOfOperator(resources, 'Releases'), simulate),
      nobody: createDecider(policiesOfOperator(resources), simulate),
    };
  });

  const rows = questions.map(
    ([verdict, who, action, resource, via = '']) => ({ verdict, who, action, resource, via }) as const,
  );
  it.each(rows)('IAM says $verdict to $who: $action on $resource $via', async (row) => {
    const { verdict, who, action, resource, via } = row;
    const context = via === '' ? {} : { 'kms:ViaService': `${via}.us-east-1.amazonaws.com` };
    const { isAllowed } = await decideFor[who](anOperator, { action, resource, context });

    expect(isAllowed ? 'allow' : 'deny').toBe(verdict);
  });
});
