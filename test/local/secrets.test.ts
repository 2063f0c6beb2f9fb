import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { answerSecrets, openSecrets } from '../../local/secrets.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:postern/api-AbCdEf';
const wiring = [
  { id: 'ApiKeys', arn, name: 'postern/api', generate: { template: '{"old":[]}', field: 'all' } },
  { id: 'Plain', arn: `${arn}2`, name: 'plain', generate: { template: '{}' } },
  { id: 'Manual', arn: `${arn}3`, name: 'manual' },
];

describe('openSecrets', () => {
  const folder = temporaryFolder();
  const secrets = openSecrets(folder, wiring);

  afterAll(() => rmSync(folder, { recursive: true }));

  it('generates a value by its template once, and keeps it for its owner only', () => {
    const value = secrets.get('postern/api') ?? '';

    expect(JSON.parse(value)).toEqual({ old: [], all: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(secrets.get('plain')).toMatch(/^[0-9a-f]{64}$/);
    expect(openSecrets(folder, wiring).get('postern/api')).toBe(value);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it.each(['postern/api', arn, arn.slice(0, -7)])('finds a secret by %s', (id) => {
    expect(secrets.get(id)).toBe(secrets.get('postern/api'));
    expect(secrets.arnOf(id)).toBe(arn);
  });

  it('replaces a value, with the time, for this start and the next', () => {
    const other = temporaryFolder();
    const opened = openSecrets(other, wiring);
    const ask = (operation: string, body: object) =>
      answerSecrets(opened, { headers: { 'x-amz-target': `secretsmanager.${operation}` } }, JSON.stringify(body));

    expect(ask('GetSecretValue', { SecretId: 'plain' }).value).not.toHaveProperty('CreatedDate');
    expect(ask('PutSecretValue', { SecretId: arn, SecretString: '{"all":"new"}' })).toMatchObject({ status: 200 });
    expect(ask('PutSecretValue', { SecretId: arn }).status).toBe(400);
    expect(ask('PutSecretValue', { SecretId: 'nope', SecretString: 'x' }).status).toBe(400);
    expect(ask('GetSecretValue', { SecretId: 'postern/api' }).value).toMatchObject({
      SecretString: '{"all":"new"}',
      CreatedDate: expect.closeTo(Date.now() / 1000, -2) as unknown,
    });
    expect(openSecrets(other, wiring).get('postern/api')).toBe('{"all":"new"}');
    rmSync(other, { recursive: true });
  });

  it('has no value of a secret that nobody sets', () => {
    expect(secrets.get('manual')).toBeUndefined();
  });

  it.each([
    ['GetSecretValue', { SecretId: 'plain' }, 200, { SecretString: secrets.get('plain') }],
    ['GetSecretValue', { SecretId: 'nope' }, 400, { __type: 'ResourceNotFoundException' }],
    ['GetSecretValue', {}, 400, { __type: 'ResourceNotFoundException' }],
    ['ListSecrets', {}, 400, { __type: 'InvalidRequestException' }],
  ])('answers %s %j', (operation, body, status, value) => {
    const headers = { 'x-amz-target': `secretsmanager.${operation}` };

    expect(answerSecrets(secrets, { headers }, JSON.stringify(body))).toMatchObject({ status, value });
  });
});
