import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { IamCall } from '../../local/iam/iam-call.ts';
import { callsOf, type WireRequest } from './aws-calls.ts';
import { account, type FakeAccount, healthyAccount, region } from './fake-account.ts';
import { readWireRequest } from './recording-proxy.ts';

export interface FakeAws {
  readonly url: string;
  /** State that the answers are based on; a test may change it. */
  state: FakeAccount;
  /** Every permission that the requests needed. */
  readonly calls: IamCall[];
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Services that return errors as XML. */
const xmlServices = ['sns', 'ses', 'sts', 's3'];

/** Starts a server that answers for the services of an account, in their own protocols, from the given state. */
export async function startFakeAws(): Promise<FakeAws> {
  const calls: IamCall[] = [];
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeAws = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: healthyAccount(),
    calls,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wire = await readWireRequest(request);
    const needed = callsOf(wire);
    calls.push(...needed);
    const { status, body } = answerTo(wire, needed, fake.state);
    const date = new Date(Date.now() + fake.state.clockOffsetMs).toUTCString();
    response.writeHead(status, { date, 'x-amzn-requestid': 'r' }).end(body);
  }
  return fake;
}

const ok = (body: object | string): Answer => ({
  status: 200,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

function refuse(service: string, code: string, status = 400): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>m</Message></Error>`;
  if (service === 's3') return { status, body: error };
  if (xmlServices.includes(service)) return { status, body: `<ErrorResponse>${error}</ErrorResponse>` };
  return { status, body: JSON.stringify({ __type: code, message: 'm' }) };
}

function answerTo(wire: WireRequest, needed: readonly IamCall[], state: FakeAccount): Answer {
  const { service } = wire;
  const [{ action = '' } = {}] = needed;
  if (state.denied.includes(action))
    return refuse(service, service === 'sns' ? 'AuthorizationError' : 'AccessDenied', 403);
  if (state.broken.includes(action)) return refuse(service, 'InternalError', 500);
  const answerer = answerers[service];
  return answerer === undefined ? refuse(service, 'UnknownService') : answerer(wire, action.split(':')[1] ?? '', state);
}

type Answerer = (wire: WireRequest, operation: string, state: FakeAccount) => Answer;

const answerers: Readonly<Record<string, Answerer>> = {
  sts: (_, __, { caller }) =>
    caller === undefined
      ? refuse('sts', 'ExpiredToken', 403)
      : ok(`<R><Arn>arn:aws:iam::${caller}:user/ada</Arn><Account>${caller}</Account></R>`),
  kms: (_, __, { keyState }) =>
    keyState === undefined ? refuse('kms', 'NotFoundException') : ok({ KeyMetadata: { KeyState: keyState } }),
  scheduler: (_, __, { schedules }) => ok({ Schedules: schedules }),
  cloudwatch: answerCloudWatch,
  dynamodb: answerDynamo,
  lambda: answerLambda,
  s3: answerS3,
  ses: answerRules,
  sesv2: answerSending,
  sns: answerTopic,
  sqs: ({ body }) => {
    const name = last(String((JSON.parse(String(body)) as { QueueUrl: string }).QueueUrl));
    return ok({
      Attributes: { QueueArn: `arn:aws:sqs:${region}:${account}:${name}`, ApproximateNumberOfMessages: '0' },
    });
  },
  secrets_manager: ({ body }, _, { secrets }) => {
    const secret = secrets[(JSON.parse(String(body)) as { SecretId: string }).SecretId];
    if (secret === undefined) return refuse('secrets_manager', 'ResourceNotFoundException');
    const VersionIdsToStages = Object.fromEntries(secret.stages.map((label, index) => [`v${index}`, [label]]));
    return ok({
      Name: 's',
      VersionIdsToStages,
      ...(secret.DeletedDate !== undefined && { DeletedDate: secret.DeletedDate }),
    });
  },
};

const last = (path: string): string => path.split(/[/:]/).at(-1) ?? '';

function answerCloudWatch({ body }: WireRequest, operation: string, { alarms, watches, history }: FakeAccount): Answer {
  const { AlarmNames, NextToken } = JSON.parse(String(body)) as { AlarmNames?: string[]; NextToken?: string };
  switch (operation) {
    case 'DescribeAlarms': {
      const matches =
        AlarmNames === undefined ? alarms : watches.filter(({ AlarmName }) => AlarmNames.includes(AlarmName));
      return ok({
        MetricAlarms: matches.filter(({ AlarmRule }) => AlarmRule === undefined),
        CompositeAlarms: matches.filter(({ AlarmRule }) => AlarmRule !== undefined),
      });
    }
    case 'DescribeAlarmHistory': {
      // A page has a hundred entries; the token is the number of entries before it.
      const start = Number(NextToken ?? 0);
      const page = history.slice(start, start + 100);
      return ok({
        AlarmHistoryItems: page.map((HistorySummary) => ({ AlarmName: 'postern-prod-MailWaits', HistorySummary })),
        ...(start + 100 < history.length && { NextToken: String(start + 100) }),
      });
    }
    case 'ListMetrics':
      return ok({ Metrics: [{ Namespace: 'Postern', MetricName: 'LagSeconds', Dimensions: [] }] });
    default:
      return ok({ MetricDataResults: [] });
  }
}

function answerDynamo({ body }: WireRequest, operation: string, { tables, control }: FakeAccount): Answer {
  const { TableName = '', ExpressionAttributeValues } = JSON.parse(String(body)) as {
    TableName?: string;
    ExpressionAttributeValues?: Record<string, { S?: string }>;
  };
  const table = tables[TableName];
  if (operation.startsWith('Describe') && table === undefined) return refuse('dynamodb', 'ResourceNotFoundException');
  const { keyArn = '', recovery = '', ttl } = table ?? {};
  switch (operation) {
    case 'DescribeTable':
      return ok({ Table: { TableName, SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: keyArn } } });
    case 'DescribeContinuousBackups':
      return ok({
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: recovery },
        },
      });
    case 'DescribeTimeToLive':
      return ok({
        TimeToLiveDescription:
          ttl === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName: ttl },
      });
    default: {
      const rows = TableName === 'control' ? (control[ExpressionAttributeValues?.[':pk']?.S ?? ''] ?? []) : [];
      return ok({ Items: rows.map((row) => marshall(row)), Count: rows.length, Responses: {} });
    }
  }
}

function answerLambda({ url }: WireRequest, operation: string, state: FakeAccount): Answer {
  const name = decodeURIComponent(url.pathname.split('/')[3] ?? '');
  const configuration = state.functions[name];
  switch (operation) {
    case 'GetAccountSettings':
      return ok({ AccountLimit: { ConcurrentExecutions: state.concurrency } });
    case 'ListEventSourceMappings':
      return ok({ EventSourceMappings: state.mappings[last(url.searchParams.get('EventSourceArn') ?? '')] ?? [] });
    case 'GetFunctionConcurrency':
      return ok(configuration?.reserved === undefined ? {} : { ReservedConcurrentExecutions: configuration.reserved });
    default:
      return configuration === undefined ? refuse('lambda', 'ResourceNotFoundException', 404) : ok(configuration);
  }
}

function answerS3({ url }: WireRequest, operation: string, { buckets }: FakeAccount): Answer {
  const bucket = buckets[url.pathname.split('/')[1] ?? ''];
  if (bucket === undefined) return refuse('s3', 'NoSuchBucket', 404);
  switch (operation) {
    case 'GetEncryptionConfiguration':
      return ok(
        `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${bucket.algorithm}</SSEAlgorithm><KMSMasterKeyID>${bucket.keyArn}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
      );
    case 'GetBucketPublicAccessBlock': {
      const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
      const flags = names.map((name) => `<${name}>${bucket.isPrivate}</${name}>`).join('');
      return ok(`<PublicAccessBlockConfiguration>${flags}</PublicAccessBlockConfiguration>`);
    }
    case 'GetBucketVersioning':
      return ok(`<VersioningConfiguration><Status>${bucket.versioning}</Status></VersioningConfiguration>`);
    case 'GetBucketNotification':
      return ok(
        `<NotificationConfiguration>${bucket.queues.map((queue) => `<QueueConfiguration><Queue>${queue}</Queue><Event>${bucket.event}</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>${bucket.prefix}</Value></FilterRule></S3Key></Filter></QueueConfiguration>`).join('')}</NotificationConfiguration>`,
      );
    default:
      return ok('<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>');
  }
}

const members = (items: readonly string[]): string => items.map((item) => `<member>${item}</member>`).join('');

function answerRules(_: WireRequest, operation: string, { activeRuleSet }: FakeAccount): Answer {
  const rules = (activeRuleSet?.rules ?? []).map(
    ({ Name, Enabled, ScanEnabled, Recipients, actions }) =>
      `<Name>${Name}</Name><Enabled>${Enabled}</Enabled><ScanEnabled>${ScanEnabled}</ScanEnabled><Recipients>${members(Recipients)}</Recipients><Actions>${members(actions)}</Actions>`,
  );
  const metadata = activeRuleSet === undefined ? '' : `<Metadata><Name>${activeRuleSet.name}</Name></Metadata>`;
  return ok(
    `<${operation}Response><${operation}Result>${metadata}<Rules>${members(rules)}</Rules></${operation}Result></${operation}Response>`,
  );
}

function answerSending({ url }: WireRequest, operation: string, { identities, sending }: FakeAccount): Answer {
  if (operation === 'GetAccount') return ok(sending);
  const identity = identities[decodeURIComponent(last(url.pathname))];
  if (identity === undefined) return refuse('sesv2', 'NotFoundException', 404);
  const { verified, dkim, mailFrom } = identity;
  return ok({
    IdentityType: 'DOMAIN',
    VerifiedForSendingStatus: verified,
    DkimAttributes: { Status: dkim, Tokens: ['t1', 't2', 't3'], SigningHostedZone: 'dkim.amazonses.com' },
    ...(mailFrom !== undefined && {
      MailFromAttributes: { MailFromDomain: 'bounce.acme.example', MailFromDomainStatus: mailFrom },
    }),
  });
}

function answerTopic(_: WireRequest, operation: string, { subscriptions, pagesPolicy }: FakeAccount): Answer {
  const result =
    operation === 'GetTopicAttributes'
      ? `<Attributes><entry><key>Policy</key><value>${JSON.stringify(pagesPolicy).replaceAll('"', '&quot;')}</value></entry></Attributes>`
      : `<Subscriptions>${members(subscriptions.map((arn) => `<SubscriptionArn>${arn}</SubscriptionArn><Protocol>email</Protocol>`))}</Subscriptions>`;
  return ok(`<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`);
}
