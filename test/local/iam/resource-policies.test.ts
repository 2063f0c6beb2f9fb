import { functionArn, isHere, ownerOf, queueArn, resourcePolicies } from '../../../local/iam/resource-policies.ts';
import { allow, document, resourceOf } from '../../helpers/iam.ts';

const policy = document(allow('*', '*'));

describe('resourcePolicies', () => {
  it.each<[type: string, properties: Record<string, unknown>, arn: string]>([
    ['AWS::SNS::TopicPolicy', { Topics: ['arn:topic'], PolicyDocument: policy }, 'arn:topic'],
    ['AWS::SNS::TopicInlinePolicy', { TopicArn: 'arn:topic', PolicyDocument: policy }, 'arn:topic'],
    [
      'AWS::SQS::QueuePolicy',
      { Queues: ['http://127.0.0.1:1/000000000000/Inbox'], PolicyDocument: policy },
      'arn:aws:sqs:us-east-1:000000000000:Inbox',
    ],
    ['AWS::S3::BucketPolicy', { Bucket: 'mail', PolicyDocument: policy }, 'arn:aws:s3:::mail'],
    ['AWS::SecretsManager::ResourcePolicy', { SecretId: 'arn:secret', ResourcePolicy: policy }, 'arn:secret'],
    ['AWS::KMS::Key', { KeyPolicy: policy }, 'arn:aws:kms:us-east-1:000000000000:key/Id'],
    ['AWS::IAM::Role', { AssumeRolePolicyDocument: policy }, 'arn:aws:iam::000000000000:role/Id'],
  ])('reads the policy of %s', (type, properties, arn) => {
    expect(resourcePolicies('Id', resourceOf('Id', type, properties))).toEqual([
      [arn, { name: 'Id', document: policy }],
    ]);
  });

  it('reads the policy of a table in the region of this machine only', () => {
    const replica = (Region: string) => ({ Region, ResourcePolicy: { PolicyDocument: { ...policy, Region } } });
    const table = resourceOf('Id', 'AWS::DynamoDB::GlobalTable', {
      Replicas: [replica('us-east-1'), replica('eu-west-1'), { Region: 'us-east-1' }],
    });

    expect(resourcePolicies('Id', table).map(([, { document: found }]) => found)).toEqual([
      { ...policy, Region: 'us-east-1' },
    ]);
  });

  it('finds none in other resources', () => {
    expect(resourcePolicies('Id', resourceOf('Id', 'AWS::Lambda::Function', {}))).toEqual([]);
  });
});

describe('ownerOf', () => {
  it.each([
    ['arn:aws:s3:::mail/inbound/1', 'arn:aws:s3:::mail'],
    ['arn:aws:dynamodb:r:a:table/ledger/index/pending', 'arn:aws:dynamodb:r:a:table/ledger'],
    ['arn:aws:lambda:r:a:function:Sink:live', 'arn:aws:lambda:r:a:function:Sink:live'],
  ])('finds the holder of the policy of %s', (resource, owner) => {
    expect(ownerOf(resource)).toBe(owner);
  });
});

describe('isHere', () => {
  it.each([
    ['arn:aws:s3:::mail', true],
    ['arn:aws:sqs:us-east-1:000000000000:Inbox', true],
    ['arn:aws:sqs:eu-west-1:000000000000:Inbox', false],
    ['arn:aws:sqs:us-east-1:111122223333:Inbox', false],
    ['*', true],
  ])('judges %s: %s', (resource, is) => {
    expect(isHere(resource)).toBe(is);
  });
});

describe('queueArn and functionArn', () => {
  it('reads the account and the name of a queue from its URL', () => {
    expect(queueArn('http://127.0.0.1:1/111122223333/Inbox')).toBe('arn:aws:sqs:us-east-1:111122223333:Inbox');
  });

  it.each([
    ['Sink', 'arn:aws:lambda:us-east-1:000000000000:function:Sink'],
    ['Sink:live', 'arn:aws:lambda:us-east-1:000000000000:function:Sink:live'],
    ['111122223333:function:Sink', 'arn:aws:lambda:us-east-1:111122223333:function:Sink'],
    ['arn:aws:lambda:r:a:function:Sink', 'arn:aws:lambda:r:a:function:Sink'],
  ])('reads the function %s', (reference, arn) => {
    expect(functionArn(reference)).toBe(arn);
  });
});
