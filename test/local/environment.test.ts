import { env } from '../../lambdas/env.ts';
import {
  apiKeyOf,
  awsEnvironment,
  clamdEnvironment,
  environmentOf,
  inherited,
  queueUrls,
  restoredEnvironment,
} from '../../local/environment.ts';
import type { LocalSecrets } from '../../local/secrets.ts';
import type { FunctionWiring, Wiring } from '../../local/wiring.ts';

const functionOf = (stage: string, environment: Record<string, string> = {}): FunctionWiring => ({
  name: `${stage}-function`,
  arn: `arn:aws:lambda:us-east-1:000000000000:function:${stage}-function`,
  stage,
  entry: `lambdas/${stage}/index.ts`,
  handler: 'index.handler',
  memoryMb: 256,
  roleArn: '',
  timeoutMs: 1000,
  environment,
});
const sourceOf = (stage: string, queueUrl: string) => ({
  functionName: `${stage}-function`,
  queueUrl,
  batchSize: 1,
  maximumConcurrency: 2,
  reportsItemFailures: true,
});
const wiringOf = (part: Partial<Wiring>): Wiring => ({
  queues: [],
  topics: [],
  subscriptions: [],
  buckets: [],
  malwareScans: [],
  tables: [],
  functions: [],
  eventSources: [],
  streams: [],
  schedules: [],
  routes: [],
  secrets: [],
  receiptRule: { recipients: [], bucket: '', prefix: '', topicArn: '' },
  ...part,
});

let shell: NodeJS.ProcessEnv;

beforeEach(() => {
  shell = process.env;
  process.env = { PATH: '/bin' };
});

afterEach(() => {
  process.env = shell;
});

describe('awsEnvironment', () => {
  it('points every service to the emulators, and DynamoDB to the database', () => {
    expect(awsEnvironment('http://a', 'http://d', 'KEY')).toEqual({
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'KEY',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_S3: 'http://a',
      AWS_ENDPOINT_URL_SQS: 'http://a',
      AWS_ENDPOINT_URL_SNS: 'http://a',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://d',
    });
  });
});

describe('apiKeyOf', () => {
  const secrets = (value: string | undefined): LocalSecrets => ({
    putAt: () => undefined,
    put: () => {},
    get: (id) => (id === 'api-keys' ? value : undefined),
    arnOf: () => undefined,
  });
  const wiring = wiringOf({ functions: [functionOf('sink'), functionOf('api', { [env.apiKeys]: 'secret:api-keys' })] });

  it('reads the key for all tenants from the secret of the API', () => {
    expect(apiKeyOf(wiring, secrets('{"all":"k-1","acme":"k-2"}'))).toBe('k-1');
  });

  it.each([
    ['the secret has no such key', wiring, '{"acme":"k-2"}'],
    ['the secret has no value', wiring, undefined],
    ['the templates have no API', wiringOf({}), '{"all":"k-1"}'],
  ])('has no key when %s', (_, declared, value) => {
    expect(apiKeyOf(declared, secrets(value))).toBeUndefined();
  });
});

describe('inherited', () => {
  it("leaves out the shell's AWS account, Node's options and the names of the template", () => {
    process.env = {
      PATH: '/bin',
      HUBSPOT_TOKEN: 't',
      AWS_PROFILE: 'prod',
      NODE_OPTIONS: '--inspect',
      [env.ledgerTable]: 'prod-ledger',
    };

    expect(inherited()).toEqual({ PATH: '/bin', HUBSPOT_TOKEN: 't' });
  });
});

describe('environmentOf', () => {
  it("has Postern's own variables of all functions", () => {
    const functions = [
      functionOf('sink', { [env.ledgerTable]: 'Ledger', NODE_OPTIONS: '--enable-source-maps' }),
      functionOf('parse', { [env.mailBucket]: 'mail' }),
    ];

    expect(environmentOf(wiringOf({ functions }))).toEqual({ [env.ledgerTable]: 'Ledger', [env.mailBucket]: 'mail' });
  });
});

describe('queueUrls', () => {
  it('names the queue of each stage by its variable', () => {
    const wiring = wiringOf({
      functions: [functionOf('parse'), functionOf('sink'), functionOf('heartbeat')],
      eventSources: [
        sourceOf('parse', 'http://q/inbox'),
        sourceOf('sink', 'http://q/deliveries'),
        sourceOf('heartbeat', 'http://q/h'),
      ],
    });

    expect(queueUrls(wiring)).toEqual({
      [env.inboxQueueUrl]: 'http://q/inbox',
      [env.deliveriesQueueUrl]: 'http://q/deliveries',
    });
  });
});

describe('clamdEnvironment', () => {
  it('has the address that the shell names', () => {
    process.env[env.clamd] = 'tcp:127.0.0.1:3310';

    expect(clamdEnvironment()).toEqual({ [env.clamd]: 'tcp:127.0.0.1:3310' });
  });

  it('has no address when the shell names an empty address', () => {
    process.env[env.clamd] = '';

    expect(clamdEnvironment()).toEqual({});
  });
});

describe('restoredEnvironment', () => {
  it('has the time that the shell names, and none where it names none', () => {
    process.env[env.restoredUntil] = '2026-05-01T12:00:00Z';
    expect(restoredEnvironment()).toEqual({ [env.restoredUntil]: '2026-05-01T12:00:00Z' });

    process.env[env.restoredUntil] = '';
    expect(restoredEnvironment()).toEqual({});
  });

  it.each(['yesterday', '2026-05-01T12:00:00+02:00', 'Z'])('refuses %s, and says what it wants', (time) => {
    process.env[env.restoredUntil] = time;

    expect(() => restoredEnvironment()).toThrow(`found ${time}; wants a time in UTC`);
  });
});
