import { ownerOf, readPolicies } from '../../../local/iam/policies.ts';
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
        Managed: ['AWS::IAM::ManagedPolicy', { PolicyDocument: named('a:managed') }],
      }),
    );

    expect(policies.ofRole(role).map(({ name }) => name)).toEqual(['Role', 'Managed', 'Attached']);
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
