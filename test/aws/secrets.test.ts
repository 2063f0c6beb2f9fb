import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCredentials } from '../../lambdas/aws/secrets.ts';
import { ConfigError, TransientError } from '../../lambdas/domain/errors.ts';

/** The answers of a stand-in of Secrets Manager, by the requested SecretId. */
const answers = new Map<string, { readonly status: number; readonly body: object }>();
const asked: string[] = [];

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    const { SecretId } = JSON.parse(body) as { SecretId: string };
    asked.push(SecretId);
    const answer = answers.get(SecretId) ?? { status: 400, body: { __type: 'ResourceNotFoundException' } };
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});
afterAll(() => server.close());

const environment = { SECRET_PREFIX: 'postern/prod/', CRM_TOKEN: 'from-the-shell', BLANK: '  ' };
const holds = (SecretString: string) => ({ status: 200, body: { SecretString } });
const fails = (__type: string, status = 400) => ({ status, body: { __type, message: 'no' } });

describe('readCredentials', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/hubspot-AbCdEf';
  it.each([
    ['a field of the secret of a purpose', 'secret:crm#hubspot', 'postern/prod/crm', '{"hubspot":"pat-1"}', 'pat-1'],
    ['the whole secret of a purpose', 'secret:hook', 'postern/prod/hook', 'whsec_abc', 'whsec_abc'],
    ['a full name', 'secret:team/hubspot', 'team/hubspot', 'pat-2', 'pat-2'],
    ['a name without a slash that is no purpose', 'secret:hubspot', 'hubspot', 'pat-3', 'pat-3'],
    ['an ARN', `secret:${arn}#token`, arn, '{"token":"pat-4"}', 'pat-4'],
    ['a secret with a newline at its end, byte for byte', 'secret:from-file', 'from-file', 'pat-5\r\n', 'pat-5\r\n'],
  ])('reads %s', async (_, reference, id, stored, value) => {
    answers.set(id, holds(stored));

    expect(await readCredentials(reference, environment)).toBe(value);
    expect(asked).toContain(id);
  });

  it('reads a variable of a laptop', async () => {
    expect(await readCredentials('env:CRM_TOKEN', environment)).toBe('from-the-shell');
  });

  it.each([
    ['the role may not read it', 'AccessDeniedException'],
    ['there is none of that name', 'ResourceNotFoundException'],
    ['it is scheduled for deletion', 'InvalidRequestException'],
    ['its KMS key is disabled', 'DecryptionFailure'],
    ['its name cannot be one', 'InvalidParameterException'],
  ])('says that a setting is wrong when %s', async (_, code) => {
    answers.set(`broken/${code}`, fails(code));

    const read = readCredentials(`secret:broken/${code}#token`, environment);

    await expect(read).rejects.toThrow(ConfigError);
    await expect(read).rejects.toThrow(`credentials secret:broken/${code}#token cannot be read: ${code}`);
  });

  it.each([
    ['Secrets Manager throttles', 'ThrottlingException', 400],
    ['Secrets Manager has a fault, which it answers with 400', 'InternalServiceError', 400],
    ['Secrets Manager is down', 'ServiceUnavailable', 503],
  ])('says that it may pass when %s', async (_, code, status) => {
    answers.set(`passing/${code}`, fails(code, status));

    await expect(readCredentials(`secret:passing/${code}`, environment)).rejects.toThrow(TransientError);
  });

  it.each([
    ['an empty variable', 'env:BLANK', undefined],
    ['a variable that is not there', 'env:NOWHERE', undefined],
    ['a field that the secret does not have', 'secret:odd-1#hubspot', '{"close":"x"}'],
    ['a field that is no text', 'secret:odd-2#hubspot', '{"hubspot":5}'],
    ['a secret that is no JSON', 'secret:odd-3#hubspot', 'generated-by-the-template'],
    ['a secret of blanks', 'secret:odd-4', ' \n'],
  ])('says that %s is not set, and repeats no value', async (_, reference, stored) => {
    if (stored !== undefined) answers.set(reference.slice(7).split('#')[0]!, holds(stored));

    const message = `credentials ${reference} are not set`;
    await expect(readCredentials(reference, environment)).rejects.toThrow(new ConfigError(message));
  });
});
