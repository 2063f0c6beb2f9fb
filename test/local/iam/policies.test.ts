import { readPolicies } from '../../../local/iam/policies.ts';
import type { Statement } from '../../../local/iam/policy-document.ts';
import { ownerOf } from '../../../local/iam/resource-policies.ts';
import { allow, document, resourcesOf } from '../../helpers/iam.ts';

const own = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const role = 'arn:aws:iam::000000000000:role/Role';
const managed = 'arn:aws:iam::000000000000:policy/Managed';
const named = (action: string) => document(allow(action, '*'));

describe('the policies of a role', () => {
  it('are those that are attached to it, in it, and managed', () => {
    const policies = readPolicies(
      resourcesOf({
        Role: ['AWS::IAM::Role', { Policies: [{ PolicyDocument: named('a:inline') }], ManagedPolicyArns: [managed] }],
        Attached: ['AWS::IAM::Policy', { Roles: ['Role', 'Other'], PolicyDocument: named('a:attached') }],
        Single: ['AWS::IAM::RolePolicy', { RoleName: 'Role', PolicyName: 'x', PolicyDocument: named('a:single') }],
        Managed: ['AWS::IAM::ManagedPolicy', { PolicyDocument: named('a:managed') }],
      }),
    );

    expect(policies.ofRole(role).map(({ name }) => name)).toEqual(['Role', 'Managed', 'Attached', 'Single']);
    expect(policies.ofRole('arn:aws:iam::000000000000:role/Nobody')).toEqual([]);
  });

  it('are not guessed when their text is elsewhere', () => {
    const resources = resourcesOf({ Role: ['AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] }] });

    expect(() => readPolicies(resources)).toThrow(
      'role Role has the policy arn:aws:iam::aws:policy/X, whose text is not in the templates; write its statements out',
    );
  });

  it('are not looked at when only a function of the CDK has the role', () => {
    const resources = resourcesOf({
      Role: ['AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] }],
      Helper: ['AWS::Lambda::Function', { Role: role }],
    });

    expect(readPolicies(resources).ofRole(role)).toEqual([]);
  });
});

describe('the permissions boundary of a role', () => {
  const bounded = (PermissionsBoundary: string) =>
    resourcesOf({
      Role: ['AWS::IAM::Role', { PermissionsBoundary }],
      Managed: ['AWS::IAM::ManagedPolicy', { PolicyDocument: named('a:managed') }],
    });

  it('is a managed policy, which gives the role nothing', () => {
    const policies = readPolicies(bounded(managed));

    expect(policies.boundaryOf(role)?.name).toBe('Managed');
    expect(policies.ofRole(role)).toEqual([]);
    expect(policies.boundaryOf('arn:aws:iam::000000000000:role/Nobody')).toBeUndefined();
  });

  it('is not guessed when its text is elsewhere', () => {
    expect(() => readPolicies(bounded('arn:aws:iam::000000000000:policy/Ours'))).toThrow(
      'role Role has the permissions boundary arn:aws:iam::000000000000:policy/Ours, whose text is not in the templates',
    );
  });
});

describe('a policy that is not read', () => {
  const text = named('a:b');

  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: text } }, 'ResourcePolicy.PolicyDocument'],
    [
      'AWS::DynamoDB::GlobalTable',
      { Replicas: [{ ReplicaStreamSpecification: { ResourcePolicy: { PolicyDocument: text } } }] },
      'Replicas.0.ReplicaStreamSpecification.ResourcePolicy.PolicyDocument',
    ],
    [
      'AWS::DynamoDB::GlobalTable',
      { Replicas: [{ Region: 'eu-west-1', ResourcePolicy: { PolicyDocument: text } }] },
      'Replicas.0.ResourcePolicy.PolicyDocument',
    ],
    ['AWS::EC2::VPCEndpoint', { PolicyDocument: text }, 'PolicyDocument'],
    ['AWS::Logs::ResourcePolicy', { PolicyDocument: JSON.stringify(text) }, 'PolicyDocument'],
    ['AWS::Events::EventBusPolicy', { Statement: text.Statement[0] }, undefined],
  ])('is refused: that of %s', (type, properties, path) => {
    expect(() => readPolicies(resourcesOf({ Thing: [type, properties] }))).toThrow(
      `Thing (${type}) has a policy${path === undefined ? '' : ` at ${path}`}, which is not read on this machine`,
    );
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['of a user', 'AWS::IAM::UserPolicy', { PolicyDocument: text }],
    ['that nobody has', 'AWS::IAM::ManagedPolicy', { PolicyDocument: text }],
    ['that masks logs', 'AWS::Logs::LogGroup', { DataProtectionPolicy: { Statement: [{ Operation: {} }] } }],
  ])('does no harm: one %s', (_whose, type, properties) => {
    expect(() => readPolicies(resourcesOf({ Thing: [type, properties] }))).not.toThrow();
  });
});

describe('a context key', () => {
  const withStatement = (more: Partial<Statement>, Resource = '*') =>
    resourcesOf({
      Attached: ['AWS::IAM::Policy', { Roles: ['Role'], PolicyDocument: document(allow('a:b', Resource, more)) }],
    });

  it.each<[string, Partial<Statement>, string]>([
    ['dynamodb:LeadingKeys', { Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } } }, '*'],
    ['aws:PrincipalOrgID', { Condition: { Null: { 'aws:PrincipalOrgID': 'false' } } }, '*'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
    ['aws:username', {}, 'arn:aws:s3:::mail/${aws:username}/*'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
    ['aws:PrincipalTag/team', { Condition: { StringLike: { 's3:prefix': "${aws:PrincipalTag/team, 'none'}" } } }, '*'],
  ])('that no call brings is refused: %s', (key, more, resource) => {
    expect(() => readPolicies(withStatement(more, resource))).toThrow(
      `policy Attached names the context key ${key}, which no call of this machine brings`,
    );
  });

  it.each<[string, Partial<Statement>, string]>([
    ['in any case', { Condition: { StringEquals: { 'AWS:SourceArn': 'x' } } }, '*'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
    ['beside a star of its own', {}, 'arn:aws:s3:::mail/${*}${aws:PrincipalArn}'],
  ])('that calls bring is taken %s', (_how, more, resource) => {
    expect(() => readPolicies(withStatement(more, resource))).not.toThrow();
  });
});

describe('a permission of a function', () => {
  const permitted = (more: Record<string, unknown>) =>
    resourcesOf({
      May: ['AWS::Lambda::Permission', { FunctionName: 'F', Action: 'lambda:InvokeFunction', Principal: '*', ...more }],
    });

  it.each([
    ['PrincipalOrgID', 'o-1', 'aws:PrincipalOrgID'],
    ['EventSourceToken', 't', 'lambda:EventSourceToken'],
    ['FunctionUrlAuthType', 'NONE', 'lambda:FunctionUrlAuthType'],
    ['InvokedViaFunctionUrl', true, 'lambda:InvokedViaFunctionUrl'],
  ])('with %s is a condition that no call fulfils', (property, value, key) => {
    expect(() => readPolicies(permitted({ [property]: value }))).toThrow(
      `policy May names the context key ${key}, which no call of this machine brings`,
    );
  });

  it('with a property that is not read is refused', () => {
    expect(() => readPolicies(permitted({ Unheard: 'x' }))).toThrow(
      'permission May has the property Unheard, which is not read on this machine',
    );
  });

  it('on an alias is a policy of the alias', () => {
    const policies = readPolicies(permitted({ FunctionName: 'F:live' }));

    expect(policies.ofResource(own('lambda', 'function:F:live'))?.name).toBe('May');
    expect(policies.ofResource(own('lambda', 'function:F'))).toBeUndefined();
  });
});

describe('the policy of a resource', () => {
  const policies = readPolicies(
    resourcesOf({
      OfTopic: ['AWS::SNS::TopicPolicy', { Topics: [own('sns', 'Topic')], PolicyDocument: named('topic') }],
      OfQueue: ['AWS::SQS::QueuePolicy', { Queues: ['http://x/000000000000/Q.fifo'], PolicyDocument: named('queue') }],
      OfBucket: ['AWS::S3::BucketPolicy', { Bucket: 'mail', PolicyDocument: named('bucket') }],
      OfSecret: ['AWS::SecretsManager::ResourcePolicy', { SecretId: 'arn:secret', ResourcePolicy: named('secret') }],
      Key: ['AWS::KMS::Key', { KeyPolicy: named('key') }],
      Role: ['AWS::IAM::Role', { AssumeRolePolicyDocument: named('trust') }],
      First: [
        'AWS::Lambda::Permission',
        {
          FunctionName: own('lambda', 'function:F'),
          Action: 'lambda:InvokeFunction',
          Principal: 'a.amazonaws.com',
          SourceArn: 'arn:a',
        },
      ],
      InTopic: ['AWS::SNS::TopicInlinePolicy', { TopicArn: own('sns', 'Inline'), PolicyDocument: named('inline') }],
      InQueue: ['AWS::SQS::QueueInlinePolicy', { Queue: 'http://x/000000000000/I', PolicyDocument: named('inline') }],
      Table: [
        'AWS::DynamoDB::GlobalTable',
        { Replicas: [{ Region: 'us-east-1', ResourcePolicy: { PolicyDocument: named('table') } }] },
      ],
      Second: [
        'AWS::Lambda::Permission',
        { FunctionName: 'F', Action: 'lambda:InvokeFunction', Principal: '111122223333', SourceAccount: '1' },
      ],
    }),
  );

  it.each([
    [own('sns', 'Topic'), 'OfTopic'],
    [own('sqs', 'Q.fifo'), 'OfQueue'],
    ['arn:aws:s3:::mail', 'OfBucket'],
    ['arn:aws:s3:::mail/events/a', 'OfBucket'],
    ['arn:secret', 'OfSecret'],
    [own('kms', 'key/Key'), 'Key'],
    [role, 'Role'],
    [own('sns', 'Inline'), 'InTopic'],
    [own('sqs', 'I'), 'InQueue'],
    [own('dynamodb', 'table/Table'), 'Table'],
    [own('dynamodb', 'table/Table/index/pending'), 'Table'],
    ['arn:aws:dynamodb:us-east-1:111122223333:table/Table', undefined],
    ['arn:aws:s3:::other/events/a', undefined],
  ])('of %s is that of %s', (resource, name) => {
    expect(policies.ofResource(resource)?.name).toBe(name);
  });

  it('of a function is made of its permissions', () => {
    expect(policies.ofResource(own('lambda', 'function:F'))?.document.Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'a.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:a' } },
      }),
      expect.objectContaining({
        Principal: { AWS: '111122223333' },
        Condition: { StringEquals: { 'aws:SourceAccount': '1' } },
      }),
    ]);
  });

  it('must be one: the last would replace the others', () => {
    const resources = resourcesOf({
      One: ['AWS::S3::BucketPolicy', { Bucket: 'mail', PolicyDocument: named('a') }],
      Two: ['AWS::S3::BucketPolicy', { Bucket: 'mail', PolicyDocument: named('b') }],
    });

    expect(() => readPolicies(resources)).toThrow(
      'Two and One are policies of arn:aws:s3:::mail: the last replaces the other',
    );
  });
});

it.each([
  ['arn:aws:s3:::mail/a/b', 'arn:aws:s3:::mail'],
  [own('dynamodb', 'table/T/index/pending'), own('dynamodb', 'table/T')],
  [own('lambda', 'function:F:live'), own('lambda', 'function:F:live')],
  [own('secretsmanager', 'secret:a/b-AbCdEf'), own('secretsmanager', 'secret:a/b-AbCdEf')],
  ['*', '*'],
])('the policy for %s is held by %s', (resource, owner) => {
  expect(ownerOf(resource)).toBe(owner);
});
