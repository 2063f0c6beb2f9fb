import { compact } from '../../compact.ts';

/** The version of the Open Cybersecurity Schema Framework in which entries are written. @see https://schema.ocsf.io/1.3.0/ */
const ocsfVersion = '1.3.0';

/** The fields of every event of OCSF that the trail uses. */
interface BaseEvent {
  readonly class_uid: number;
  readonly category_uid: number;
  readonly activity_id: number;
  /** `class_uid` × 100 + `activity_id`. */
  readonly type_uid: number;
  /** 1: informational. 4: high, for a change that nobody should make. */
  readonly severity_id: 1 | 4;
  /** When it happened, in ms since 1970. */
  readonly time: number;
  /** 1: success. 2: failure. */
  readonly status_id: 1 | 2;
  readonly status_detail?: string;
  readonly message: string;
  readonly metadata: EventMetadata;
  /** The part for which OCSF has no field. */
  readonly unmapped?: Readonly<Record<string, unknown>>;
}

interface EventMetadata {
  readonly version: typeof ocsfVersion;
  readonly product: { readonly name: 'Postern'; readonly vendor_name: 'Postern' };
  /** The id of the entry: the same for each repetition of a change. */
  readonly uid: string;
  /** The place of the entry in the chain of its shard, from 0. */
  readonly sequence?: number;
  /** The operation, as in `mail.received`. */
  readonly event_code: string;
  readonly log_name: string;
}

/** OCSF's class 4009. Addresses are keyed hashes in the form of an address. @see https://schema.ocsf.io/1.3.0/classes/email_activity */
export interface EmailActivity extends BaseEvent {
  readonly class_uid: 4009;
  readonly direction_id: 1;
  readonly email: {
    /** The id of the raw mail. */
    readonly uid: string;
    /** SHA-256 of the Message-ID; absent for mail without one, and for mail that was not read. */
    readonly message_uid?: string;
    readonly from: string;
    readonly to: readonly string[];
  };
}

/** OCSF's class 6003. @see https://schema.ocsf.io/1.3.0/classes/api_activity */
export interface ApiActivity extends BaseEvent {
  readonly class_uid: 6003;
  readonly actor: { readonly user: { readonly uid: string; readonly type_id: 0 | 1 | 3 } };
  readonly api: { readonly operation: string; readonly service: { readonly name: 'postern' } };
  readonly src_endpoint: { readonly name: string; readonly ip?: string };
  readonly resources: ReadonlyArray<{ readonly type: string; readonly uid: string }>;
}

export type AuditEvent = EmailActivity | ApiActivity;

/** The facts of an entry, apart from what all have in common. */
export interface Facts {
  /** As in `mail.received`. */
  readonly code: string;
  readonly activity: number;
  readonly message: string;
  readonly detail?: string;
  readonly hasFailed?: boolean;
  readonly isGrave?: boolean;
  readonly unmapped?: Readonly<Record<string, unknown>>;
}

/** The id, the time and the shard of an entry. */
interface EntryOrigin {
  readonly uid: string;
  /** Ms since 1970. */
  readonly time: number;
  readonly shard: string;
}

/** The fields that both classes have. */
export const baseOf = <Class extends 4009 | 6003>(
  classUid: Class,
  { uid, time, shard }: EntryOrigin,
  { code, activity, message, detail, hasFailed = false, isGrave = false, unmapped }: Facts,
) =>
  compact({
    class_uid: classUid,
    category_uid: Math.floor(classUid / 1000),
    activity_id: activity,
    type_uid: classUid * 100 + activity,
    severity_id: isGrave ? (4 as const) : (1 as const),
    time,
    status_id: hasFailed ? (2 as const) : (1 as const),
    status_detail: detail,
    message,
    metadata: {
      version: ocsfVersion,
      product: { name: 'Postern', vendor_name: 'Postern' },
      uid,
      event_code: code,
      log_name: shard,
    } as const,
    unmapped,
  });

/** Activities of OCSF's class 6003. */
export const apiActivities = { create: 1, read: 2, update: 3, delete: 4, other: 99 } as const;
