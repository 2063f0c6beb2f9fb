import { globSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { env } from '../../lambdas/env.ts';
import type { AssembledStage } from '../../local/assembly.ts';
import { readResources, readWiring } from '../../local/wiring.ts';
import { synthesizeApp } from '../helpers/assembly.ts';
import { type AssetAnswers, invokeAsset } from '../helpers/invoke-asset.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';
import { type AwsRequest, denied, type RecordingAws, startRecordingAws } from '../helpers/recording-aws.ts';

/** The stages of the file have no console; test/journeys/manage.test.ts runs the bundle of its function. */
const ofConsole = 'lambdas/manage/index.ts';
const entries = globSync('lambdas/*/index.ts', { exclude: [ofConsole] }).toSorted();
const secret = { all: 'key-of-the-api', current: 'k1', k1: 'key-of-the-tokens' };
const outdir = temporaryFolder();
let stages: AssembledStage[];
let aws: RecordingAws;

beforeAll(async () => {
  [stages, aws] = await Promise.all([synthesizeApp(outdir), startRecordingAws(JSON.stringify(secret))]);
}, 300_000);

afterAll(async () => {
  await aws.stop();
  rmSync(outdir, { recursive: true });
});

/** The marks of a function: what it answered, and what it asked of AWS meanwhile. */
interface Run extends AssetAnswers {
  readonly requests: readonly AwsRequest[];
  /** Its environment as the template gives it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a function of the first stage from its asset, with the environment of its template. */
async function run(stage: string, events: readonly unknown[]): Promise<Run> {
  const { stacks, functions } = stages[0]!;
  const { id, asset, handler } = functions.find((candidate) => candidate.stage === stage)!;
  const templates = stacks.map(({ template }) => template);
  const { environment } = readWiring(aws.url, templates).functions.find(({ name }) => name === id)!;
  aws.clear();
  const answers = await invokeAsset({
    asset,
    handler,
    events,
    environment: {
      ...environment,
      AWS_REGION: stacks[0]!.region,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_LAMBDA_FUNCTION_NAME: id,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_S3: aws.url,
    },
  });
  return { ...answers, environment, requests: [...aws.requests] };
}

/** An event of a queue with one message for each body, called `first`, `second` and so on. */
const queueEvent = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: ['first', 'second', 'third'][index],
    receiptHandle: `receipt of ${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1767225600000',
      ApproximateFirstReceiveTimestamp: '1767225600000',
      SenderId: 'sender',
      MessageGroupId: `group ${index}`,
    },
    messageAttributes: {},
    md5OfBody: 'md5',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:queue',
    awsRegion: 'eu-west-1',
  })),
});

const httpEvent = (routeKey: string, request: object = {}) => ({
  version: '2.0',
  routeKey,
  rawPath: routeKey.split(' ')[1],
  rawQueryString: '',
  headers: {},
  pathParameters: { token: 'no-token', nth: '1', source: 'nobody' },
  requestContext: { http: { method: routeKey.split(' ')[0] } },
  isBase64Encoded: false,
  ...request,
});

/** The messages that were sent to a queue, by its URL. */
const sentTo = ({ requests }: Run, queueUrl: string | undefined): string[] =>
  requests
    .filter(({ operation }) => operation === 'SQS.SendMessage')
    .map(({ body }) => JSON.parse(body) as { QueueUrl: string; MessageBody: string })
    .filter(({ QueueUrl }) => QueueUrl === queueUrl)
    .map(({ MessageBody }) => MessageBody);

/** The queues in which a message was made visible again. */
const madeVisibleIn = ({ requests }: Run): string[] =>
  requests
    .filter(({ operation }) => operation === 'SQS.ChangeMessageVisibility')
    .map(({ body }) => (JSON.parse(body) as { QueueUrl: string }).QueueUrl);

const secondFails = { batchItemFailures: [{ itemIdentifier: 'second' }] };

/** For each function events of its kind, and how only that function answers them. */
const cases: Record<string, () => Promise<void>> = {
  async parse() {
    const receipt = {
      notificationType: 'Received',
      mail: { messageId: 'absent', timestamp: '2026-01-01T00:00:00.000Z' },
      receipt: { recipients: ['a@inbound.example.com'], action: { objectKey: 'inbound/absent' } },
    };
    const result = await run('parse', [queueEvent('no receipt', JSON.stringify(receipt))]);
    const { environment, requests } = result;

    expect(result.answers).toEqual([secondFails]);
    expect(sentTo(result, environment[env.inboxDeadLetterQueueUrl])).toEqual(['no receipt']);
    expect(madeVisibleIn(result)).toEqual([environment[env.inboxQueueUrl]]);
    expect(requests.map(({ path }) => path.split('?')[0])).toContain(`/${environment[env.mailBucket]}/inbound/absent`);
  },

  async sink() {
    const delivery = { schema: 'delivery/1', eventId: denied, integration: 'nobody', threadKey: 'thread' };
    const result = await run('sink', [queueEvent('no delivery', JSON.stringify(delivery))]);
    const { environment } = result;

    expect(result.answers).toEqual([secondFails]);
    expect(sentTo(result, environment[env.deliveriesDeadLetterQueueUrl])).toEqual(['no delivery']);
    expect(madeVisibleIn(result)).toEqual([environment[env.deliveriesQueueUrl]]);
  },

  async suppress() {
    const news = { schema: 'suppression.delivery/1', tenant: 'nobody', subject: denied, target: 'nothing' };
    const result = await run('suppress', [queueEvent('no suppression', JSON.stringify(news))]);
    const { environment } = result;

    expect(result.answers).toEqual([secondFails]);
    expect(sentTo(result, environment[env.suppressionsDeadLetterQueueUrl])).toEqual(['no suppression']);
    expect(madeVisibleIn(result)).toEqual([environment[env.suppressionsQueueUrl]]);
  },

  async feedback() {
    const result = await run('feedback', [queueEvent('no sending event', `not even ${denied}`)]);

    expect(result.answers).toEqual([secondFails]);
    expect(sentTo(result, result.environment[env.feedbackDeadLetterQueueUrl])).toContain('no sending event');
    expect(madeVisibleIn(result)).toEqual([]);
  },

  async sweep() {
    const stored = { eventTime: '2026-01-01T00:00:00.000Z', s3: { object: { key: `inbound/${denied}` } } };
    const onQueue = queueEvent('{"Event":"s3:TestEvent"}', JSON.stringify({ Records: [stored] }));
    const { answers, environment, requests } = await run('sweep', [onQueue, scheduleInput('sweep')]);

    expect(answers).toEqual([secondFails, { mails: 0, deliveries: 0 }]);
    expect(requests.map(({ path }) => path)).toContainEqual(
      expect.stringMatching(new RegExp(`^/${environment[env.mailBucket]}/?\\?list-type=2&.*prefix=inbound%2F`)),
    );
  },

  async redrive() {
    const result = await run('redrive', [scheduleInput('redrive')]);
    const received = result.requests.filter(({ operation }) => operation === 'SQS.ReceiveMessage');

    expect(result.answers).toEqual([{ dryRun: false, collected: 0, found: 0, replayed: 0, skipped: 0, threads: [] }]);
    expect(received.map(({ body }) => (JSON.parse(body) as { QueueUrl: string }).QueueUrl)).toEqual([
      result.environment[env.deliveriesDeadLetterQueueUrl],
    ]);
  },

  async heartbeat() {
    const result = await run('heartbeat', [scheduleInput('heartbeat')]);

    expect(result.answers).toEqual([null]);
    expect(result.log).toMatch(/"Heartbeat":1/);
    expect(sentTo(result, result.environment[env.inboxQueueUrl])).toContainEqual(
      expect.stringContaining('"objectKey":"canary/'),
    );
  },

  async api() {
    const routes = wiring().routes.map(({ routeKey }) => routeKey);
    const authorization = `Bearer ${secret.all}`;
    const events = [
      httpEvent('GET /nothing'),
      httpEvent('GET /v1/holds', { headers: { authorization } }),
      httpEvent('GET /v1/eligibility', { headers: { authorization } }),
      httpEvent('GET /v1/eligibility'),
      ...routes.map((route) => httpEvent(route)),
    ];
    const { answers } = await run('api', events);
    const [unknown, holds, unasked, anonymous, ...declared] = answers as Array<{ statusCode: number; body: string }>;

    expect(unknown).toMatchObject({ statusCode: 404, body: expect.stringContaining('"error":"no such route"') });
    expect(holds).toMatchObject({ statusCode: 200, body: '{"holds":[]}' });
    expect(unasked).toMatchObject({ statusCode: 400 });
    expect(anonymous).toMatchObject({ statusCode: 401 });
    expect(declared.map(({ statusCode, body }, index) => [routes[index], statusCode >= 500, body])).toEqual(
      routes.map((route) => [route, false, expect.not.stringContaining('no such route')]),
    );
  },

  async trail() {
    const { environment: names } = await run('trail', []);
    const key = { pk: { S: 'UNKNOWN#1' }, sk: { S: 'ROW' } };
    const inserted = {
      eventID: 'first',
      eventName: 'INSERT',
      eventSourceARN: `arn:aws:dynamodb:eu-west-1:111122223333:table/${names[env.ledgerTable]}/stream/label`,
      dynamodb: { Keys: key, NewImage: key, SequenceNumber: '1', ApproximateCreationDateTime: 1_767_225_600 },
    };
    const { answers, environment, requests } = await run('trail', [{ Records: [inserted] }]);

    expect(answers).toEqual([null]);
    expect(requests.map(({ path }) => path)).toContainEqual(
      expect.stringMatching(new RegExp(`^/${environment[env.auditBucket]}/trail/ledger/2026-01-01/00000000.ndjson.gz`)),
    );
  },

  async feed() {
    const image = {
      pk: { S: 'EVENT#evt_1' },
      sk: { S: 'DELIVERY#sales' },
      eventId: { S: 'evt_1' },
      integration: { S: 'sales' },
      tenant: { S: 'acme' },
      threadKey: { S: 'thread' },
      lane: { S: 'conversation' },
      receivedAt: { S: '2026-01-01T00:00:00.000Z' },
    };
    const dynamodb = { Keys: { pk: image.pk, sk: image.sk }, NewImage: image, SequenceNumber: '1' };
    const { answers, requests } = await run('feed', [{ Records: [{ eventName: 'INSERT', dynamodb }] }]);

    expect(answers).toEqual([null]);
    expect(requests.map(({ operation }) => operation)).toContainEqual(expect.stringMatching(/TransactWriteItems$/));
  },

  async activate() {
    const resources = readResources(aws.url, templatesOfFirst());
    const [id, { Properties }] = [...resources].find(([, { Type }]) => Type === 'Custom::ActiveReceiptRuleSet')!;
    const event = {
      RequestType: 'Create',
      ResponseURL: `${aws.url}/answer-to-cloudformation`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: id,
      ResourceType: 'Custom::ActiveReceiptRuleSet',
      ResourceProperties: Properties,
    };
    const { answers, requests } = await run('activate', [event]);
    const put = requests.find(({ path }) => path === '/answer-to-cloudformation');

    expect(answers).toEqual([null]);
    expect(requests.map(({ operation }) => operation)).toEqual([
      'SES.DescribeActiveReceiptRuleSet',
      'SES.SetActiveReceiptRuleSet',
      'PUT',
    ]);
    expect(requests[1]?.body).toContain(`RuleSetName=${String(Properties.RuleSetName)}`);
    expect(JSON.parse(put!.body)).toMatchObject({
      Status: 'SUCCESS',
      RequestId: 'request',
      LogicalResourceId: id,
      // Nothing was active before.
      PhysicalResourceId: `active-receipt-rule-set|${String(Properties.RuleSetName)}|`,
    });
  },
};

const templatesOfFirst = () => stages[0]!.stacks.map(({ template }) => template);
const wiring = () => readWiring(aws.url, templatesOfFirst());

/** The event that a function's schedule sends, by the template. */
function scheduleInput(stage: string): unknown {
  const { id } = stages[0]!.functions.find((candidate) => candidate.stage === stage)!;
  return JSON.parse(wiring().schedules.find(({ functionName }) => functionName === id)!.input);
}

describe('the cloud assembly', () => {
  it('has an asset of its own for each function', () => {
    for (const { functions } of stages) {
      expect(functions.map(({ stage }) => `lambdas/${stage}/index.ts`).toSorted()).toEqual(entries);
      expect(new Set(functions.map(({ asset }) => asset)).size).toBe(entries.length);
    }
    expect(stages.length).toBeGreaterThan(0);
  });

  it.each(entries)('has the bundle of %s, and no other, in the asset of that function', (entry) => {
    const assets = stages.flatMap(({ functions }) =>
      functions.filter(({ stage }) => entry === `lambdas/${stage}/index.ts`).map(({ asset }) => asset),
    );

    expect(assets).toHaveLength(stages.length);
    for (const asset of assets) {
      const sources = readdirSync(asset)
        .filter((file) => file.endsWith('.map'))
        .flatMap((file) => (JSON.parse(readFileSync(join(asset, file), 'utf8')) as { sources: string[] }).sources);
      const bundled = sources.map((source) => /lambdas\/[\w-]+\/index\.ts$/.exec(source)?.[0]).filter(Boolean);
      expect([...new Set(bundled)]).toEqual([entry]);
    }
  });

  it('names each asset after what it holds, so that a change of any source deploys it anew', () => {
    for (const { asset } of stages.flatMap(({ functions }) => functions)) {
      const hash = FileSystem.fingerprint(asset, { exclude: ['.is_custom_resource'] });
      expect(basename(asset)).toBe(`asset.${hash}`);
    }
  });

  it('is asked about every function in what follows', () => {
    expect(
      Object.keys(cases)
        .map((stage) => `lambdas/${stage}/index.ts`)
        .toSorted(),
    ).toEqual(entries);
  });

  it.each(Object.entries(cases))('runs %s from its asset, which answers events of its kind', async (_, check) => {
    await check();
  });
});
