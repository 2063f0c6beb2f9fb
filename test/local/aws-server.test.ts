import { type AwsServerOptions, servicesAt, startAwsServer } from '../../local/aws-server.ts';
import type { FunctionHost } from '../../local/function-host.ts';
import { createAccess } from '../../local/iam/access.ts';
import type { LocalListener } from '../../local/loopback-listener.ts';
import { arn } from '../../local/resource-names.ts';
import { aPrincipal, policiesWith } from '../helpers/iam.ts';

const token = '0123456789abcdef0123456789abcdef';
const access = createAccess();
const functionKey = access.issue(aPrincipal);

const hostThat = (invoke: FunctionHost['invoke']): FunctionHost => ({ invoke }) as FunctionHost;
const options: AwsServerOptions = {
  token,
  access,
  functions: new Map([
    ['Echo', hostThat(async (event) => ({ echo: event }))],
    ['Quiet', hostThat(async () => undefined)],
    [
      'Broken',
      hostThat(async () => {
        throw new RangeError('too far');
      }),
    ],
  ]),
  eventSources: new Map([
    [
      'sink',
      { queueUrl: 'http://sqs/000000000000/Inbox', functionName: 'Echo', isEnabled: () => true, stop: async () => {} },
    ],
  ]),
  oldestMessageSeconds: () => 42,
  measurements: () => [],
  secrets: {
    get: (id) => (id === 'known' ? 'value' : undefined),
    putAt: () => undefined,
    put: () => {},
    arnOf: () => arn('secretsmanager', 'secret:known'),
  },
  suppressionList: new Map([['ada@example.org', { reason: 'BOUNCE', at: '2026-11-20T12:00:00Z' }]]),
  outbox: [],
};

let listener: LocalListener;

beforeAll(async () => {
  listener = await startAwsServer(options);
});

afterAll(() => listener.stop());

interface Request {
  readonly key?: string;
  readonly runToken?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function ask(
  path: string,
  { key = access.operatorKey, runToken = token, method = 'POST', headers, body }: Request = {},
) {
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20261120/us-east-1/x/aws4_request`;
  const response = await fetch(`http://127.0.0.1:${listener.port}/${runToken}${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const invocations = (name: string): string => `/lambda/2015-03-31/functions/${name}/invocations`;

describe('startAwsServer', () => {
  it.each([
    ['a wrong token', { runToken: 'f'.repeat(32) }, 403, 'wants the token of the run'],
    ['a key of another run', { key: 'LOCALOTHER' }, 403, 'wants to be signed with an access key of the run'],
    ['a browser', { headers: { 'sec-fetch-site': 'none' } }, 403, ''],
  ])('refuses %s', async (_, request, status, text) => {
    const answer = await ask(invocations('Echo'), request);

    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
  });

  it.each([
    [invocations('Echo'), '{"a":1}', { echo: { a: 1 } }],
    [invocations('Echo'), undefined, { echo: {} }],
    [invocations(encodeURIComponent(`${arn('lambda', 'function:Echo')}:live`)), '1', { echo: 1 }],
    [invocations('Quiet'), '{}', null],
  ])('invokes a function by %s with %p', async (path, body, value) => {
    const answer = await ask(path, body === undefined ? {} : { body });

    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, value]);
    expect(answer.headers.get('x-amz-function-error')).toBeNull();
  });

  it('answers an error of a function as Lambda does', async () => {
    const answer = await ask(invocations('Broken'));

    expect([answer.status, answer.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(answer.text)).toEqual({ errorType: 'RangeError', errorMessage: 'too far' });
  });

  it.each([
    ['an unknown function', invocations('Nobody'), 404, 'Function not found: Nobody'],
    ['another operation of Lambda', '/lambda/2015-03-31/functions', 404, 'only Invoke and ListEventSourceMappings'],
    ['another service', '/kinesis/', 404, 'no such service on this machine'],
  ])('answers %s with an error', async (_, path, status, text) => {
    const answer = await ask(path);

    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
  });

  it('answers 500 to a body that is no JSON', async () => {
    expect(
      (await ask('/secretsmanager/', { headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' }, body: '{' }))
        .status,
    ).toBe(500);
  });

  it.each<[string, string, Request, string]>([
    ['the event sources', '/lambda/2015-03-31/event-source-mappings/', { method: 'GET' }, '"UUID":"sink"'],
    [
      'a secret',
      '/secretsmanager/',
      { headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' }, body: '{"SecretId":"known"}' },
      '"SecretString":"value"',
    ],
    [
      'metrics',
      '/monitoring/',
      {
        headers: { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData' },
        body: '{"MetricDataQueries":[{"Id":"age"}]}',
      },
      '"Id":"age"',
    ],
    [
      'the suppression list',
      '/ses/v2/email/suppression/addresses/ada%40example.org',
      { method: 'GET' },
      '"Reason":"BOUNCE"',
    ],
    ['the sending of a mail', '/sending/', { body: 'Action=SendEmail&Source=a%40x.org' }, '<SendEmailResponse'],
  ])('answers %s', async (_, path, request, text) => {
    const answer = await ask(path, request);

    expect(answer.status).toBe(200);
    expect(answer.text).toContain(text);
  });

  it('asks IAM for the calls of a function, and refuses in the words of the service', async () => {
    const asked: string[] = [];
    access.enforce({
      policies: policiesWith([]),
      denials: () => [],
      unusedActions: () => [],
      check: async (_principal, calls) => {
        asked.push(...calls.map(({ action }) => action));
        return { message: 'no policy allows it' };
      },
    });

    const denied = await ask(invocations('Echo'), { key: functionKey, body: '{}' });
    const operators = await ask(invocations('Echo'), { body: '{}' });

    expect(asked).toEqual(['lambda:InvokeFunction']);
    expect([denied.status, denied.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
    expect(operators.status).toBe(200);
  });
});

describe('servicesAt', () => {
  it('names an endpoint with the token for each service', () => {
    expect(servicesAt(4000, 't')).toEqual({
      AWS_ENDPOINT_URL_CLOUDWATCH: 'http://127.0.0.1:4000/t/monitoring',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:4000/t/secretsmanager',
      AWS_ENDPOINT_URL_SESV2: 'http://127.0.0.1:4000/t/ses',
      AWS_ENDPOINT_URL_SES: 'http://127.0.0.1:4000/t/sending',
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:4000/t/lambda',
    });
  });
});
