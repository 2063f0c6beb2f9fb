import type { NamedRecord } from './named-record.ts';

/** An attachment that becomes a file at the CRM. */
export interface MailFile {
  /** The name that its sender gave. */
  readonly name: string;
  readonly contentType: string;
  /** Object key in the attachments bucket. */
  readonly key: string;
  /** Scoped like the activity's, and different for each file. */
  readonly externalId: string;
}

/** Reads an object of the attachments bucket; undefined when it is gone. */
export type ReadFile = (key: string) => Promise<Uint8Array | undefined>;

/** The fields that the integration's mapping adds to a record, by the CRM's own names. */
export interface Mapped {
  readonly fields?: MappedFields;
  /** The mapping that filled them, name@version. */
  readonly mapping?: string;
}

/**
 * The mail may be logged on the record and may neither make nor change it, because its From is proven false or a machine
 * has written it.
 */
interface OnlyExisting {
  readonly onlyExisting?: true;
}

/** A look-up has found the record. */
interface AlreadyFound {
  readonly id?: string;
}

/** The person may be there as a lead already, for a CRM that has to be asked for leads apart. */
interface MayBeLead {
  readonly mayBeLead?: true;
}

/** A new person is made as a lead, where the CRM has leads; somebody who is there stays what they are. */
interface MadeAsLead {
  /** The name of the company, where the mail tells; a lead has no record of its company. */
  readonly lead?: { readonly company?: string };
}

/** The records of one mail in any CRM, before an adapter names the vendor's fields. */
export interface CrmRecords {
  /** Absent when the mail names no address that could be mailed. */
  readonly contact?: Mailbox & Mapped & OnlyExisting & AlreadyFound & MayBeLead & MadeAsLead;
  /** The mail is logged on a contact or a deal that is there, or not at all. */
  readonly onlyOnKnown?: true;
  /** Absent for public mailbox providers. */
  readonly company?: { readonly domain: string; readonly name: string } & Mapped;
  readonly deal?:
    | { readonly id: string }
    | (Mapped &
        OnlyExisting & {
          readonly threadKey: string;
          readonly name: string;
          /** ISO 8601 UTC: the time at which the mail that opens it was received. */
          readonly at: string;
          /** CRM user id of the owner. */
          readonly owner?: string;
        });
  /** The record beside a deal that the address names. */
  readonly named?: NamedRecord;
  /** Fields to fill where existing records have nothing in them. */
  readonly fill?: MappedRecords;
  /** Attachments that become files of the activity. */
  readonly files?: readonly MailFile[];
  /** A task that a rule adds for a person. */
  readonly task?: {
    /** Scoped like the activity's, and different from it. */
    readonly externalId: string;
    readonly eventId: string;
    /** ISO 8601 UTC. */
    readonly receivedAt: string;
    readonly title: string;
    /** A day, YYYY-MM-DD. */
    readonly dueDate: string;
    /** CRM user id of the owner. */
    readonly owner?: string;
    readonly link?: CrmRecords['activity']['link'];
  };
  readonly activity: Mapped & {
    /** Scoped by tenant and connection: the natural key at the CRM. */
    readonly externalId: string;
    readonly eventId: string;
    readonly messageId?: string;
    readonly threadKey: string;
    /** ISO 8601 UTC: the time at which it was written, or received where the mail names none. */
    readonly at: string;
    /** ISO 8601 UTC: no record of the mail can exist at the CRM before. */
    readonly receivedAt: string;
    readonly kind: string;
    readonly subject: string;
    readonly text: string;
    /** The whole mail as HTML that is safe to show, with the notes of the text. Absent: it has none, or the text is not the whole. */
    readonly html?: string;
    /** The author, who is not always the contact. */
    readonly from?: Mailbox;
    /** The person that the mail concerns. */
    readonly contact?: Mailbox;
    /** `outbound`: a member of the tenant wrote it. */
    readonly direction: People['direction'];
    readonly to: readonly string[];
    readonly cc: readonly string[];
    readonly mappingVersion: string;
    /** `all`: also related to the contacts among To and Cc, and to the mail that it answers. Absent: to its contact alone. */
    readonly relations?: 'all';
    /** How many files it brings; absent: none. */
    readonly attachments?: number;
    /** The page of the whole mail, and the number of its attachments. */
    readonly link?: { readonly url: string; readonly attachments: number };
    /** How far the mail can be believed to come from its named sender, 0 to 100; absent for mail of our own people. */
    readonly trust?: { readonly score: number; readonly reasons: readonly string[] };
  };
}

/** A value of a CRM's field. */
export type FieldValue = string | number | boolean;
/** Values by the CRM's own names of the fields. */
export type MappedFields = Readonly<Record<string, FieldValue>>;
export type MappedRecords = Readonly<Partial<Record<MappedObject, MappedFields>>>;

/** Records that a mapping can write to. */
export const mappedObjects = ['contact', 'company', 'deal', 'activity'] as const;
export type MappedObject = (typeof mappedObjects)[number];

/** A person as a mail names them. */
export interface Mailbox {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
}

/** The people of a mail and their roles. */
export interface People {
  /** `outbound`: a member of the tenant wrote it, and sent us a copy. */
  readonly direction: 'inbound' | 'outbound';
  /** The author. */
  readonly from?: Mailbox;
  /** The person that it is about at the CRM; absent when the mail names no address that could be mailed. */
  readonly contact?: Mailbox;
  /** The contact's company, if it is not a public mailbox provider. */
  readonly companyDomain?: string;
  /**
   * The rule that found the contact. `original-from`: the author whom a list has noted. `organizer`: of an invitation that
   * a service sent. `none`: the mail names nobody who could be one.
   */
  readonly rule: 'sender' | 'reply-to' | 'original-from' | 'organizer' | 'forwarded' | 'recipient' | 'none';
}
