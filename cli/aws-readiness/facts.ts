import type { Deployment } from './deployment.ts';

/** An answer; absent where it was refused or did not come, which is a `Refusal`. */
export type Known<T> = { readonly value: T } | undefined;

/** A question that was not answered. */
export interface Refusal {
  readonly kind: 'denied' | 'unanswered' | 'dns';
  /** The IAM action, as in `ses:GetAccount`, or for DNS the name that was asked. */
  readonly asked: string;
  /** The answer instead, without addresses or values. */
  readonly reason: string;
}

/** The account of the credentials; `error` where AWS does not accept them. */
export type Caller = { readonly account: string; readonly arn?: string } | { readonly error: string };

/** An identity of SES. */
export interface Identity {
  readonly name: string;
  readonly isVerified: boolean;
  /** `SUCCESS`, `PENDING`, `FAILED`, `TEMPORARY_FAILURE` or `NOT_STARTED`. */
  readonly dkim: string;
  /** CNAME records that prove the domain, as `<name> CNAME <value>`. */
  readonly dkimRecords: readonly string[];
  /** Status of a MAIL FROM domain of its own, where there is one. */
  readonly mailFrom?: string;
}

/** The domain of an address that confirmations are sent from. */
export interface Sender {
  readonly domain: string;
  readonly identity: Known<Identity | undefined>;
  /** TXT records of the domain that are SPF. */
  readonly spf: Known<readonly string[]>;
  /** As `postern doctor` names it for own domains. */
  readonly dmarc: string;
}

export interface ReceiptRule {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly isScanning: boolean;
  /** Empty: the mail of every verified domain. */
  readonly recipients: readonly string[];
  /** Where the rule stores mail, and whether it tells a topic of it. */
  readonly stores: ReadonlyArray<{ readonly bucket: string; readonly prefix: string; readonly isAnnounced: boolean }>;
  /** Whether no rule after it sees the mail. */
  readonly ends: boolean;
}

export interface SendingAccount {
  readonly isProduction: boolean;
  readonly isEnabled: boolean;
  /** `HEALTHY`, `PROBATION` or `SHUTDOWN`. */
  readonly enforcement: string;
  readonly sentToday: number;
  /** -1: no limit. */
  readonly mostADay: number;
  /** `BOUNCE`, `COMPLAINT` */
  readonly suppressed: readonly string[];
}

export interface AlarmFact {
  readonly name: string;
  readonly description: string;
  readonly state: string;
  readonly since: Date;
  readonly isActing: boolean;
  /** Whether it publishes to the pages when it begins to ring. */
  readonly isPaging: boolean;
}

export interface FunctionFact {
  readonly stage: string;
  readonly name: string;
  /** Undefined within: there is no such function. */
  readonly configuration: Known<
    { readonly state: string; readonly lastUpdate: string; readonly runtime: string } | undefined
  >;
  /** Reserved executions; undefined within: none are. */
  readonly reserved: Known<number | undefined>;
}

export interface EventSourceFact {
  readonly queue: string;
  readonly stage: string;
  readonly mappings: Known<
    ReadonlyArray<{ readonly functionName: string; readonly state: string; readonly most?: number }>
  >;
}

export interface SecretFact {
  /** Its name or ARN. */
  readonly id: string;
  /** Its user: a connection, an intake, or a purpose of the stage. */
  readonly neededBy: string;
  /** Whether a person has to put its value after the deployment. */
  readonly isPutByHand: boolean;
  /** Undefined within: there is no such secret. */
  readonly state: Known<{ readonly isDeleted: boolean; readonly hasChanged: boolean } | undefined>;
}

export interface TableFact {
  readonly table: string;
  readonly name: string;
  /** Undefined within: there is no such table. */
  readonly description: Known<{ readonly keyArn?: string } | undefined>;
  readonly hasRecovery: Known<boolean>;
  readonly ttl: Known<string | undefined>;
}

export interface BucketFact {
  readonly bucket: 'mail' | 'attachments';
  readonly name: string;
  /** Undefined within: there is no such bucket. */
  readonly encryption: Known<{ readonly algorithm: string; readonly keyArn?: string } | undefined>;
  readonly isPrivate: Known<boolean>;
  readonly isVersioned: Known<boolean>;
  /** Queues that hear of every new mail. */
  readonly announces: Known<readonly string[]>;
}

/** Facts on the region and the way in. */
export interface MailFacts {
  /** Whether the region has an endpoint that receives mail. */
  readonly receives: Known<boolean>;
  /** Identity of the inbound domain or of a parent that stands for it; undefined within: there is none. */
  readonly identity: Known<Identity | undefined>;
  readonly mx: Known<ReadonlyArray<{ readonly exchange: string; readonly priority: number }>>;
  /** Undefined within: none is active. */
  readonly activeRules: Known<{ readonly name: string; readonly rules: readonly ReceiptRule[] } | undefined>;
  readonly sending: Known<SendingAccount>;
  readonly senders: readonly Sender[];
}

/** Facts on functions, what starts them, and who is called when they fail. */
export interface RunningFacts {
  readonly functions: readonly FunctionFact[];
  readonly concurrency: Known<number>;
  readonly eventSources: readonly EventSourceFact[];
  readonly schedules: Known<ReadonlyArray<{ readonly functionName: string; readonly isEnabled: boolean }>>;
  /** Those that page. */
  readonly alarms: Known<readonly AlarmFact[]>;
  /** Those that they are made of. */
  readonly watches: Known<readonly AlarmFact[]>;
  /** Names of those that they are made of and that are not there. */
  readonly lost: Known<readonly string[]>;
  /** Alarms with pages that CloudWatch could not send within the last two weeks. */
  readonly unsentPages: Known<readonly string[]>;
  /** ARNs of subscriptions, or `PendingConfirmation`. */
  readonly subscriptions: Known<readonly string[]>;
  /** The policy of the topic of pages, as JSON. */
  readonly pagesPolicy: Known<string>;
}

/** Facts on everything that holds data. */
export interface StorageFacts {
  /** State of the key; undefined within: there is none. */
  readonly keyState: Known<string | undefined>;
  readonly secrets: readonly SecretFact[];
  readonly tables: readonly TableFact[];
  readonly buckets: readonly BucketFact[];
}

/** All facts on the account; the findings follow from nothing else. */
export interface Facts {
  readonly now: Date;
  readonly deployment: Deployment;
  /** Undefined: STS did not answer. */
  readonly caller: Caller | undefined;
  /** This clock minus AWS's, in ms; absent where AWS did not answer. */
  readonly clockSkewMs?: number;
  /** Absent where the caller is not one of the account: the rest was not asked. */
  readonly mail?: MailFacts;
  readonly running?: RunningFacts;
  readonly storage?: StorageFacts;
  readonly refusals: readonly Refusal[];
}
