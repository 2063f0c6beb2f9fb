import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { existing, findExistingMistakes, restoredUntil } from './existing-state.ts';
import { apiAccess } from './stage-access.ts';
import { findStageConflicts, type StagePlacement } from './stage-conflicts.ts';
import { consoleSettings, findConsoleMistakes } from './stage-console.ts';
import { backup, findCopyMistakes, secretReplica } from './stage-copies.ts';
import { findLimitMistakes } from './stage-limits.ts';
import { lineOf, type Mistake, mistakesOf, oneOf, strict, whole } from './stage-mistakes.ts';
import { defaultNamePrefix, sharedStageName } from './stage-names.ts';
import { findAccountMistakes, readable } from './stage-places.ts';
import { findRetentionMistakes } from './stage-retention.ts';
import {
  antivirus,
  apiDomain,
  arnOf,
  domainOf,
  feedback,
  foreignSecret,
  logRetentions,
  namePrefix,
  network,
  personalData,
  region,
  retention,
  roleNames,
  ruleSet,
  tags,
} from './stage-schemas.ts';

const accountWanted = 'wants the 12 digits of an AWS account, in quotes';
const domainWanted =
  'wants a domain in lower case, as in inbound.example.com, no part of which begins or ends with a hyphen';

const stageConfig = strict({
  account: z
    .string(accountWanted)
    .regex(/^\d{12}$/, accountWanted)
    .optional(),
  region,
  /** The domain whose MX points at SES: a subdomain of its own, never the one your people's mail uses. */
  inboundDomain: domainOf(253, domainWanted),
  /** `own` makes an SES identity for the domain; `existing` uses that of the domain, `parent` that of a domain above it. */
  identity: oneOf(['own', 'existing', 'parent']).default('own'),
  ruleSet: ruleSet.default({ mode: 'own', takeover: false }),
  feedback: feedback.default({}),
  /** Days that raw mail is kept in S3. */
  rawRetentionDays: whole(14, 3650, 'the dead letters must find their mail').default(90),
  /** How long the rest is kept. */
  retention: retention.prefault({}),
  /** How requests of people about their data are answered. */
  data: personalData.prefault({}),
  /** How many sinks may write the CRMs at once. */
  sinkConcurrency: whole(2, 100).default(10),
  /** How many requests the API works on at once: a flood of them takes no more of the account's executions. Absent: no cap. */
  apiConcurrency: whole(5, 1000).optional(),
  /** Executions that are kept for suppress, whatever else the account runs. Absent: none. */
  suppressConcurrency: whole(2, 100).optional(),
  /** Executions of the account at once that the stage may count on; its event sources keep within. Absent: enough. */
  accountConcurrency: whole(10, 100_000).optional(),
  /** The share of mail that is read by both readers, to count where they differ. Absent: none. */
  secondReader: strict({ percent: whole(1, 100) }).optional(),
  /** A stage for development, which costs little: few alarms, no dashboard, a slow heartbeat. */
  idle: z.boolean('wants true or false: whether the stage watches itself for little money').default(false),
  /** A domain of yours for the API. Absent: the address that API Gateway generates. */
  apiDomain: apiDomain.optional(),
  /** Who may call the API, beside what its keys say. Absent: whoever has a key, from everywhere. */
  apiAccess: apiAccess.optional(),
  /** The console: the routes behind it, and with `signIn` the page. Absent: none. */
  console: consoleSettings.optional(),
  /** The list of mails with search, of the API. Absent: where the stage has the console. */
  search: z.boolean('wants true or false: whether the API lists mails').optional(),
  /**
   * Whether `/v1/eligibility` may ask CRMs for fields of a contact: the API, which faces the internet, then reads the secrets of
   * the connections. Absent: it may not.
   */
  crmEligibility: z.boolean('wants true or false: whether the API may ask CRMs').optional(),
  /** Buses and queues of the account to which events are handed: `vendor: eventbridge` and `vendor: sqs`. */
  handOff: z
    .array(
      z
        .string('wants the ARN of an event bus or of a queue')
        .regex(
          /^arn:aws[a-z-]*:(?:events:[a-z0-9-]+:\d{12}:event-bus\/|sqs:[a-z0-9-]+:\d{12}:)[\w./-]+$/,
          'wants the ARN of an event bus or of a queue',
        ),
      'wants a list of ARNs',
    )
    .default([]),
  /** A bus of the account to which the audit trail is published, for a SIEM. Absent: none. */
  auditBus: arnOf('events', 'event-bus/[\\w./-]+', 'wants the ARN of an event bus').optional(),
  /** Secrets of the account beside the stage's own, which the functions may read as credentials. */
  secrets: z.array(foreignSecret, 'wants a list of { secret: <name or ARN> }').default([]),
  /** A key of yours for data, secrets and topics. Absent: one of the stage. */
  encryptionKey: arnOf('kms', 'key/[\\w-]+', 'wants the ARN of a KMS key, not of an alias').optional(),
  /** Tables and buckets of the account that the stage uses instead of its own: restored ones, or replicas. */
  existing: existing.default({}),
  /** Mail that was received before may be in the CRM although the ledger does not say so. Absent: the ledger was never restored. */
  restoredUntil: restoredUntil.optional(),
  /** Daily backups of tables and buckets by AWS Backup. Absent: none beside the point-in-time recovery of the tables. */
  backup: backup.optional(),
  /** Regions that get copies of the keys of addresses and tokens, which must never change. */
  secretReplicas: z.array(secretReplica, 'wants a list of { region: <name> }').default([]),
  /** A topic of yours that alarms publish to. Absent: one of the stage. */
  pagesTopic: arnOf('sns', '[\\w-]+', 'wants the ARN of a topic').optional(),
  /**
   * Whether mail is taken by TLS only. A sender without TLS gets a bounce then, which loses mail of old servers.
   */
  tlsPolicy: oneOf(['optional', 'require']).default('optional'),
  /** Days that logs are kept. */
  logRetentionDays: z.literal(logRetentions, { error: `wants one of ${logRetentions.join(', ')}` }).default(30),
  /**
   * Whether CloudWatch looks for addresses in the logs, and masks them. The functions write none; this is for what a library
   * or a later version may write.
   */
  logMasking: z.boolean('wants true or false: whether CloudWatch masks addresses in logs').default(true),
  /** The scanner of attachments: GuardDuty in their bucket, or a clamd in `network`. Absent: only our own inspection. */
  antivirus: antivirus.optional(),
  /** A network of the account in which the functions run. Absent: Lambda's. */
  network: network.optional(),
  /** The beginning of every physical name. It is decided when the stage is made: what has a name is replaced with it. */
  namePrefix: namePrefix.default(defaultNamePrefix),
  /** A managed policy that bounds every role of the stage. */
  permissionsBoundary: arnOf('iam', 'policy/[\\w+=,.@/-]+', 'wants the ARN of a managed policy').optional(),
  /** Path of every role of the stage. */
  rolePath: z
    .string('wants a path with a slash at both ends')
    .regex(/^\/(?:[\w+=,.@-]+\/)*$/, 'wants a path with a slash at both ends')
    .default('/'),
  /** Roles of those who run the command line on the stage: the policies of the output `OperatorPolicies` are attached to each. */
  operatorRoles: roleNames.default([]),
  /** Names of roles of the account by what their holders may do: the policies of each are attached. */
  roles: strict({
    viewer: roleNames.default([]),
    operator: roleNames.default([]),
    consentOfficer: roleNames.default([]),
    configurator: roleNames.default([]),
    dataOfficer: roleNames.default([]),
  }).prefault({}),
  /** Roles of those who take releases back: the policy of the output `ReleasePolicy` is attached to each. */
  releaseRoles: roleNames.default([]),
  /** Tags of every resource, beside our own. */
  tags: tags.default({}),
  /** Keeps data when a stack is deleted; on for a stage called prod. */
  retain: z.boolean('wants true or false: whether data outlives the stack').optional(),
  /**
   * Whether objects can be locked. It is decided when the stage is made: CloudFormation replaces the buckets when it changes.
   * To be said where `retain: true` is. Absent: true for a stage called prod.
   */
  objectLock: z.boolean('wants true or false: whether objects can be locked').optional(),
  /**
   * Nobody deletes the stack of the data, or a table, before this is off again. Turn it on after the first deployment: a
   * stack whose creation fails could not take protected tables back, and would stand in the way of the next attempt.
   */
  deletionProtection: z.boolean('wants true or false: whether the data is protected from deletion').default(false),
});

const file = z.record(
  z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'wants a stage name of a-z, 0-9 and -')
    .refine((name) => name !== sharedStageName, 'wants another stage name: the shared rule set has this one'),
  stageConfig,
  {
    error: ({ code }) =>
      code === 'invalid_type' ? 'wants stages: a name for each, and its settings below it' : undefined,
  },
);

/** One entry of the file, before its defaults. */
export type StageSettings = z.input<typeof stageConfig>;

export interface StageConfig extends z.infer<typeof stageConfig> {
  readonly stage: string;
  readonly retain: boolean;
}

/** A mistake in `stages.yaml`, with all the others: fixing them one synth at a time is no way to live. */
export class StageConfigError extends Error {
  override readonly name = 'StageConfigError';
}

/**
 * Reads and checks the stages.
 *
 * @param currentAccount the account of whoever deploys, where it is known: that of stages which name none
 * @throws StageConfigError listing every mistake: the key, what was found, what is wanted
 */
export function readStages(path: string, currentAccount?: string): StageConfig[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new StageConfigError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  return parseStages(text, path, currentAccount);
}

/** The same for the text of the file; `path` is what messages call it. */
export function parseStages(text: string, path = 'stages.yaml', currentAccount?: string): StageConfig[] {
  let json: unknown;
  try {
    json = parse(text);
  } catch (error) {
    throw new StageConfigError(`${path}: is not YAML: ${(error as Error).message.split('\n')[0]?.replace(/:$/, '')}`);
  }
  return checkStages(json, path, currentAccount);
}

/**
 * The same for one stage in code.
 *
 * @param stage its name
 * @param whose what messages call it
 */
export function checkStage(stage: string, settings: StageSettings, whose: string): StageConfig {
  const [config] = checkStages({ [stage]: settings }, whose);
  if (config === undefined) throw new StageConfigError(`${whose} has no stage`);
  return config;
}

function checkStages(json: unknown, path: string, currentAccount?: string): StageConfig[] {
  const parsed = file.safeParse(json);
  const mistakes: readonly Mistake[] = [
    ...mistakesOf(parsed.error),
    ...findStageConflicts(placementsOf(json), currentAccount),
    ...findLimitMistakes(limitsOf(json)),
    ...findRetentionMistakes(retentionsOf(json)),
    ...findAccountMistakes(json),
    ...findExistingMistakes(json),
    ...findCopyMistakes(json),
    ...findConsoleMistakes(json),
  ];
  if (!parsed.success || mistakes.length > 0) {
    const lines = mistakes.map((mistake) => lineOf(mistake, json));
    throw new StageConfigError(`${path} has ${lines.length} mistake(s):\n${lines.join('\n')}`);
  }
  return Object.entries(parsed.data).map(([stage, config]) => {
    const { retain = stage === 'prod' } = config;
    return { ...config, stage, retain, objectLock: config.objectLock ?? retain };
  });
}

function placementsOf(json: unknown): StagePlacement[] {
  const { account, inboundDomain } = stageConfig.shape;
  const namePrefix = stageConfig.shape.namePrefix.catch(defaultNamePrefix);
  return readable(json, z.object({ account, namePrefix, region, inboundDomain, ruleSet: stageConfig.shape.ruleSet }));
}

function retentionsOf(json: unknown) {
  const { rawRetentionDays, retention: others } = stageConfig.shape;
  return readable(json, z.object({ rawRetentionDays, retention: others }));
}

function limitsOf(json: unknown) {
  const { sinkConcurrency, apiConcurrency, suppressConcurrency, accountConcurrency } = stageConfig.shape;
  return readable(json, z.object({ sinkConcurrency, apiConcurrency, suppressConcurrency, accountConcurrency }));
}
