import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createKeyWrap } from '../../lambdas/aws/key-wrap.ts';
import { env } from '../../lambdas/env.ts';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', credentials }));
const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const kms = useHttpStandIn();
const wrapOfAws = () => createKeyWrap({ dynamo, environment: { AWS_ENDPOINT_URL_KMS: kms.endpoint() }, keyArn });
const context = { purpose: 'postern-tenant-key', tenant: 'acme' };
const sent = () => kms.requests.map(({ headers, body }) => ({ target: headers['x-amz-target'], ...JSON.parse(body) }));

describe('createKeyWrap, on AWS', () => {
  it('has KMS make a key that only this tenant’s context opens', async () => {
    const Plaintext = Buffer.alloc(32, 7).toString('base64');
    kms.answer({ status: 200, body: JSON.stringify({ Plaintext, CiphertextBlob: 'Y2lwaGVy', KeyId: keyArn }) });

    const { key, wrapped } = await wrapOfAws().make('acme');

    expect(sent()).toEqual([
      { target: 'TrentService.GenerateDataKey', KeyId: keyArn, KeySpec: 'AES_256', EncryptionContext: context },
    ]);
    expect([Buffer.from(key), wrapped]).toEqual([Buffer.alloc(32, 7), 'kms:Y2lwaGVy']);
    expect(await wrapOfAws().unwrap(wrapped, 'acme')).toEqual(Buffer.alloc(32, 7));
    expect(sent().at(-1)).toEqual({
      target: 'TrentService.Decrypt',
      CiphertextBlob: 'Y2lwaGVy',
      EncryptionContext: context,
    });
  });

  it.each([
    [400, '{"__type":"AccessDeniedException"}'],
    [400, '{"__type":"DisabledException"}'],
    [400, '{"__type":"ThrottlingException"}'],
    [500, ''],
  ])('lets mail wait when KMS answers %i %s', async (status, body) => {
    kms.answer({ status, body });

    await expect(wrapOfAws().unwrap('kms:Y2lwaGVy', 'acme')).rejects.toMatchObject({ name: 'TransientError' });
  });
});

describe('createKeyWrap, on a laptop', () => {
  const local = (secret = 'a secret') =>
    createKeyWrap({ dynamo, environment: { X: secret, [env.addressKey]: 'env:X' } });

  it('keeps keys under one that is derived from the secret of addresses, each bound to its tenant', async () => {
    const { key, wrapped } = await local().make('acme');

    expect(wrapped).toMatch(/^local:/);
    expect(Buffer.from(await local().unwrap(wrapped, 'acme'))).toEqual(Buffer.from(key));
    await expect(local().unwrap(wrapped, 'other')).rejects.toThrow();
    await expect(local('another secret').unwrap(wrapped, 'acme')).rejects.toThrow();
  });
});
