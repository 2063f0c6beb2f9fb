/** An attachment that becomes a file at the CRM. */
export interface MailFile {
  /** As its sender called it. */
  readonly name: string;
  readonly contentType: string;
  /** Object key in the attachments bucket. */
  readonly key: string;
  /** Scoped like the activity's, and another for each. */
  readonly externalId: string;
}

/** Reads an object of the attachments bucket; undefined when it is gone. */
export type ReadFile = (key: string) => Promise<Uint8Array | undefined>;

/** What the integration's mapping adds to a record, by the CRM's own names of its fields. */
export interface Mapped {
  readonly fields?: MappedFields;
}

/** A record that the mail may be logged on and may neither make nor change, because its From is proven false. */
interface OnlyExisting {
  readonly onlyExisting?: true;
}

/** What one mail means in any CRM, before an adapter names the vendor's fields. */
export interface CrmRecords {
  /** Absent when the mail names nobody who could be mailed. */
  readonly contact?: Mailbox & Mapped & OnlyExisting;
  /** Absent for public mailbox providers. */
  readonly company?: { readonly domain: string; readonly name: string } & Mapped;
  readonly deal?:
    | { readonly id: string }
    | (Mapped &
        OnlyExisting & {
          readonly threadKey: string;
          readonly name: string;
          /** ISO 8601 UTC: when the mail that opens it was received. */
          readonly at: string;
          /** The CRM's id of the user whose it is to be. */
          readonly owner?: string;
        });
  /** What is filled at records that are there already, where they have nothing. */
  readonly fill?: MappedRecords;
  /** Attachments that become files of the activity. */
  readonly files?: readonly MailFile[];
  /** What a rule wants a person to do. */
  readonly task?: {
    /** Scoped like the activity's, and another. */
    readonly externalId: string;
    readonly eventId: string;
    /** ISO 8601 UTC. */
    readonly receivedAt: string;
    readonly title: string;
    /** A day, YYYY-MM-DD. */
    readonly dueDate: string;
    /** The CRM's id of the user whose it is to be. */
    readonly owner?: string;
    readonly link?: CrmRecords['activity']['link'];
  };
  readonly activity: Mapped & {
    /** Scoped by tenant and connection: the natural key at the CRM. */
    readonly externalId: string;
    readonly eventId: string;
    readonly messageId?: string;
    readonly threadKey: string;
    /** ISO 8601 UTC: when it was written, or received when the mail does not say. */
    readonly at: string;
    /** ISO 8601 UTC: nothing of the mail can be at the CRM before. */
    readonly receivedAt: string;
    readonly kind: string;
    readonly subject: string;
    readonly text: string;
    /** Who wrote it, who is not always the contact. */
    readonly from?: Mailbox;
    /** Whom it is about. */
    readonly contact?: Mailbox;
    /** `outbound`: one of the tenant's own people wrote it. */
    readonly direction: People['direction'];
    readonly to: readonly string[];
    readonly cc: readonly string[];
    readonly mappingVersion: string;
    /** Where the whole mail can be seen, and how many attachments it has there. */
    readonly link?: { readonly url: string; readonly attachments: number };
  };
}

/** A value as a CRM's field takes it. */
export type FieldValue = string | number | boolean;
/** Values by the CRM's names of their fields. */
export type MappedFields = Readonly<Record<string, FieldValue>>;
export type MappedRecords = Readonly<Partial<Record<MappedObject, MappedFields>>>;

/** Records that a mapping can write to. */
export const mappedObjects = ['contact', 'company', 'deal', 'activity'] as const;
export type MappedObject = (typeof mappedObjects)[number];

/** A person, as a mail names them. */
export interface Mailbox {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
}

/** Who is who in a mail. */
export interface People {
  /** `outbound`: one of our own people wrote it, and sent us a copy. */
  readonly direction: 'inbound' | 'outbound';
  /** Who wrote it. */
  readonly from?: Mailbox;
  /** Whom it is about at the CRM; absent when the mail names nobody who could be mailed. */
  readonly contact?: Mailbox;
  /** The contact's company, if it is not a public mailbox provider. */
  readonly companyDomain?: string;
  /** Which rule found the contact. */
  readonly rule: 'sender' | 'reply-to' | 'forwarded' | 'recipient' | 'none';
}
