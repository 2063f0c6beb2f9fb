import { globSync, readFileSync } from 'node:fs';
import { createDynamo, createS3, createSqs } from '../../lambdas/aws/clients.ts';
import { createSes, createSesV2 } from '../../lambdas/aws/ses-clients.ts';

describe('SDK clients', () => {
  it('exist in three files only', () => {
    const makers = globSync('lambdas/**/*.ts').filter((file) => /\bnew \w+Client\(/.test(readFileSync(file, 'utf8')));

    expect(makers.toSorted()).toEqual([
      'lambdas/aws/clients.ts',
      'lambdas/aws/ses-clients.ts',
      'lambdas/aws/watching-clients.ts',
    ]);
  });

  const region = process.env.AWS_REGION;
  const endpoint = process.env.AWS_ENDPOINT_URL_S3;
  beforeAll(() => {
    process.env.AWS_REGION = 'eu-west-1';
    process.env.AWS_ENDPOINT_URL_S3 = 'http://127.0.0.1:9000';
  });
  afterAll(() => {
    for (const [name, value] of Object.entries({ AWS_REGION: region, AWS_ENDPOINT_URL_S3: endpoint }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  it.each([
    ['SQS', createSqs],
    ['SES', createSes],
    ['SES v2', createSesV2],
    ['S3', createS3],
    ['DynamoDB', createDynamo],
  ])('takes the region of %s from the environment', async (_, create) => {
    const client = create();

    expect(await client.config.region()).toBe('eu-west-1');
    client.destroy();
  });

  it('addresses buckets by path where S3 has an endpoint of its own', () => {
    const s3 = createS3();

    expect(s3.config.forcePathStyle).toBe(true);
    s3.destroy();
  });
});
