import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { examineAws } from '../../../cli/aws-readiness/examine.ts';
import { type FindingCode, findingCodes } from '../../../cli/aws-readiness/finding.ts';
import { createDynamo } from '../../../lambdas/aws/clients.ts';
import { env } from '../../../lambdas/env.ts';
import {
  type FakeAccount,
  fakeDns,
  functionName,
  healthyAccount,
  pagesTopicArn,
  variablesAt,
} from '../../helpers/fake-account.ts';
import { type FakeAws, startFakeAws } from '../../helpers/fake-aws.ts';

let aws: FakeAws;
let variables: Record<string, string>;
const before = { ...process.env };
beforeAll(async () => {
  aws = await startFakeAws();
  variables = variablesAt(aws.url);
  Object.assign(process.env, variables);
});
afterAll(async () => {
  process.env = before;
  await aws.stop();
});

/** Examines an account that a test has changed. */
async function examine(plant: (account: FakeAccount) => unknown, changed: Record<string, string> = {}, now?: Date) {
  aws.state = healthyAccount();
  plant(aws.state);
  const read = (name: string): string | undefined => ({ ...variables, ...changed })[name];
  const clock = () => now ?? new Date();
  return (await examineAws({ dynamo: createDynamo(), read, dns: fakeDns(aws.state), clock })).findings;
}

const store = (account: FakeAccount) => account.activeRuleSet!.rules[0]!;
const fn = (account: FakeAccount, stage = 'parse') => account.functions[functionName(stage)]!;
const earlier =
  (recipients: string[], action = '<StopAction><Scope>RuleSet</Scope></StopAction>') =>
  (account: FakeAccount) =>
    void account.activeRuleSet!.rules.unshift({
      ...store(account),
      Name: 'Old',
      Recipients: recipients,
      actions: [action],
    });

type Planted = readonly [
  code: FindingCode,
  severity: 'problem' | 'remark',
  what: string,
  plant: (account: FakeAccount) => unknown,
  said: RegExp,
];

const planted: readonly Planted[] = [
  [
    'credentials',
    'problem',
    'the credentials are expired',
    (a) => Object.assign(a, { caller: undefined }),
    /ExpiredToken/,
  ],
  [
    'account-mismatch',
    'problem',
    'the credentials are of another account',
    (a) => Object.assign(a, { caller: '999999999999' }),
    /999999999999.*AWS_PROFILE/,
  ],
  [
    'clock-skew',
    'problem',
    'the clock is ten minutes behind',
    (a) => Object.assign(a, { clockOffsetMs: 600_000 }),
    /(?:599|600|601) s behind.*NTP/,
  ],
  [
    'clock-skew',
    'remark',
    'the clock is a minute ahead',
    (a) => Object.assign(a, { clockOffsetMs: -60_000 }),
    /(?:59|60|61) s ahead/,
  ],
  [
    'permission-missing',
    'problem',
    'a call is denied',
    (a) => void a.denied.push('ses:GetEmailIdentity'),
    /need ses:GetEmailIdentity.*attach the policies .*policy\/Verbs/,
  ],
  [
    'not-answered',
    'problem',
    'a service is down',
    (a) => void a.broken.push('cloudwatch:DescribeAlarms'),
    /cloudwatch:DescribeAlarms: InternalError/,
  ],
  [
    'dns-not-answered',
    'remark',
    'DNS does not answer',
    (a) => Object.assign(a.dns, { isDead: true }),
    /MX records of inbound.acme.com: ETIMEOUT/,
  ],
  [
    'dns-not-answered',
    'remark',
    'DNS does not answer about DMARC',
    (a) => Object.assign(a.dns, { isDead: true }),
    /DMARC record of acme.example: ETIMEOUT/,
  ],
  [
    'region-receives-no-mail',
    'problem',
    'the region has no endpoint for mail',
    (a) => Object.assign(a.dns, { a: {} }),
    /no mail in eu-west-1/,
  ],
  [
    'identity-missing',
    'problem',
    'SES does not know the domain',
    (a) => void delete a.identities['inbound.acme.com'],
    /create-email-identity --email-identity inbound.acme.com/,
  ],
  [
    'identity-unverified',
    'problem',
    'the domain is not verified',
    (a) => Object.assign(a.identities, { 'inbound.acme.com': { verified: false, dkim: 'NOT_STARTED' } }),
    /t1._domainkey.inbound.acme.com CNAME t1.dkim.amazonses.com/,
  ],
  [
    'dkim-pending',
    'problem',
    'DKIM waits for its records',
    (a) => Object.assign(a.identities, { 'inbound.acme.com': { verified: false, dkim: 'PENDING' } }),
    /t3._domainkey.inbound.acme.com CNAME t3.dkim.amazonses.com/,
  ],
  [
    'dkim-failed',
    'problem',
    'DKIM failed',
    (a) => Object.assign(a.identities, { 'inbound.acme.com': { verified: false, dkim: 'FAILED' } }),
    /off and on/,
  ],
  [
    'dkim-failed',
    'problem',
    'DKIM failed for now',
    (a) => Object.assign(a.identities, { 'inbound.acme.com': { verified: true, dkim: 'TEMPORARY_FAILURE' } }),
    /TEMPORARY_FAILURE.*wait/,
  ],
  [
    'mx-missing',
    'problem',
    'there is no MX record',
    (a) => Object.assign(a.dns, { mx: {} }),
    /inbound.acme.com MX 10 inbound-smtp.eu-west-1.amazonaws.com/,
  ],
  [
    'mx-elsewhere',
    'problem',
    'the MX record leads elsewhere',
    (a) => Object.assign(a.dns, { mx: { 'inbound.acme.com': ['aspmx.l.google.com'] } }),
    /aspmx.l.google.com/,
  ],
  [
    'mx-other-region',
    'problem',
    'the MX record leads to another region',
    (a) => Object.assign(a.dns, { mx: { 'inbound.acme.com': ['inbound-smtp.us-east-1.amazonaws.com.'] } }),
    /SES in us-east-1/,
  ],
  [
    'mx-several',
    'problem',
    'there is a second MX record',
    (a) => void a.dns.mx['inbound.acme.com']?.push('mx.old.example'),
    /mx.old.example/,
  ],
  [
    'rule-set-inactive',
    'problem',
    'no rule set is active',
    (a) => Object.assign(a, { activeRuleSet: undefined }),
    /no receipt rule set is active.*set-active-receipt-rule-set/,
  ],
  [
    'rule-set-inactive',
    'problem',
    'another rule set is active',
    (a) => Object.assign(a.activeRuleSet!, { name: 'theirs' }),
    /theirs.*mode: existing, name: theirs/,
  ],
  [
    'rule-set-inactive',
    'problem',
    'the rule set that stages share is active',
    (a) => Object.assign(a.activeRuleSet!, { name: 'postern-shared' }),
    /add its rule to postern-shared: ruleSet: \{ mode: shared \}$/,
  ],
  [
    'rule-set-inactive',
    'problem',
    'the rule set of another stage is active',
    (a) => Object.assign(a.activeRuleSet!, { name: 'postern-dev' }),
    /mode: shared \} in this stage, and \{ mode: shared, takeover: true \} in dev$/,
  ],
  [
    'rule-missing',
    'problem',
    'our rule was deleted',
    (a) => Object.assign(a.activeRuleSet!, { rules: [] }),
    /no rule Store/,
  ],
  ['rule-disabled', 'problem', 'our rule is disabled', (a) => Object.assign(store(a), { Enabled: false }), /enable it/],
  [
    'rule-recipients',
    'problem',
    'our rule takes all mail',
    (a) => Object.assign(store(a), { Recipients: [] }),
    /every verified domain/,
  ],
  [
    'rule-recipients',
    'problem',
    'our rule leaves subdomains out',
    (a) => void store(a).Recipients.pop(),
    /not for inbound.acme.com and .inbound.acme.com/,
  ],
  [
    'rule-destination',
    'problem',
    'our rule stores elsewhere',
    (a) => Object.assign(store(a), { actions: ['<S3Action><BucketName>other</BucketName></S3Action>'] }),
    /bucket mail and prefix inbound/,
  ],
  [
    'rule-silent',
    'problem',
    'our rule tells nobody of mail',
    (a) => {
      const [action = ''] = store(a).actions;
      store(a).actions = [action.replace(/<TopicArn>.*<\/TopicArn>/, '')];
    },
    /waits for the sweep/,
  ],
  [
    'rule-shadowed',
    'problem',
    'an earlier rule stops the mail of the domain',
    earlier(['acme.com', 'inbound.acme.com']),
    /rule Old.*for inbound.acme.com/,
  ],
  [
    'rule-shadowed',
    'problem',
    'an earlier rule bounces all mail',
    earlier([], '<BounceAction><SmtpReplyCode>550</SmtpReplyCode></BounceAction>'),
    /for all mail/,
  ],
  [
    'rule-shadowed',
    'remark',
    'an earlier rule stops the mail of one address',
    earlier(['boss@inbound.acme.com']),
    /boss@/,
  ],
  ['rule-scan-off', 'remark', 'our rule does not scan', (a) => Object.assign(store(a), { ScanEnabled: false }), /spam/],
  [
    'sandbox',
    'problem',
    'the account is in the sandbox',
    (a) => Object.assign(a.sending, { ProductionAccessEnabled: false }),
    /production access/,
  ],
  [
    'sending-paused',
    'problem',
    'sending is paused',
    (a) => Object.assign(a.sending, { SendingEnabled: false }),
    /sending-enabled/,
  ],
  [
    'sending-review',
    'problem',
    'sending is under review',
    (a) => Object.assign(a.sending, { EnforcementStatus: 'PROBATION' }),
    /PROBATION/,
  ],
  [
    'sending-quota',
    'remark',
    'most of the quota is used',
    (a) => Object.assign(a.sending.SendQuota, { SentLast24Hours: 45_000 }),
    /45000 of the 50000/,
  ],
  [
    'suppression-list-off',
    'remark',
    'complaints do not fill the suppression list',
    (a) => void a.sending.SuppressionAttributes.SuppressedReasons.pop(),
    /COMPLAINT/,
  ],
  [
    'sender-unverified',
    'problem',
    'the sender of confirmations is unknown',
    (a) => void delete a.identities['acme.example'],
    /acme.example.*create the identity/,
  ],
  [
    'sender-mail-from',
    'remark',
    'the MAIL FROM domain is not set up',
    (a) => Object.assign(a.identities['acme.example']!, { mailFrom: 'PENDING' }),
    /PENDING/,
  ],
  [
    'sender-spf',
    'remark',
    'SPF does not name SES',
    (a) => Object.assign(a.dns.txt, { 'acme.example': ['v=spf1 -all'] }),
    /include:amazonses.com/,
  ],
  [
    'sender-spf',
    'remark',
    'there are two SPF records',
    (a) => void a.dns.txt['acme.example']?.push('v=spf1 -all'),
    /several SPF/,
  ],
  [
    'sender-dmarc',
    'remark',
    'there is no DMARC record',
    (a) => void delete a.dns.txt['_dmarc.acme.example'],
    /_dmarc.acme.example TXT/,
  ],
  [
    'pages-unsubscribed',
    'problem',
    'nobody is subscribed',
    (a) => Object.assign(a, { subscriptions: [] }),
    /sns subscribe/,
  ],
  [
    'pages-pending',
    'problem',
    'no subscription is confirmed',
    (a) => Object.assign(a, { subscriptions: ['PendingConfirmation'] }),
    /link/,
  ],
  [
    'pages-pending',
    'remark',
    'one of two subscriptions is not confirmed',
    (a) => void a.subscriptions.push('PendingConfirmation'),
    /1 subscription/,
  ],
  [
    'pages-not-allowed',
    'problem',
    'the topic does not let CloudWatch publish',
    (a) =>
      Object.assign(a, { pagesPolicy: { Statement: [{ Effect: 'Deny', Action: 'sns:Publish', Principal: '*' }] } }),
    /cloudwatch.amazonaws.com/,
  ],
  [
    'pages-not-allowed',
    'problem',
    'the topic denies what it allows',
    (a) =>
      Object.assign(a, {
        pagesPolicy: {
          Statement: ['Allow', 'Deny'].map((Effect) => ({ Effect, Action: 'sns:Publish', Principal: { AWS: '*' } })),
        },
      }),
    /cloudwatch.amazonaws.com/,
  ],
  [
    'page-not-sent',
    'problem',
    'CloudWatch could not page before a hundred other actions',
    (a) => {
      const others = Array.from({ length: 150 }, () => 'Successfully executed action arn:aws:sns:x');
      a.history.push(...others, `Failed to execute action ${pagesTopicArn}. Received error: "denied"`);
    },
    /1 page/,
  ],
  [
    'page-not-sent',
    'problem',
    'CloudWatch could not page',
    (a) => void a.history.push(`Failed to execute action ${pagesTopicArn}. Received error: "denied"`),
    /postern-prod-MailWaits/,
  ],
  ['alarms-missing', 'problem', 'no alarm pages', (a) => Object.assign(a, { alarms: [] }), /drift/],
  [
    'alarms-missing',
    'problem',
    'a part of a page was deleted',
    (a) => void a.watches.pop(),
    /postern-prod-ParkedThreads, which a page is made of/,
  ],
  [
    'alarm-actions-off',
    'problem',
    'an alarm pages only when it ends',
    (a) => Object.assign(a.alarms[1]!, { AlarmActions: [] }),
    /postern-prod-Functions pages when it ends/,
  ],
  [
    'alarm-actions-off',
    'problem',
    'an alarm has no actions',
    (a) => Object.assign(a.alarms[0]!, { ActionsEnabled: false }),
    /enable-alarm-actions --alarm-names postern-prod-MailWaits/,
  ],
  [
    'alarm-rings',
    'problem',
    'an alarm rings',
    (a) => Object.assign(a.alarms[0]!, { StateValue: 'ALARM' }),
    /since 2023.*runbook.md#mail-waits/,
  ],
  [
    'alarm-blind',
    'remark',
    'an alarm has no data',
    (a) => Object.assign(a.watches[0]!, { StateValue: 'INSUFFICIENT_DATA' }),
    /postern-prod-InboxAge/,
  ],
  [
    'function-missing',
    'problem',
    'a function was deleted',
    (a) => void delete a.functions[functionName('sink')],
    /App-sink/,
  ],
  [
    'function-not-active',
    'problem',
    'a function failed to start',
    (a) => Object.assign(fn(a), { State: 'Failed' }),
    /Failed/,
  ],
  [
    'function-update-failed',
    'problem',
    'an update failed',
    (a) => Object.assign(fn(a), { LastUpdateStatus: 'Failed' }),
    /last update/,
  ],
  [
    'function-stopped',
    'problem',
    'somebody pressed Throttle',
    (a) => Object.assign(fn(a), { reserved: 0 }),
    /delete-function-concurrency/,
  ],
  [
    'runtime-deprecated',
    'problem',
    'a runtime is out of support',
    (a) => Object.assign(fn(a), { Runtime: 'nodejs18.x' }),
    /2025-09-01/,
  ],
  [
    'concurrency-short',
    'problem',
    'the account is new',
    (a) => Object.assign(a, { concurrency: 10 }),
    /runs 10 .* want 100/,
  ],
  [
    'event-source-missing',
    'problem',
    'nothing reads the inbox',
    (a) => Object.assign(a.mappings, { inbox: [] }),
    /lets parse read the queue inbox/,
  ],
  [
    'event-source-disabled',
    'problem',
    'the event source is disabled',
    (a) => Object.assign(a.mappings.inbox![0]!, { State: 'Disabled' }),
    /is disabled/,
  ],
  ['schedule-missing', 'problem', 'a schedule was deleted', (a) => void a.schedules.pop(), /starts sweep/],
  [
    'schedule-disabled',
    'problem',
    'a schedule is disabled',
    (a) => Object.assign(a.schedules[0]!, { State: 'DISABLED' }),
    /starts heartbeat/,
  ],
  [
    'key-unusable',
    'problem',
    'the key waits for its deletion',
    (a) => Object.assign(a, { keyState: 'PendingDeletion' }),
    /cancel-key-deletion/,
  ],
  ['key-unusable', 'problem', 'there is no key', (a) => Object.assign(a, { keyState: undefined }), /not there/],
  [
    'secret-missing',
    'problem',
    'a secret is not there',
    (a) => void delete a.secrets['acme/sales'],
    /acme\/sales, which connection sales needs/,
  ],
  [
    'secret-deleted',
    'problem',
    'a secret waits for its deletion',
    (a) => Object.assign(a.secrets['postern/prod/api-keys']!, { DeletedDate: 1 }),
    /restore-secret/,
  ],
  [
    'secret-not-filled',
    'problem',
    'the credentials were never put',
    (a) => void a.secrets['postern/prod/crm']!.stages.pop(),
    /connection main.*put-secret-value --secret-id postern\/prod\/crm/,
  ],
  [
    'address-key-changed',
    'problem',
    'the address key was rotated',
    (a) => void a.secrets['postern/prod/address-key']!.stages.push('AWSPREVIOUS'),
    /list-secret-version-ids/,
  ],
  ['table-missing', 'problem', 'a table was deleted', (a) => void delete a.tables.consent, /table consent/],
  [
    'backup-off',
    'problem',
    'point-in-time recovery is off',
    (a) => Object.assign(a.tables.ledger!, { recovery: 'DISABLED' }),
    /update-continuous-backups --table-name ledger/,
  ],
  [
    'ttl-off',
    'problem',
    'rows do not end',
    (a) => void delete a.tables.threads!.ttl,
    /update-time-to-live --table-name threads/,
  ],
  [
    'table-key',
    'problem',
    'a table has another key',
    (a) => Object.assign(a.tables.ledger!, { keyArn: 'arn:aws:kms:x' }),
    /ledger/,
  ],
  ['bucket-missing', 'problem', 'a bucket was deleted', (a) => void delete a.buckets.attachments, /attachments/],
  [
    'bucket-public',
    'problem',
    'a bucket may be public',
    (a) => Object.assign(a.buckets.mail!, { isPrivate: false }),
    /put-public-access-block --bucket mail/,
  ],
  [
    'bucket-encryption',
    'problem',
    'a bucket has another encryption',
    (a) => Object.assign(a.buckets.mail!, { algorithm: 'AES256' }),
    /AES256/,
  ],
  [
    'bucket-versioning',
    'problem',
    'versions are suspended',
    (a) => Object.assign(a.buckets.mail!, { versioning: 'Suspended' }),
    /put-bucket-versioning/,
  ],
  [
    'bucket-silent',
    'problem',
    'the bucket tells nobody of mail',
    (a) => Object.assign(a.buckets.mail!, { queues: [] }),
    /sweep/,
  ],
  [
    'bucket-silent',
    'problem',
    'the bucket tells of other objects',
    (a) => Object.assign(a.buckets.mail!, { prefix: 'canary/' }),
    /sweep/,
  ],
  [
    'bucket-silent',
    'problem',
    'the bucket tells of objects that go',
    (a) => Object.assign(a.buckets.mail!, { event: 's3:ObjectRemoved:*' }),
    /sweep/,
  ],
];

describe('the account of a deployment', () => {
  it('has no finding where nothing is wrong', async () => {
    expect(await examine(() => {})).toEqual([]);
  });

  it.each(planted)('has the finding %s (%s) when %s', async (code, severity, _, plant, sentence) => {
    const findings = await examine(plant);

    const found = findings.filter((finding) => finding.code === code);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map((finding) => finding.severity)).toEqual(found.map(() => severity));
    expect(found.map(({ what, todo }) => `${what} ${todo}`).join('\n')).toMatch(sentence);
    // One cause, one code.
    expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set([code]));
  });

  it('is asked in the region of the deployment', async () => {
    expect(await examine(() => {}, { AWS_REGION: 'eu-west-2' })).toContainEqual(
      expect.objectContaining({
        code: 'region-mismatch',
        todo: expect.stringContaining('AWS_REGION=eu-west-1') as string,
      }),
    );
  });

  it('may have its domain verified by the domain above it', async () => {
    const findings = await examine((account) => {
      account.identities = { ...account.identities, 'acme.com': { verified: true, dkim: 'SUCCESS' } };
      delete account.identities['inbound.acme.com'];
    });

    expect(findings).toEqual([]);
  });

  it('may have its domain verified by the domain above it while an identity of its own waits', async () => {
    const findings = await examine((account) => {
      account.identities['inbound.acme.com'] = { verified: false, dkim: 'PENDING' };
      account.identities['acme.com'] = { verified: true, dkim: 'NOT_STARTED' };
    });

    expect(findings).toEqual([]);
  });

  it('knows the rule set of another stage by the name prefix of this one', async () => {
    const findings = await examine((a) => Object.assign(a.activeRuleSet!, { name: 'acme-mail-dev' }), {
      [env.secretPrefix]: 'acme-mail/prod/',
    });
    const [finding] = findings.filter(({ code }) => code === 'rule-set-inactive');

    expect(finding?.todo).toMatch(/\{ mode: shared, takeover: true \} in dev$/);
  });

  it.each(['postern-shared', 'of-the-team'])('may have its rule in %s, behind rules of others', async (ruleSet) => {
    const findings = await examine(
      (account) => {
        account.activeRuleSet!.name = ruleSet;
        earlier(['inbound.other.example'])(account);
      },
      { RULE_SET: ruleSet },
    );

    expect(findings).toEqual([]);
  });

  it('may leave sending alone where no confirmation is configured', async () => {
    const findings = await examine((account) => {
      account.control.INTEGRATION = [];
      account.sending.ProductionAccessEnabled = false;
      account.identities = { 'inbound.acme.com': { verified: true, dkim: 'SUCCESS' } };
    });

    expect(findings).toEqual([]);
  });

  it('is told half a year ahead that a runtime ends', async () => {
    const [finding] = await examine(() => {}, {}, new Date('2028-01-01T00:00:00Z'));

    expect(finding).toMatchObject({ code: 'clock-skew' });
    expect(await examine(() => {}, {}, new Date('2028-01-01T00:00:00Z'))).toContainEqual(
      expect.objectContaining({ severity: 'remark', code: 'runtime-deprecated' }),
    );
  });

  it('names a service that cannot be reached, and asks no further without knowing who asks', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();

    const findings = await examine(() => {}, { AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}` });

    expect(findings.map(({ code, what }) => `${code}: ${what}`)).toEqual([
      'not-answered: AWS gave no answer to sts:GetCallerIdentity: ECONNREFUSED',
    ]);
  });

  it('names each denied call once, and never fails for it', async () => {
    const all = [
      'ses:GetAccount',
      'ses:DescribeActiveReceiptRuleSet',
      'sns:GetTopicAttributes',
      'sns:ListSubscriptionsByTopic',
      'cloudwatch:DescribeAlarmHistory',
      'lambda:GetFunctionConfiguration',
      'lambda:GetFunctionConcurrency',
      'lambda:GetAccountSettings',
      'lambda:ListEventSourceMappings',
      'scheduler:ListSchedules',
      'kms:DescribeKey',
      'secretsmanager:DescribeSecret',
      'dynamodb:DescribeTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeTimeToLive',
      's3:GetEncryptionConfiguration',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketVersioning',
      's3:GetBucketNotification',
      'dynamodb:Query',
    ];
    const findings = await examine((account) => Object.assign(account, { denied: all }));

    expect(findings.map(({ code }) => code)).toEqual(all.map(() => 'permission-missing'));
    expect(findings.map(({ what }) => what.split(' ').at(-1)).toSorted()).toEqual(all.toSorted());
  });

  it('is planted with every code that there is', () => {
    const tested = new Set<string>([...planted.map(([code]) => code), 'region-mismatch']);

    expect(findingCodes.filter((code) => !tested.has(code))).toEqual([]);
  });
});
