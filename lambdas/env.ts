/**
 * The environment of the functions, declared once: the CDK app sets these names, the containers read them,
 * and the laptop takes both from the synthesized template.
 */
export const env = {
  /** The name of the deployment, which all its metrics carry. */
  stage: 'POSTERN_STAGE',
  /** `full`, or `idle`: only the metrics of its few alarms are put, and the canary flies seldom. */
  profile: 'POSTERN_PROFILE',
  mailBucket: 'MAIL_BUCKET',
  attachmentsBucket: 'ATTACHMENTS_BUCKET',
  auditBucket: 'AUDIT_BUCKET',
  ledgerTable: 'LEDGER_TABLE',
  threadsTable: 'THREADS_TABLE',
  controlTable: 'CONTROL_TABLE',
  consentTable: 'CONSENT_TABLE',
  inboxQueueUrl: 'INBOX_QUEUE_URL',
  inboxDeadLetterQueueUrl: 'INBOX_DEAD_LETTER_QUEUE_URL',
  deliveriesQueueUrl: 'DELIVERIES_QUEUE_URL',
  deliveriesDeadLetterQueueUrl: 'DELIVERIES_DEAD_LETTER_QUEUE_URL',
  suppressionsQueueUrl: 'SUPPRESSIONS_QUEUE_URL',
  suppressionsDeadLetterQueueUrl: 'SUPPRESSIONS_DEAD_LETTER_QUEUE_URL',
  feedbackQueueUrl: 'FEEDBACK_QUEUE_URL',
  sweepQueueUrl: 'SWEEP_QUEUE_URL',
  /** How often a delivery is offered before it goes to the dead letters; from the queue's redrive policy. */
  maxReceiveCount: 'MAX_RECEIVE_COUNT',
  /** `secret:<name>`: the key under which addresses are hashed. Never rotated: the tables keep only hashes of people. */
  addressKey: 'ADDRESS_KEY',
  /** `secret:<name>`: the keys that sign one-click tokens. */
  tokenKeys: 'TOKEN_KEYS',
  /** `secret:<name>`: who may call the API. */
  apiKeys: 'API_KEYS',
  /** Optional: JSON of the stage's setting `apiAccess`. */
  apiAccess: 'API_ACCESS',
  /** The beginning of the names of this stage's own secrets, as in `postern/prod/`. */
  secretPrefix: 'SECRET_PREFIX',
  /** Name or ARN of the function that delivers again what waits. */
  redriveFunction: 'REDRIVE_FUNCTION',
  /** Only for the command line: names or ARNs of the secrets that a connection may name, with commas between. */
  connectionSecrets: 'CONNECTION_SECRETS',
  /** Only for the command line: the secrets that an intake may name. */
  intakeSecrets: 'INTAKE_SECRETS',
  /** The only topic that is believed about the account's sending. */
  feedbackTopicArn: 'FEEDBACK_TOPIC_ARN',
  /** Optional: the configuration sets that are ours on the event bus, with commas between; `*`: all. */
  feedbackConfigurationSets: 'FEEDBACK_CONFIGURATION_SETS',
  feedbackDeadLetterQueueUrl: 'FEEDBACK_DEAD_LETTER_QUEUE_URL',
  /** The URL of the API, for links in mail. */
  apiUrl: 'API_URL',
  /** Optional: ARN of the bus of EventBridge to which the audit trail is published. */
  auditBus: 'AUDIT_BUS',
  /** Optional: `guardduty`, where GuardDuty scans the attachments in their bucket. */
  antivirus: 'POSTERN_ANTIVIRUS',
  /** Optional: `unix:/path` or `tcp:host:port` of a clamd that scans attachments. */
  clamd: 'POSTERN_CLAMD',
  /** Optional: `on`, where the objects of the stage can be locked. */
  objectLock: 'OBJECT_LOCK',
  /** Optional: days that mails, events and done deliveries stay in the ledger. */
  ledgerDays: 'LEDGER_DAYS',
  /** Optional: days that conversations and their participants are known after the last mail. */
  inactiveDays: 'INACTIVE_DAYS',
  /** Optional, only for the command line: `pseudonymize` or `keep`, what erasure does with mail that other people are in. */
  sharedMail: 'SHARED_MAIL',
  /** Optional: when the functions were stopped for a restore of the ledger, ISO 8601 UTC. */
  restoredUntil: 'POSTERN_RESTORED_UNTIL',
  /** Optional, only for the command line: how long data of each kind is kept. */
  retention: 'RETENTION',
  /** Optional: the share of mail, in percent, that a second reader reads as well, for comparison. */
  secondReaderPercent: 'SECOND_READER_PERCENT',
  /** Optional: `on`, where the stage has a list of mails with search. */
  mailIndex: 'MAIL_INDEX',
  /** Only on the laptop: the URL behind `baseUrl: sandbox:`. */
  sandboxUrl: 'POSTERN_SANDBOX_URL',
} as const;

export type EnvName = keyof typeof env;

/** The value of {@link env.antivirus} under which results of scans come later, as tags and events. */
export const guardDuty = 'guardduty';

/** Memory of the functions in MB, by their folder under `lambdas/`. Lambda gives processor by memory. */
export const functionMemoryMb = {
  /** One vCPU: the MIME reader is bound by it. */
  parse: 1769,
  /** Signatures and answers within a tenth of a second want some processor. */
  api: 1024,
} as const;
/** Memory of any other function, in MB. */
export const defaultMemoryMb = 512;
/** In the encryption context of every call for a tenant's key: policies allow no other use of the stage's key by that way. */
export const keyPurpose = 'postern-tenant-key';

/** The alias that leads to the version of a function that is in use. */
export const liveAlias = 'live';

/** The stage of a run without a deployment: on a laptop, or from a shell. */
export const localStageName = 'local';

/** Seconds after which an alarm calls people: the alarm itself takes the rest of the promised time. */
export const lateSeconds = { unsubscribe: 90, bounce: 240, complaint: 90 } as const;
/** Seconds after which a mail without a fate is a reason to call. */
export const conversationLateSeconds = 3600;
/** Seconds after which the sweep is late: it runs every five minutes. */
export const sweepLateSeconds = 3600;

/**
 * The metrics of the functions, declared once: the functions emit these names, and the CDK app's alarms watch them. All
 * carry the dimension `service` with this value, which Powertools adds, and `stage` with the name of the deployment: two
 * deployments in one account and region must not watch each other's numbers.
 */
export const metricNamespace = 'Postern';
export const metricService = 'postern';

/** Each with the dimensions that it carries beside `service` and `stage`; an alarm must name the same ones. */
export const metrics = {
  /** Seconds from the receipt of news to its arrival at a CRM, CDP or the sending account. */
  lag: { name: 'LagSeconds', dimensions: ['kind'] },
  /** Seconds from the receipt of news to its effect in our own ledger. */
  effect: { name: 'EffectSeconds', dimensions: ['kind'] },
  /** Seconds that the oldest news has waited for its effect or its arrival; 0 when nothing waits. */
  oldestPendingAge: { name: 'OldestPendingAgeSeconds', dimensions: ['kind'] },
  /** One for each run of the heartbeat. */
  heartbeat: { name: 'Heartbeat', dimensions: [] },
  /** Number of conversations that wait behind a mail that cannot be delivered. */
  parkedThreads: { name: 'ParkedThreads', dimensions: [] },
  /** Connections that nobody calls, because they did not answer or refused us. */
  openCircuits: { name: 'OpenCircuits', dimensions: [] },
  /** Fields of mappings that differ from those of the CRM. */
  mappingDrift: { name: 'MappingDrift', dimensions: [] },
  /** Seconds that the canary has been under way, by the hop that has not answered; 0 when it arrived. */
  canaryAge: { name: 'CanaryAgeSeconds', dimensions: ['hop'] },
  /** Seconds since the start of the last look of the sweep at all stored mail that came to its end. */
  sweepAge: { name: 'SweepAgeSeconds', dimensions: [] },
  /** Only in the idle profile: the number of problems that the heartbeat found. */
  problems: { name: 'Problems', dimensions: [] },
  /** Sending events that are not ours: of another application, or without a meaning for consent. */
  ignoredFeedback: { name: 'IgnoredFeedback', dimensions: ['reason'] },
  /** Mails that could not be read. */
  parseErrors: { name: 'ParseErrors', dimensions: [] },
  /** Mails of the sample of `secondReader` that the two readers read differently, by what differs. */
  readerDisagreement: { name: 'ReaderDisagreement', dimensions: ['field'] },
  /** Changes of consent that mail brought without a proof: a flood of them is an attack. */
  unprovenChanges: { name: 'UnprovenConsentChanges', dimensions: [] },
  /** Requests with a signature that does not hold. */
  signatureFailures: { name: 'SignatureFailures', dimensions: [] },
  /** Requests to the API without a key that is valid, and with the scope of the route. */
  apiRefusals: { name: 'ApiRefusals', dimensions: [] },
  /** Requests to the API that could not be counted against their quota, and passed. */
  quotaFailures: { name: 'QuotaFailures', dimensions: [] },
  /** Attempts at a CRM that failed, by class: quota, outage, configuration, validation, ambiguous. */
  crmErrors: { name: 'CrmErrors', dimensions: ['class'] },
  /** 1 for an attempt at a CRM that failed, 0 for one that did not: its average is the rate. */
  crmErrorRate: { name: 'crm_error_rate', dimensions: [] },
  /** 1 for a delivery that had its fate before, 0 for one that got it now. */
  dedupRate: { name: 'idempotent_dedup_rate', dimensions: [] },
  /** Milliseconds from the end of parsing to the CRM. */
  parseToCrm: { name: 'parse_to_crm_latency_ms', dimensions: [] },
  /** Milliseconds from the receipt of a mail to its fate. */
  delivery: { name: 'webhook_delivery_latency_ms', dimensions: [] },
  attachments: { name: 'attachments_processed_count', dimensions: [] },
  /** Share of a mail's attachments that could not be inspected: the antivirus did not answer, or the inspection failed. */
  attachmentFailureRate: { name: 'attachment_failure_rate', dimensions: [] },
  /** Complaints and bounces of a mailbox provider over 24 hours, as a share of what it was sent. */
  complaintRate: { name: 'ComplaintRate', dimensions: ['provider'] },
  worstComplaintRate: { name: 'WorstComplaintRate', dimensions: [] },
  hardBounceRate: { name: 'HardBounceRate', dimensions: ['provider'] },
} as const satisfies Record<string, { readonly name: string; readonly dimensions: readonly string[] }>;

/**
 * Only for the command line: further names of the deployment's `CliEnvironment` output, against which `doctor --aws`
 * holds the account.
 */
export const deploymentEnv = {
  /** The 12 digits of the account. Not `AWS_ACCOUNT_ID`, which the SDK reads as part of the credentials. */
  account: 'DEPLOYMENT_ACCOUNT',
  inboundDomain: 'INBOUND_DOMAIN',
  /** Name of the receipt rule set that the stage adds its rule to. */
  ruleSet: 'RULE_SET',
  /** Name of the stage's receipt rule. */
  rule: 'RECEIPT_RULE',
  pagesTopicArn: 'PAGES_TOPIC_ARN',
  /** The key that encrypts tables, buckets, secrets and topics. */
  keyArn: 'KEY_ARN',
  /** The two policies for the users of the command line, with a comma between. */
  operatorPolicyArns: 'OPERATOR_POLICY_ARNS',
  /** `<folder under lambdas/>:<name>` of each function that works on mail, with commas between. */
  functions: 'FUNCTIONS',
} as const;
