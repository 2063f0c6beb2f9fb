import { grantExceptions } from '../../../lib/constructs/grant-exceptions.ts';
import { readResources } from '../../../local/wiring.ts';
import { localTemplates } from '../../helpers/local-templates.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const resources = readResources('http://127.0.0.1:1', await localTemplates());
const statements = [...resources.values()]
  .filter(({ Type }) => Type === 'AWS::IAM::Policy')
  .flatMap(({ Properties }) =>
    (Properties.PolicyDocument as { Statement: Statement[] }).Statement.map((statement) => ({
      ...statement,
      roles: Properties.Roles as string[],
    })),
  );
const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

describe('an exception', () => {
  it.each(
    grantExceptions.map((exception) => [`${exception.function} ${exception.action} ${exception.resource}`, exception]),
  )('%s is granted, and says why', (_, exception) => {
    const { function: name, action, resource, reason } = exception as (typeof grantExceptions)[number];
    const granted = statements.filter(
      ({ roles, Action, Resource }) =>
        roles.some((role) => role.toLowerCase().startsWith(`${name}role`)) &&
        listOf(Action).includes(action) &&
        listOf(Resource).some((arn) => arn.includes(resource)),
    );

    expect(granted).toHaveLength(1);
    expect(reason.length).toBeGreaterThan(20);
  });
});

describe('no function', () => {
  it.each(['kms:CreateGrant', 'kms:DescribeKey', 'dynamodb:Scan', 'sqs:GetQueueUrl'])(
    'is granted %s, which no call uses',
    (action) => {
      expect(statements.filter(({ Action }) => listOf(Action).includes(action))).toEqual([]);
    },
  );

  it('generates data keys but to store objects', () => {
    const generating = statements.filter(({ Action }) => listOf(Action).includes('kms:GenerateDataKey'));

    expect(generating.map(({ roles }) => roles[0]!.replace(/Role.*/, '')).toSorted()).toEqual([
      'Heartbeat',
      'Parse',
      'Trail',
    ]);
    expect(JSON.stringify(generating)).not.toContain('dynamodb.');
  });
});
