import type { Dns } from '../../cli/aws-readiness/mail-facts.ts';
import { deploymentEnv, env } from '../../lambdas/env.ts';

export const account = '111122223333';
export const region = 'eu-west-1';
const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
export const keyArn = arn('kms', 'key/0f1e2d3c-0000-4000-8000-000000000000');
export const pagesTopicArn = arn('sns', 'Pages');
const policyArn = `arn:aws:iam::${account}:policy/Verbs`;
export const inboundDomain = 'inbound.acme.com';
const stages = ['api', 'feedback', 'heartbeat', 'parse', 'redrive', 'sink', 'suppress', 'sweep'];
const readers = { inbox: 'parse', deliveries: 'sink', suppressions: 'suppress', feedback: 'feedback', sweep: 'sweep' };
export const functionName = (stage: string): string => `Postern-prod-App-${stage}`;
const tableNames = ['ledger', 'threads', 'control', 'consent'];

interface FakeRule {
  Name: string;
  Enabled: boolean;
  ScanEnabled: boolean;
  Recipients: string[];
  /** XML elements, one for each action. */
  actions: string[];
}

interface FakeAlarm {
  AlarmName: string;
  AlarmDescription: string;
  StateValue: string;
  /** Seconds since 1970, in the format of CloudWatch. */
  StateTransitionedTimestamp: number;
  ActionsEnabled: boolean;
  AlarmActions: string[];
  /** Present only in composite alarms. */
  AlarmRule?: string;
}

/** State of a fake account; a test may change any part before a request. */
export interface FakeAccount {
  /** ARN of the caller; undefined if the credentials are expired. */
  caller: string | undefined;
  /** AWS's clock minus the local clock, in ms. */
  clockOffsetMs: number;
  identities: Record<string, { verified: boolean; dkim: string; mailFrom?: string }>;
  sending: {
    ProductionAccessEnabled: boolean;
    SendingEnabled: boolean;
    EnforcementStatus: string;
    SendQuota: { Max24HourSend: number; MaxSendRate: number; SentLast24Hours: number };
    SuppressionAttributes: { SuppressedReasons: string[] };
  };
  activeRuleSet: { name: string; rules: FakeRule[] } | undefined;
  subscriptions: string[];
  pagesPolicy: object;
  alarms: FakeAlarm[];
  watches: FakeAlarm[];
  /** Summaries from the alarm history. */
  history: string[];
  functions: Record<string, { State: string; LastUpdateStatus: string; Runtime: string; reserved?: number }>;
  concurrency: number;
  /** Event source mappings, by queue. */
  mappings: Record<
    string,
    Array<{ FunctionArn: string; State: string; ScalingConfig?: { MaximumConcurrency: number } }>
  >;
  schedules: Array<{ State: string; Target: { Arn: string } }>;
  keyState: string | undefined;
  secrets: Record<string, { DeletedDate?: number; stages: string[] }>;
  tables: Record<string, { keyArn: string; recovery: string; ttl?: string }>;
  buckets: Record<
    string,
    {
      algorithm: string;
      keyArn: string;
      isPrivate: boolean;
      versioning: string;
      queues: string[];
      event: string;
      prefix: string;
    }
  >;
  /** Rows of the control table, by partition. */
  control: Record<string, Array<{ sk: string; value: object }>>;
  /** IAM actions that are denied. */
  denied: string[];
  /** IAM actions that fail with a server error. */
  broken: string[];
  dns: { mx: Record<string, string[]>; txt: Record<string, string[]>; a: Record<string, string[]>; isDead: boolean };
}

const rule = (): FakeRule => ({
  Name: 'Store',
  Enabled: true,
  ScanEnabled: true,
  Recipients: [inboundDomain, `.${inboundDomain}`],
  actions: [
    `<S3Action><BucketName>mail</BucketName><ObjectKeyPrefix>inbound/</ObjectKeyPrefix><TopicArn>${arn('sns', 'Receipts')}</TopicArn></S3Action>`,
  ],
});

const alarm = (AlarmName: string): FakeAlarm => ({
  AlarmName,
  AlarmDescription: 'Level 1. Mail does not reach the CRM. See docs/runbook.md#mail-waits',
  StateValue: 'OK',
  StateTransitionedTimestamp: 1_700_000_000,
  ActionsEnabled: true,
  AlarmActions: [pagesTopicArn],
});

/** Returns an account without any problem. */
export function healthyAccount(): FakeAccount {
  const functionArn = (stage: string): string => arn('lambda', `function:${functionName(stage)}`);
  const bucket = () => ({
    algorithm: 'aws:kms',
    keyArn,
    isPrivate: true,
    versioning: 'Enabled',
    queues: [] as string[],
    event: 's3:ObjectCreated:*',
    prefix: 'inbound/',
  });
  const table = (ttl: object) => ({ keyArn, recovery: 'ENABLED', ...ttl });
  return {
    caller: account,
    clockOffsetMs: 0,
    identities: {
      [inboundDomain]: { verified: true, dkim: 'SUCCESS' },
      'acme.example': { verified: true, dkim: 'SUCCESS', mailFrom: 'SUCCESS' },
    },
    sending: {
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      EnforcementStatus: 'HEALTHY',
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 10 },
      SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    },
    activeRuleSet: { name: 'postern-prod', rules: [rule()] },
    subscriptions: [`${pagesTopicArn}:0f1e2d3c`],
    pagesPolicy: {
      Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }],
    },
    alarms: [
      {
        ...alarm('postern-prod-MailWaits'),
        AlarmRule: `(ALARM("${arn('cloudwatch', 'alarm:postern-prod-InboxAge')}") OR ALARM('postern-prod-ParkedThreads') OR OK(postern-prod-Old))`,
      },
      alarm('postern-prod-Functions'),
    ],
    watches: ['InboxAge', 'Old', 'ParkedThreads'].map((name) => alarm(`postern-prod-${name}`)),
    history: [],
    functions: Object.fromEntries(
      stages.map((stage) => [
        functionName(stage),
        { State: 'Active', LastUpdateStatus: 'Successful', Runtime: 'nodejs24.x' },
      ]),
    ),
    concurrency: 1000,
    mappings: Object.fromEntries(
      Object.entries(readers).map(([queue, stage]) => [
        queue,
        [{ FunctionArn: `${functionArn(stage)}:live`, State: 'Enabled', ScalingConfig: { MaximumConcurrency: 20 } }],
      ]),
    ),
    schedules: ['heartbeat', 'redrive', 'sweep'].map((stage) => ({
      State: 'ENABLED',
      Target: { Arn: `${functionArn(stage)}:live` },
    })),
    keyState: 'Enabled',
    secrets: {
      'postern/prod/address-key': { stages: ['AWSCURRENT'] },
      'postern/prod/token-keys': { stages: ['AWSCURRENT'] },
      'postern/prod/api-keys': { stages: ['AWSCURRENT'] },
      'postern/prod/crm': { stages: ['AWSCURRENT', 'AWSPREVIOUS'] },
      'postern/prod/intake': { stages: ['AWSCURRENT', 'AWSPREVIOUS'] },
      'acme/sales': { stages: ['AWSCURRENT'] },
    },
    tables: Object.fromEntries(tableNames.map((name) => [name, table(name === 'control' ? {} : { ttl: 'ttl' })])),
    buckets: { mail: { ...bucket(), queues: [arn('sqs', 'sweep')] }, attachments: bucket() },
    control: {
      CONNECTION: [
        {
          sk: 'main',
          value: { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'secret:crm#hubspot' },
        },
        { sk: 'sales', value: { vendor: 'close', baseUrl: 'https://api.close.com', credentials: 'secret:acme/sales' } },
      ],
      INTEGRATION: [{ sk: 'sales', value: integration() }],
      INTAKE: [{ sk: 'news', value: { tenant: 'acme', format: 'standard', credentials: 'secret:intake#news' } }],
    },
    denied: [],
    broken: [],
    dns: {
      mx: { [inboundDomain]: [`inbound-smtp.${region}.amazonaws.com`] },
      txt: { 'acme.example': ['v=spf1 include:amazonses.com -all'], '_dmarc.acme.example': ['v=DMARC1; p=reject'] },
      a: { [`inbound-smtp.${region}.amazonaws.com`]: ['192.0.2.1'] },
      isDead: false,
    },
  };
}

const integration = () => ({
  key: 'sales',
  tenant: 'acme',
  addresses: [`sales@${inboundDomain}`],
  connection: 'main',
  mode: 'live',
  consent: { confirmation: { from: 'Acme <news@acme.example>', subject: 'Please confirm', text: '{link}' } },
});

/** Variables of the `CliEnvironment` output, plus the endpoints of the fake services at a URL. */
export function variablesAt(url: string): Record<string, string> {
  const services = 'S3 SQS SNS SES SESV2 DYNAMODB SECRETS_MANAGER LAMBDA CLOUDWATCH STS KMS SCHEDULER'.split(' ');
  return {
    ...Object.fromEntries(services.map((name) => [`AWS_ENDPOINT_URL_${name}`, `${url}/${name.toLowerCase()}`])),
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    [env.mailBucket]: 'mail',
    [env.attachmentsBucket]: 'attachments',
    [env.ledgerTable]: 'ledger',
    [env.threadsTable]: 'threads',
    [env.controlTable]: 'control',
    [env.consentTable]: 'consent',
    [env.inboxQueueUrl]: `${url}/sqs/${account}/inbox`,
    [env.deliveriesQueueUrl]: `${url}/sqs/${account}/deliveries`,
    [env.suppressionsQueueUrl]: `${url}/sqs/${account}/suppressions`,
    [env.feedbackQueueUrl]: `${url}/sqs/${account}/feedback`,
    [env.sweepQueueUrl]: `${url}/sqs/${account}/sweep`,
    [env.secretPrefix]: 'postern/prod/',
    [env.connectionSecrets]: 'postern/prod/crm,postern/prod/hook,acme/sales',
    [env.intakeSecrets]: 'postern/prod/intake',
    [deploymentEnv.account]: account,
    [deploymentEnv.inboundDomain]: inboundDomain,
    [deploymentEnv.ruleSet]: 'postern-prod',
    [deploymentEnv.rule]: 'Store',
    [deploymentEnv.pagesTopicArn]: pagesTopicArn,
    [deploymentEnv.keyArn]: keyArn,
    [deploymentEnv.operatorPolicyArns]: policyArn,
    [deploymentEnv.functions]: stages.map((stage) => `${stage}:${functionName(stage)}`).join(','),
  };
}

/** Answers DNS queries from the records of the fake account. */
export function fakeDns({ dns }: FakeAccount): Dns {
  const answer = async <T>(records: T[] | undefined): Promise<T[]> => {
    if (dns.isDead) throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
    if (records === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    return records;
  };
  return {
    resolveMx: (name) => answer(dns.mx[name]?.map((exchange) => ({ exchange, priority: 10 }))),
    resolveTxt: (name) => answer(dns.txt[name]?.map((text) => [text])),
    resolve4: (name) => answer(dns.a[name]),
  };
}
