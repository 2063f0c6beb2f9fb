import { functionNameOf, identifyFor } from '../../local/resource-names.ts';

const own = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
/** As a stack of this machine names a resource; a reference stands for what it names. */
const identify = (logicalId: string, type: string, properties: Record<string, unknown>) =>
  identifyFor('http://127.0.0.1:1')({
    logicalId,
    type,
    properties,
    place: { name: 'Postern-local', account: '000000000000', region: 'us-east-1' },
    resolve: (value) => {
      const { Ref, 'Fn::GetAtt': attribute } = (typeof value === 'object' ? value : {}) as {
        Ref?: string;
        'Fn::GetAtt'?: readonly string[];
      };
      return Ref ?? attribute?.[0] ?? value;
    },
  });

describe('identifyFor', () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ['AWS::SQS::Queue', {}, 'http://127.0.0.1:1/000000000000/Id', own('sqs', 'Id')],
    ['AWS::SQS::Queue', { FifoQueue: true }, 'http://127.0.0.1:1/000000000000/Id.fifo', own('sqs', 'Id.fifo')],
    ['AWS::SNS::Topic', {}, own('sns', 'Id'), own('sns', 'Id')],
    ['AWS::S3::Bucket', {}, 'id', 'arn:aws:s3:::id'],
    ['AWS::DynamoDB::GlobalTable', {}, 'Id', own('dynamodb', 'table/Id')],
    ['AWS::Lambda::Function', {}, 'Id', own('lambda', 'function:Id')],
    [
      'AWS::Lambda::Alias',
      { FunctionName: { Ref: 'F' }, Name: 'live' },
      own('lambda', 'function:F:live'),
      own('lambda', 'function:F:live'),
    ],
    [
      'AWS::Lambda::Version',
      { FunctionName: { 'Fn::GetAtt': ['F', 'Arn'] } },
      own('lambda', 'function:F:1'),
      own('lambda', 'function:F:1'),
    ],
    ['AWS::KMS::Key', {}, 'Id', own('kms', 'key/Id')],
    ['AWS::IAM::Role', {}, 'Id', 'arn:aws:iam::000000000000:role/Id'],
    ['AWS::IAM::ManagedPolicy', {}, 'arn:aws:iam::000000000000:policy/Id', 'arn:aws:iam::000000000000:policy/Id'],
    ['AWS::Logs::LogGroup', {}, 'Id', own('logs', 'log-group:Id:*')],
    ['AWS::Events::Rule', {}, 'Id', own('events', 'rule/Id')],
    ['AWS::Scheduler::Schedule', {}, 'Id', own('scheduler', 'schedule/default/Id')],
    ['AWS::CloudWatch::CompositeAlarm', {}, 'Id', own('cloudwatch', 'alarm:Id')],
  ])('are those that AWS would give: %s %j', (type, properties, ref, arn) => {
    expect(identify('Id', type, properties)).toEqual({ ref, arn });
  });

  it('ends the ARN of a secret with six characters, the same at every start', () => {
    const [entry, again] = [0, 1].map(() =>
      identify('Crm', 'AWS::SecretsManager::Secret', { Name: 'postern/local/crm' }),
    );

    expect(entry).toEqual(again);
    expect(entry?.arn).toMatch(
      /^arn:aws:secretsmanager:us-east-1:000000000000:secret:postern\/local\/crm-[A-Za-z0-9]{6}$/,
    );
    expect(entry?.ref).toBe(entry?.arn);
  });

  it('names no resource of an unknown type', () => {
    expect(identify('Id', 'AWS::SNS::Subscription', {})).toBeUndefined();
  });
});

it.each([
  [own('lambda', 'function:F'), 'F'],
  [own('lambda', 'function:F:live'), 'F'],
  ['F:live', 'F'],
  ['F', 'F'],
])('%s leads to the function %s', (reference, name) => {
  expect(functionNameOf(reference)).toBe(name);
});
