import { connectAws } from '../../../cli/aws-readiness/aws-clients.ts';
import { createDynamo } from '../../../lambdas/aws/clients.ts';

const before = { ...process.env };
beforeAll(() => void Object.assign(process.env, { AWS_REGION: 'eu-west-1' }));
afterAll(() => {
  process.env = before;
});

describe('connectAws', () => {
  const connect = (variables: Readonly<Record<string, string>> = {}) =>
    connectAws(createDynamo(), 'eu-central-1', (name) => variables[name]);

  it('asks every service in the region of the deployment, with one more attempt', async () => {
    const { signed: _signed, ...clients } = connect();

    for (const client of Object.values(clients)) {
      expect(await client.config.region()).toBe('eu-central-1');
      expect(await client.config.maxAttempts()).toBe(2);
    }
  });

  it.each([
    [{}, false],
    [{ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' }, true],
  ])('addresses buckets by path where S3 has the endpoint %j', (variables, isByPath) => {
    expect(connect(variables).s3.config.forcePathStyle).toBe(isByPath);
  });
});
