import type { IamCall } from '../../../local/iam/iam-call.ts';
import { absentObjectCall, s3Calls, s3TargetOf } from '../../../local/iam/s3-calls.ts';

const object = 'arn:aws:s3:::mail/events/a b.json';
const target = '/mail/events/a%20b.json';

const ask = (method: string, target: string, headers: Record<string, string> = {}) =>
  s3Calls({ method, target, headers });

describe('the calls of an S3 request', () => {
  it.each([
    ['GET', target, [{ action: 's3:GetObject', resource: object, keyUse: ['Decrypt'] }]],
    [
      'GET',
      `${target}?X-Amz-Credential=k%2F20261129&X-Amz-Signature=s`,
      [{ action: 's3:GetObject', resource: object, keyUse: ['Decrypt'] }],
    ],
    ['GET', `${target}?versionId=1`, [{ action: 's3:GetObjectVersion', resource: object, keyUse: ['Decrypt'] }]],
    ['GET', `${target}?uploadId=1`, [{ action: 's3:ListMultipartUploadParts', resource: object }]],
    ['GET', `${target}?tagging`, [{ action: 's3:GetObjectTagging', resource: object }]],
    ['HEAD', target, [{ action: 's3:GetObject', resource: object }]],
    ['PUT', target, [{ action: 's3:PutObject', resource: object, keyUse: ['GenerateDataKey'] }]],
    [
      'PUT',
      `${target}?partNumber=1&uploadId=u`,
      [{ action: 's3:PutObject', resource: object, keyUse: ['GenerateDataKey', 'Decrypt'] }],
    ],
    ['PUT', `${target}?tagging`, [{ action: 's3:PutObjectTagging', resource: object }]],
    [
      'POST',
      `${target}?uploads`,
      [{ action: 's3:PutObject', resource: object, keyUse: ['GenerateDataKey', 'Decrypt'] }],
    ],
    [
      'POST',
      `${target}?uploadId=u`,
      [{ action: 's3:PutObject', resource: object, keyUse: ['GenerateDataKey', 'Decrypt'] }],
    ],
    ['DELETE', target, [{ action: 's3:DeleteObject', resource: object }]],
    ['DELETE', `${target}?versionId=1`, [{ action: 's3:DeleteObjectVersion', resource: object }]],
    ['DELETE', `${target}?uploadId=u`, [{ action: 's3:AbortMultipartUpload', resource: object }]],
    [
      'GET',
      '/mail?list-type=2&prefix=inbound%2F&delimiter=%2F',
      [
        {
          action: 's3:ListBucket',
          resource: 'arn:aws:s3:::mail',
          context: { 's3:prefix': 'inbound/', 's3:delimiter': '/' },
        },
      ],
    ],
    [
      'GET',
      '/mail/?versions',
      [
        {
          action: 's3:ListBucketVersions',
          resource: 'arn:aws:s3:::mail',
          context: {},
        },
      ],
    ],
    ['HEAD', '/mail', [{ action: 's3:ListBucket', resource: 'arn:aws:s3:::mail' }]],
    ['PUT', '/mail', [{ action: 's3:CreateBucket', resource: 'arn:aws:s3:::mail' }]],
    ['GET', '/', [{ action: 's3:ListAllMyBuckets', resource: '*' }]],
  ])('are known for %s %s', (method, path, calls) => {
    expect(ask(method, path)).toEqual(calls);
  });

  it('decrypt for a HEAD that wants a checksum', () => {
    expect(ask('HEAD', target, { 'x-amz-checksum-mode': 'ENABLED' })).toEqual([
      { action: 's3:GetObject', resource: object, keyUse: ['Decrypt'] },
    ]);
  });

  it('read the source of a copy, too, and want the rights of tags and of a lock', () => {
    const headers = {
      'x-amz-copy-source': '/other/key?versionId=1',
      'x-amz-tagging': 'a=b',
      'x-amz-object-lock-mode': 'GOVERNANCE',
    };

    expect(ask('PUT', target, headers)?.map(({ action, resource }) => [action, resource])).toEqual([
      ['s3:PutObject', object],
      ['s3:PutObjectTagging', object],
      ['s3:PutObjectRetention', object],
      ['s3:GetObjectVersion', 'arn:aws:s3:::other/key'],
    ]);
  });

  it.each([
    ['POST', '/mail?delete'],
    ['PUT', '/mail?policy'],
    ['PATCH', target],
    ['POST', target],
    ['DELETE', '/'],
  ])('are not known for %s %s', (method, path) => {
    expect(ask(method, path)).toBeUndefined();
  });
});

describe('the target of an S3 request', () => {
  it('leaves as it is what is no encoding of anything', () => {
    expect(s3TargetOf('/mail/100%')).toMatchObject({ bucket: 'mail', key: '100%' });
  });

  it('is none at the root', () => {
    expect(s3TargetOf('/?x=1')).toBeUndefined();
  });
});

it('asks for the list of a bucket, without a prefix, when an object is not there', () => {
  expect(absentObjectCall('mail')).toEqual({ action: 's3:ListBucket', resource: 'arn:aws:s3:::mail' });
});

describe('a request that is not understood', () => {
  it.each([
    ['GET', `${target}?acl`],
    ['GET', `${target}?attributes`],
    ['PUT', `${target}?retention`],
    ['GET', '/mail?policy'],
    ['GET', '/mail?encryption'],
    // The emulator takes an empty upload for none: another operation.
    ['POST', `${target}?uploadId=`],
    ['DELETE', `${target}?uploadId=`],
    ['PUT', `${target}?partNumber=&uploadId=u`],
    ['DELETE', `${target}?versionId=1&versionId=2`],
  ])('is no known operation: %s %s', (method, url) => {
    expect(ask(method, url)).toBeUndefined();
  });

  it.each(['mail%2Fsecret%2F1', '/mail/secret/1', 'mail/secret/1'])(
    'reads what a copy names, however it is written: %s',
    (source) => {
      expect(ask('PUT', target, { 'x-amz-copy-source': source })).toContainEqual(
        expect.objectContaining({ action: 's3:GetObject', resource: 'arn:aws:s3:::mail/secret/1' }),
      );
    },
  );

  it('is a copy of what is no object', () => {
    expect(ask('PUT', target, { 'x-amz-copy-source': 'mail' })).toBeUndefined();
  });

  it.each([
    ['x-amz-tagging', 's3:PutObjectTagging'],
    ['x-amz-acl', 's3:PutObjectAcl'],
    ['x-amz-object-lock-mode', 's3:PutObjectRetention'],
    ['x-amz-object-lock-legal-hold', 's3:PutObjectLegalHold'],
  ])('asks for what %s sets, of a write and of an upload in parts', (header, action) => {
    for (const [method, url] of [
      ['PUT', target],
      ['POST', `${target}?uploads`],
    ] as const)
      expect(ask(method, url, { [header]: 'x' })).toContainEqual({ action, resource: object });
  });
});

describe('what a list is asked by', () => {
  it.each([
    ['list-type=2', {}],
    ['list-type=2&prefix=', { 's3:prefix': '' }],
    ['list-type=2&prefix=inbound/', { 's3:prefix': 'inbound/' }],
    ['versions&delimiter=/', { 's3:delimiter': '/' }],
  ])('of ?%s is there only where the request says it', (query, context) => {
    const [call] = s3Calls({ method: 'GET', target: `/mail?${query}`, headers: {} })!;

    expect(call?.context).toEqual(context);
  });
});

describe('the key of a write', () => {
  const write = (target: string, headers: Record<string, string>, method = 'PUT') =>
    s3Calls({
      method,
      target,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [`x-amz-server-side-encryption${name}`, value]),
      ),
    })![0]!;

  it.each<[string, Record<string, string>, Partial<IamCall>]>([
    ['that of its bucket', {}, { keyUse: ['GenerateDataKey'] }],
    [
      'the one that it names',
      { '': 'aws:kms', '-aws-kms-key-id': 'Key' },
      { keyUse: ['GenerateDataKey'], namedKey: 'Key' },
    ],
    [
      'the one that it names, twice',
      { '': 'aws:kms:dsse', '-aws-kms-key-id': 'alias/own' },
      { keyUse: ['GenerateDataKey'], namedKey: 'alias/own' },
    ],
    ["AWS's own, where it names none", { '': 'aws:kms' }, {}],
    ['none, under AES256', { '': 'AES256' }, {}],
    ["the caller's", { '-customer-algorithm': 'AES256' }, {}],
  ])('is %s', (_which, headers, key) => {
    expect(write('/mail/a', headers)).toEqual({ action: 's3:PutObject', resource: 'arn:aws:s3:::mail/a', ...key });
  });

  it('is named when an upload of many parts begins', () => {
    expect(write('/mail/a?uploads', { '': 'aws:kms', '-aws-kms-key-id': 'Key' }, 'POST')).toMatchObject({
      keyUse: ['GenerateDataKey', 'Decrypt'],
      namedKey: 'Key',
    });
  });
});
