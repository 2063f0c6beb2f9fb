import { type Deployment, readDeployment } from '../../../cli/aws-readiness/deployment.ts';
import type { AlarmFact, Facts, MailFacts, RunningFacts, StorageFacts } from '../../../cli/aws-readiness/facts.ts';
import type { Finding } from '../../../cli/aws-readiness/finding.ts';
import { account, inboundDomain, keyArn, variablesAt } from '../../helpers/fake-account.ts';

export const now = new Date('2026-11-20T10:00:00Z');

const variables = variablesAt('http://127.0.0.1:1');
export const deployment: Deployment = readDeployment((name) => variables[name]);

/** An alarm that is fine and pages. */
export const anAlarm = (changes: Partial<AlarmFact> = {}): AlarmFact => ({
  name: 'postern-prod-MailWaits',
  description: 'Level 1. Mail does not reach the CRM. See docs/runbook.md#mail-waits',
  state: 'OK',
  since: new Date('2026-11-19T10:00:00Z'),
  isActing: true,
  isPaging: true,
  ...changes,
});

/** The way in, without a fault. */
export const healthyMail = (changes: Partial<MailFacts> = {}): MailFacts => ({
  receives: { value: true },
  identity: { value: { name: inboundDomain, isVerified: true, dkim: 'SUCCESS', dkimRecords: ['a CNAME b'] } },
  mx: { value: [{ exchange: 'inbound-smtp.eu-west-1.amazonaws.com', priority: 10 }] },
  activeRules: {
    value: {
      name: 'postern-prod',
      rules: [
        {
          name: 'Store',
          isEnabled: true,
          isScanning: true,
          recipients: [inboundDomain, `.${inboundDomain}`],
          stores: [{ bucket: 'mail', prefix: 'inbound/', isAnnounced: true }],
          ends: false,
        },
      ],
    },
  },
  sending: {
    value: {
      isProduction: true,
      isEnabled: true,
      enforcement: 'HEALTHY',
      sentToday: 10,
      mostADay: 50_000,
      suppressed: ['BOUNCE', 'COMPLAINT'],
    },
  },
  senders: [],
  ...changes,
});

/** Everything that runs, without a fault. */
export const healthyRunning = (changes: Partial<RunningFacts> = {}): RunningFacts => ({
  functions: deployment.functions.map(({ stage, name }) => ({
    stage,
    name,
    configuration: { value: { state: 'Active', lastUpdate: 'Successful', runtime: 'nodejs24.x' } },
    reserved: { value: undefined },
  })),
  concurrency: { value: 1000 },
  eventSources: deployment.queues.map(({ queue, stage }) => ({
    queue,
    stage,
    mappings: { value: [{ functionName: functionOf(stage), state: 'Enabled', most: 20 }] },
  })),
  schedules: {
    value: ['heartbeat', 'redrive', 'sweep'].map((stage) => ({ functionName: functionOf(stage), isEnabled: true })),
  },
  alarms: { value: [anAlarm()] },
  watches: { value: [] },
  lost: { value: [] },
  unsentPages: { value: [] },
  subscriptions: { value: ['arn:aws:sns:eu-west-1:111122223333:Pages:0f1e'] },
  pagesPolicy: {
    value: JSON.stringify({
      Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }],
    }),
  },
  ...changes,
});

/** The name of the function of a folder. */
export const functionOf = (stage: string): string =>
  deployment.functions.find((candidate) => candidate.stage === stage)!.name;

/** Everything that holds data, without a fault. */
export const healthyStorage = (changes: Partial<StorageFacts> = {}): StorageFacts => ({
  keyState: { value: 'Enabled' },
  secrets: [
    {
      id: 'postern/prod/crm',
      neededBy: 'connection main',
      isPutByHand: true,
      state: { value: { isDeleted: false, hasChanged: true } },
    },
  ],
  tables: [
    {
      table: 'ledger',
      name: 'ledger-1',
      description: { value: { keyArn } },
      hasRecovery: { value: true },
      ttl: { value: 'ttl' },
    },
  ],
  buckets: [
    {
      bucket: 'mail',
      name: 'mail-1',
      encryption: { value: { algorithm: 'aws:kms', keyArn } },
      isPrivate: { value: true },
      isVersioned: { value: true },
      announces: { value: [deployment.queues.find(({ stage }) => stage === 'sweep')!.arn] },
    },
  ],
  ...changes,
});

/** An account in which nothing is wrong. */
export const healthyFacts = (changes: Partial<Facts> = {}): Facts => ({
  now,
  deployment,
  caller: { account },
  clockSkewMs: 0,
  mail: healthyMail(),
  running: healthyRunning(),
  storage: healthyStorage(),
  refusals: [],
  ...changes,
});

/** Findings as `<severity> <code>`, as a test compares them. */
export const codesOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, code }) => `${severity} ${code}`);
