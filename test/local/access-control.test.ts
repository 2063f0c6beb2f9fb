import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type AccessControl, createAccessControl } from '../../local/access-control.ts';
import type { AwsRequest } from '../../local/iam/iam-call.ts';
import { listenOnLoopback } from '../../local/loopback-listener.ts';
import { arn, iamArn } from '../../local/resource-names.ts';
import type { FunctionWiring } from '../../local/wiring.ts';
import { document, resourcesOf } from '../helpers/iam.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const sink: FunctionWiring = {
  name: 'SinkFunction',
  arn: arn('lambda', 'function:SinkFunction'),
  stage: 'sink',
  entry: 'lambdas/sink/index.ts',
  handler: 'index.handler',
  memoryMb: 256,
  roleArn: iamArn('role/SinkRole'),
  timeoutMs: 1000,
  environment: {},
};

const signedBy = (key: string): AwsRequest => ({
  method: 'POST',
  target: '/',
  headers: { authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261120/us-east-1/sqs/aws4_request` },
});
const sendMessage = () => [{ action: 'sqs:SendMessage', resource: arn('sqs', 'Inbox') }];

describe('createAccessControl', () => {
  let control: AccessControl;
  let dataDir: string;
  let report: string[];

  beforeEach(() => {
    control = createAccessControl();
    dataDir = temporaryFolder();
    mkdirSync(join(dataDir, 'logs'));
    report = [];
  });

  afterEach(async () => {
    await control.stop();
    rmSync(dataDir, { recursive: true });
  });

  const optionsOf = (more: object = {}) => ({
    resources: resourcesOf({ SinkRole: ['AWS::IAM::Role', { AssumeRolePolicyDocument: document() }] }),
    dataDir,
    recordFile: undefined,
    report: (line: string) => void report.push(line),
    ...more,
  });

  it('issues a key of its own to each function', () => {
    const [first, second] = [control.keyOf(sink), control.keyOf({ ...sink, name: 'Other' })];

    expect(control.access.isKnown(signedBy(first))).toBe(true);
    expect(control.access.isKnown(signedBy(second))).toBe(true);
    expect(second).not.toBe(first);
    expect(control.access.isKnown(signedBy('AKIAFOREIGN'))).toBe(false);
  });

  it('allows every call and every delivery before the start', async () => {
    const key = control.keyOf(sink);

    expect(await control.access.check(signedBy(key), sendMessage)).toBeUndefined();
    expect(control.questions.mayFanOut(arn('sqs', 'Inbox'))).toBe(true);
  });

  it('denies a call that no policy allows after the start, by a proxy before the database', async () => {
    const database = await listenOnLoopback(
      createServer((_, response) => response.end('{}')),
      0,
    );
    const key = control.keyOf(sink);

    const endpoint = await control.start(optionsOf(), `http://127.0.0.1:${database.port}`);

    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    expect(endpoint).not.toContain(`:${database.port}`);
    expect(await control.access.check(signedBy(key), sendMessage)).toMatchObject({ message: expect.any(String) });
    await database.stop();
  });

  it('asks the database itself where the evaluator is not installed', async () => {
    const options = optionsOf({ simulator: async () => undefined });
    const key = control.keyOf(sink);

    expect(await control.start(options, 'http://127.0.0.1:1')).toBe('http://127.0.0.1:1');
    expect(await control.access.check(signedBy(key), sendMessage)).toBeUndefined();
  });

  it('reports a database that no proxy can stand before', async () => {
    expect(await control.start(optionsOf(), 'https://dynamodb.example')).toBe('https://dynamodb.example');
    expect(report).toEqual([
      'IAM: DynamoDB at https://dynamodb.example is asked without it, because that is no plain HTTP',
    ]);
  });
});
