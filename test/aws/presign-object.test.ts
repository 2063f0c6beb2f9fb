import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createPresign } from '../../lambdas/aws/presign-object.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', credentials }));
const now = () => new Date('2026-11-20T10:00:00.000Z');

describe('createPresign', () => {
  it('signs an address that works for a minute, with the presentation in it', async () => {
    const presign = createPresign(dynamo, undefined, now);
    const presentation = { contentType: 'image/png', disposition: 'attachment; filename="a b+c.png"' };

    const url = new URL(await presign.urlOf('bucket', 'attachments/1', presentation));

    expect(`${url.origin}${url.pathname}`).toBe('https://bucket.s3.eu-west-1.amazonaws.com/attachments/1');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Date': '20261120T100000Z',
      'X-Amz-Expires': '60',
      'X-Amz-Credential': 'local/20261120/eu-west-1/s3/aws4_request',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
      'response-content-type': 'image/png',
      'response-content-disposition': presentation.disposition,
    });
    expect(url.search).not.toContain('+');
  });

  it.each([
    [undefined, 'https://bucket.s3.eu-west-1.amazonaws.com'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
  ])('names the origin of all addresses at %s', async (endpoint, origin) => {
    expect(await createPresign(dynamo, endpoint, now).originOf('bucket')).toBe(origin);
  });
});
