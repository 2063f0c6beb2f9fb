import type { ApiAccess } from './stage-access-props.ts';
import type { StageSettings } from './stage-config.ts';
import type { ConsoleSettings } from './stage-console-props.ts';

/** A secret of the account that the functions may read beside those of the stage. */
export interface ForeignSecret {
  /** Its name, or its ARN as Secrets Manager shows it. */
  readonly secret: string;
  /** ARN of the customer managed key that it is encrypted with. @default the account's aws/secretsmanager */
  readonly key?: string | undefined;
  /** Which functions read it: those that call the CRMs, or the one that takes webhooks. @default connections */
  readonly for?: 'connections' | 'intake' | undefined;
}

/** Tables, buckets and keys of the account in the place of those that the stage would make: by name or ARN, keys by ARN. */
export interface ExistingResources {
  readonly ledger?: string | undefined;
  readonly threads?: string | undefined;
  readonly control?: string | undefined;
  readonly consent?: string | undefined;
  readonly mailBucket?: string | undefined;
  readonly attachmentsBucket?: string | undefined;
  readonly auditBucket?: string | undefined;
  readonly addressKey?: string | undefined;
  readonly tokenKeys?: string | undefined;
}

/** Daily backups by AWS Backup, in a vault of the stage. */
export interface BackupSettings {
  /** @default 35 */
  readonly deleteAfterDays?: number | undefined;
  /** Days after which a backup of a table moves to cold storage. @default never */
  readonly coldAfterDays?: number | undefined;
  /** Whether the buckets are backed up, too. @default true */
  readonly buckets?: boolean | undefined;
  /** Whether nobody deletes a backup before its time. @default none */
  readonly lock?: 'none' | 'governance' | 'compliance' | undefined;
  /** ARN of a vault in another region or account that gets a copy of each. @default none */
  readonly copyTo?: string | undefined;
}

/** Further senders with events that count, beside the stage's own configuration set. */
export interface FeedbackSettings {
  /**
   * Sending events that are read from the default event bus: mail of these configuration sets; `tagged`: mail with the message tag
   * `postern-tenant`; `all`: every mail that the account sends in the region.
   *
   * @default nothing
   */
  readonly eventBridge?: 'all' | 'tagged' | { configurationSets: string[] } | undefined;
}

/** A domain of yours for the API, so that links in mail outlive a stack. */
export interface ApiDomain {
  readonly name: string;
  /** ARN of a certificate of AWS Certificate Manager for that name, in the region of the stage. */
  readonly certificateArn: string;
  /** The zone of Route 53 in which the record is made. @default an output says which record to make */
  readonly hostedZoneId?: string | undefined;
}

/** Names of roles of the account, by what their holders may do. Everybody may see what a viewer sees. */
export interface StageRoles {
  /** Figures and fates of mail, no words of it. @default none */
  readonly viewer?: string[] | undefined;
  /** Reads mail, and has it delivered. @default none */
  readonly operator?: string[] | undefined;
  /** Reads and changes who may be mailed. @default none */
  readonly consentOfficer?: string[] | undefined;
  /** Writes integrations and mappings; reads events and the credentials of CRMs. @default none */
  readonly configurator?: string[] | undefined;
  /** Reads and erases what is kept of people. @default none */
  readonly dataOfficer?: string[] | undefined;
}

/** A network of the account in which the functions run, as when a CRM allows the addresses of its gateway only. */
export interface NetworkSettings {
  readonly vpcId: string;
  /** Ids of private subnets with a way out: the functions call AWS and the CRMs. */
  readonly subnetIds: string[];
  /** The zones of the subnets, one for each, in their order. */
  readonly availabilityZones: string[];
  readonly securityGroupIds: string[];
}

/**
 * How a stage of Postern is wanted: the settings of one entry of `stages.yaml`, and its name.
 *
 * @example
 * new PosternStage(app, 'Mail', { stage: 'prod', region: 'eu-west-1', inboundDomain: 'inbound.example.com' });
 */
export interface PosternStageProps {
  /** Its name, of a-z, 0-9 and `-`: part of every physical name, metric and alarm, behind `namePrefix`. */
  readonly stage: string;
  /**
   * The beginning of every physical name, for accounts that allow certain names only. It is decided when the
   * stage is made: with another one everything that has a name is replaced.
   *
   * @default postern
   */
  readonly namePrefix?: string | undefined;
  /** A region in which SES receives mail. */
  readonly region: StageSettings['region'];
  /** The domain whose MX record points at SES: a subdomain of its own, never the one your people's mail uses. */
  readonly inboundDomain: string;
  /** The 12 digits of an AWS account. @default that of whoever deploys */
  readonly account?: string | undefined;
  /** `own` makes an SES identity for the domain; `existing` uses that of the domain, `parent` that of a domain above it. @default own */
  readonly identity?: 'own' | 'existing' | 'parent' | undefined;
  /**
   * The receipt rule set that holds the rule of the stage: one of its own, one that stages of a region share, or one of yours.
   * `takeover` replaces a set that is active, until the stage is deleted.
   *
   * @default { mode: 'own', takeover: false }
   */
  readonly ruleSet?:
    | { mode: 'own' | 'shared'; takeover?: boolean | undefined }
    | { mode: 'existing'; name: string; after?: string | undefined }
    | undefined;
  /** @default the configuration set of the stage only */
  readonly feedback?: FeedbackSettings | undefined;
  /** Days that raw mail is kept in S3. @default 90 */
  readonly rawRetentionDays?: number | undefined;
  /**
   * Days that other data is kept: receipts and events, attachments, and the ledger's rows, which outlive the raw mail by 30 days
   * at least; conversations and their participants go `inactiveDays` after their last mail. From `attachmentArchiveDays` on attachments are in S3 Glacier Instant Retrieval.
   *
   * @default 400 days each, and no archive
   */
  readonly retention?:
    | {
        readonly eventDays?: number | undefined;
        readonly attachmentDays?: number | undefined;
        readonly attachmentArchiveDays?: number | undefined;
        readonly ledgerDays?: number | undefined;
        readonly inactiveDays?: number | undefined;
      }
    | undefined;
  /**
   * How requests of people about their data are answered. `sharedMail`: whether erasure takes a person out of mail that other
   * people are in, or leaves such mail.
   *
   * @default pseudonymize
   */
  readonly data?: { readonly sharedMail?: 'pseudonymize' | 'keep' | undefined } | undefined;
  /** How many sinks may write the CRMs at once. @default 10 */
  readonly sinkConcurrency?: number | undefined;
  /** Executions reserved for the API, and no more. @default none: what the account has */
  readonly apiConcurrency?: number | undefined;
  /** Executions reserved for the suppression lane, and no more. @default none: what the account has */
  readonly suppressConcurrency?: number | undefined;
  /** Executions of the account that the stage may count on; its event sources keep within. @default enough */
  readonly accountConcurrency?: number | undefined;
  /** The percentage of mail that mailparser reads as well; `ReaderDisagreement` counts where it differs. @default none */
  readonly secondReader?: { percent: number } | undefined;
  /** A stage for development, which costs little: few alarms, no dashboard, a slow heartbeat. @default false */
  readonly idle?: boolean | undefined;
  /** @default the address that API Gateway generates */
  readonly apiDomain?: ApiDomain | undefined;
  /** Who may call the API, beside what its keys say. @default whoever has a key, from everywhere */
  readonly apiAccess?: ApiAccess | undefined;
  /** Whether the API may ask CRMs for fields of a contact, and so read the secrets of connections. @default false */
  readonly crmEligibility?: boolean | undefined;
  /** The console: the routes behind it, and with `signIn` the page at CloudFront. @default none */
  readonly console?: ConsoleSettings | undefined;
  /** The list of mails with search, of the API. @default where the stage has the console */
  readonly search?: boolean | undefined;
  /** ARNs of event buses and queues of the account to which events are handed. @default none */
  readonly handOff?: string[] | undefined;
  /** ARN of an event bus of the account to which the audit trail is published. @default none */
  readonly auditBus?: string | undefined;
  /** @default the stage's own secrets only */
  readonly secrets?: ForeignSecret[] | undefined;
  /** Keeps data when a stack is deleted. @default true for a stage called prod */
  readonly retain?: boolean | undefined;
  /**
   * Whether objects can be locked. It is decided when the stage is made: the buckets are replaced when it changes, so it is to
   * be said where `retain` is true: true in a new stage, false in one that was made without `retain`.
   *
   * @default true for a stage called prod
   */
  readonly objectLock?: boolean | undefined;
  /** Nobody deletes the stack of the data before this is off again; to be turned on after the first deployment. @default false */
  readonly deletionProtection?: boolean | undefined;
  /**
   * ARN of a KMS key of yours for data, secrets and topics. Its policy has to let SES and CloudWatch of the account use it, as
   * docs/deployment.md says.
   *
   * @default a key of the stage
   */
  readonly encryptionKey?: string | undefined;
  /**
   * Tables and buckets that are there already: restored ones, or replicas. Those that the stage made stay in the account, outside
   * its stack, so that it wants `retain: true`. See docs/runbook.md, Restore.
   *
   * @default the stage makes all
   */
  readonly existing?: ExistingResources | undefined;
  /**
   * ISO 8601 UTC: when the functions were stopped for a restore of the ledger. Mail that was received before is looked up in the
   * CRM before it is written there.
   *
   * @default the ledger was never restored
   */
  readonly restoredUntil?: string | undefined;
  /** Daily backups of tables and buckets. @default only the point-in-time recovery of the tables */
  readonly backup?: BackupSettings | undefined;
  /** Regions that get copies of the keys of addresses and of tokens, which must never change. @default none */
  readonly secretReplicas?:
    | Array<{ readonly region: StageSettings['region']; readonly key?: string | undefined }>
    | undefined;
  /** ARN of a topic of yours that alarms publish to; its policy has to let CloudWatch publish. @default a topic of the stage */
  readonly pagesTopic?: string | undefined;
  /** Whether a sender without TLS may deliver mail; with `require` SES refuses it. @default optional */
  readonly tlsPolicy?: 'optional' | 'require' | undefined;
  /** Days that logs are kept: one of those that CloudWatch Logs knows. @default 30 */
  /** Whether CloudWatch masks addresses of mail and machines in the logs. @default true */
  readonly logMasking?: boolean | undefined;
  readonly logRetentionDays?: StageSettings['logRetentionDays'];
  /** @default none: the functions run in Lambda's network */
  readonly network?: NetworkSettings | undefined;
  /** ARN of a managed policy that bounds every role of the stage. @default none */
  readonly permissionsBoundary?: string | undefined;
  /** Path of every role of the stage, with a slash at both ends. @default / */
  readonly rolePath?: string | undefined;
  /**
   * Names of roles that are there, of those who run the command line on the stage: its policies are attached to each, and
   * detached when the stack of the functions is deleted. A policy attached by hand would block that.
   *
   * @default none: the output `OperatorPolicies` says what to attach
   */
  readonly operatorRoles?: string[] | undefined;
  /**
   * Names of roles that are there, by what their holders may do: the policies of each are attached. A role of the account may
   * be named several times.
   *
   * @default none: the output `RolePolicies` says what to attach
   */
  readonly roles?: StageRoles | undefined;
  /** The same of those who take releases back, with the policy of the output `ReleasePolicy`. @default none */
  readonly releaseRoles?: string[] | undefined;
  /** Tags of every resource, beside `postern:stage` and `postern:app`. @default none */
  readonly tags?: Record<string, string> | undefined;
}
