import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamo } from '../../lambdas/aws/clients.ts';
import { createSigner, signable } from '../../lambdas/aws/signer.ts';

describe('signable', () => {
  it.each([
    ['https://b.s3.eu-west-1.amazonaws.com/a%20b', { protocol: 'https:', path: '/a%20b' }],
    ['http://127.0.0.1:9000/b', { protocol: 'http:', hostname: '127.0.0.1', port: 9000, path: '/b' }],
  ])('reads the parts of %s', (url, expected) => {
    expect(signable(new URL(url))).toMatchObject(expected);
    expect('port' in signable(new URL(url))).toBe('port' in expected);
  });
});

describe('createSigner', () => {
  it.each(['s3', 'sqs'])('signs for %s in the region and with the credentials of another client', async (service) => {
    const client = createDynamo();
    const config = {
      ...client.config,
      region: async () => 'eu-west-1',
      credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
    };
    const signer = createSigner({ config } as unknown as Pick<DynamoDBDocumentClient, 'config'>, service);

    const { headers } = await signer.sign({
      method: 'GET',
      ...signable(new URL('https://host.example/a')),
      headers: { host: 'host.example' },
    } as Parameters<typeof signer.sign>[0]);

    expect(headers.authorization).toMatch(
      new RegExp(`^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-west-1/${service}/aws4_request,`),
    );
  });
});
