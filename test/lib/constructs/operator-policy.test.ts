import type { StageConfig } from '../../../lib/stage-config.ts';
import { type Identity, localStage, resolveTemplates, synthesize } from '../../../local/template.ts';
import type { Statement } from '../../helpers/policy.ts';

/** The longest names that CloudFormation generates for resources of a stage. */
function longestName(logicalId: string, type: string): Identity {
  const limits: Readonly<Record<string, number>> = {
    'AWS::Lambda::Function': 64,
    'AWS::S3::Bucket': 63,
    'AWS::SQS::Queue': 80,
  };
  const state = `Postern-${'s'.repeat(20)}-State-${logicalId}-ABCDEFGHIJKL`;
  const name = state.slice(0, limits[type] ?? 255);
  const at = (service: string, resource: string): Identity => ({
    ref: name,
    arn: `arn:aws:${service}:ap-northeast-1:111122223333:${resource}`,
  });
  switch (type) {
    case 'AWS::Lambda::Function':
      return at('lambda', `function:${name}`);
    case 'AWS::SQS::Queue':
      return at('sqs', name);
    case 'AWS::DynamoDB::GlobalTable':
      return at('dynamodb', `table/${name}`);
    case 'AWS::SecretsManager::Secret':
      return at('secretsmanager', `secret:postern/${'s'.repeat(20)}/address-key-AbCdEf`);
    case 'AWS::KMS::Key':
      return at('kms', 'key/00000000-0000-0000-0000-000000000000');
    case 'AWS::S3::Bucket':
      return { ref: name, arn: `arn:aws:s3:::${name}` };
    default:
      return at('sns', name);
  }
}

/** The documents of both policies, with those names. */
const documentsOf = (config: StageConfig = localStage): Array<{ readonly Statement: readonly Statement[] }> =>
  [...resolveTemplates(synthesize(config), longestName).values()]
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .map(({ Properties }) => Properties.PolicyDocument as { Statement: Statement[] });

const statementsOf = (config?: StageConfig): Statement[] => documentsOf(config).flatMap(({ Statement }) => Statement);

describe('the policies of the operator', () => {
  it('fit into what IAM takes, however long the names are', () => {
    const sizes = documentsOf().map((document) => JSON.stringify(document).length);

    expect(sizes).toHaveLength(2);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    for (const size of sizes) expect(size).toBeLessThan(6144);
  });

  it('name every action', () => {
    const actions = statementsOf().flatMap(({ Action }) => [Action].flat());

    expect(actions.filter((action) => !/^[a-z0-9]+:[A-Za-z0-9]+$/.test(action))).toEqual([]);
  });

  it('leave every resource out only where a service knows none', () => {
    const actions = statementsOf()
      .filter(({ Resource }) => Resource === '*')
      .flatMap(({ Action }) => [Action].flat());

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

  it('read the value of no secret but the keys of addresses and tokens', () => {
    const secrets = statementsOf()
      .filter(({ Action }) => [Action].flat().includes('secretsmanager:GetSecretValue'))
      .flatMap(({ Resource }) => [Resource].flat());

    expect(secrets).toHaveLength(2);
  });

  it('look at the secrets that the stage lists beside its own', () => {
    const config: StageConfig = {
      ...localStage,
      secrets: [{ secret: 'acme/sales', for: 'connections' }],
    };
    const described = statementsOf(config)
      .filter(({ Action }) => Action === 'secretsmanager:DescribeSecret')
      .flatMap(({ Resource }) => [Resource].flat());

    expect(described).toContain('arn:aws:secretsmanager:us-east-1:000000000000:secret:acme/sales-??????');
  });
});
