import { keyArnsOf, keyFinder, withKeyUse } from '../../../local/iam/encryption.ts';
import { resourcesOf } from '../../helpers/iam.ts';

const key = 'arn:aws:kms:us-east-1:000000000000:key/Key';

describe('the keys of the resources of the templates', () => {
  const resources = resourcesOf({
    Key: ['AWS::KMS::Key', {}],
    Topic: ['AWS::SNS::Topic', { KmsMasterKeyId: key }],
    OfAws: ['AWS::SNS::Topic', { KmsMasterKeyId: 'alias/aws/sns' }],
    Queue: ['AWS::SQS::Queue', { SqsManagedSseEnabled: true }],
    Secret: ['AWS::SecretsManager::Secret', { Name: 'a/b', KmsKeyId: key }],
    Table: ['AWS::DynamoDB::GlobalTable', { Replicas: [{ SSESpecification: { KMSMasterKeyId: 'Key' } }] }],
    Mail: [
      'AWS::S3::Bucket',
      {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: key } }],
        },
      },
    ],
    Logs: ['AWS::S3::Bucket', {}],
  });
  const keys = keyArnsOf(resources);

  it.each([
    'arn:aws:sns:us-east-1:000000000000:Topic',
    'arn:aws:dynamodb:us-east-1:000000000000:table/Table',
    'arn:aws:s3:::mail',
  ])('are known of %s, by id or by ARN', (resource) => {
    expect(keys.get(resource)).toBe(key);
  });

  it('are none where AWS holds the key', () => {
    expect([...keys.keys()].filter((resource) => /OfAws|Queue|logs/.test(resource))).toEqual([]);
    expect(keys.size).toBe(4);
  });
});

describe('the key of a resource', () => {
  const keyOf = (KmsMasterKeyId: string): string | undefined =>
    keyArnsOf(
      resourcesOf({
        Key: ['AWS::KMS::Key', {}],
        Alias: ['AWS::KMS::Alias', { AliasName: 'alias/own', TargetKeyId: key }],
        Queue: ['AWS::SQS::Queue', { KmsMasterKeyId }],
      }),
    ).get('arn:aws:sqs:us-east-1:000000000000:Queue');
  const own = (name: string): string => `arn:aws:kms:us-east-1:000000000000:${name}`;

  it.each([
    ['Key', key],
    [key, key],
    ['alias/own', key],
    [own('alias/own'), key],
    ['alias/aws/sqs', undefined],
    [own('alias/aws/sqs'), undefined],
    // No template has this key: no role has a right to it.
    ['alias/other', own('alias/other')],
    ['arn:aws:kms:us-east-1:111122223333:key/k', 'arn:aws:kms:us-east-1:111122223333:key/k'],
  ])('that is named %s is %s', (named, arn) => {
    expect(keyOf(named)).toBe(arn);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['AWS::Lambda::Function', { KmsKeyArn: key }, 'KmsKeyArn'],
    ['AWS::Lambda::Function', { KMSKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/k' }, 'KMSKeyArn'],
    ['AWS::Logs::LogGroup', { KmsKeyId: 'Key' }, 'KmsKeyId'],
    ['AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: 'alias/own' } }, 'SSESpecification.KMSMasterKeyId'],
  ])('is refused where its use is not asked for: %s %j', (type, properties, path) => {
    const resources = resourcesOf({ Key: ['AWS::KMS::Key', {}], Sink: [type, properties] });

    expect(() => keyArnsOf(resources)).toThrow(
      `Sink (${type}) has a key at ${path}, whose use is not asked for on this machine`,
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ["AWS's own", { KmsKeyId: 'alias/aws/logs' }],
    ['a condition of a policy', { PolicyDocument: { Condition: { StringEquals: { 'kms:ViaService': 's3' } } } }],
  ])('is no key of ours where it is %s', (_which, properties) => {
    expect(() => keyArnsOf(resourcesOf({ Thing: ['AWS::Other::Thing', properties] }))).not.toThrow();
  });
});

describe('a call on an encrypted resource', () => {
  const call = {
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::mail/x',
    keyUse: ['GenerateDataKey', 'Decrypt'],
  } as const;
  const viaS3 = { 'kms:ViaService': 's3.us-east-1.amazonaws.com' };

  it('uses the key through the service that the resource lies in', () => {
    expect(withKeyUse(call, () => key)).toEqual([
      call,
      { action: 'kms:GenerateDataKey', resource: key, context: viaS3 },
      { action: 'kms:Decrypt', resource: key, context: viaS3 },
    ]);
  });

  it('is alone where there is no key of ours, and where the call has no use for it', () => {
    expect(withKeyUse(call, () => undefined)).toEqual([call]);
    expect(withKeyUse({ ...call, keyUse: [] }, () => key)).toHaveLength(1);
  });

  it('uses the key that its request names', () => {
    const keyOf = keyFinder(resourcesOf({ Key: ['AWS::KMS::Key', {}] }));

    expect(withKeyUse({ ...call, keyUse: ['GenerateDataKey'], namedKey: 'Key' }, keyOf)).toEqual([
      { ...call, keyUse: ['GenerateDataKey'], namedKey: 'Key' },
      { action: 'kms:GenerateDataKey', resource: key, context: viaS3 },
    ]);
  });

  it('says for whom a service acts, and nothing else of its context', () => {
    const source = { 'aws:SourceArn': 'arn:x', 'aws:SourceAccount': '000000000000' };
    const [, use] = withKeyUse({ ...call, context: { ...source, 's3:prefix': 'x' } }, () => key);

    expect(use?.context).toEqual({ ...viaS3, ...source });
  });
});
