import type { CrmRecords, MailFile, MappedFields } from '../domain/crm/crm-records.ts';
import type { StepKey, StepName } from '../domain/crm/crm-step.ts';
import type { NamedRecord } from '../domain/crm/named-record.ts';
import type { Outcome, Ref } from '../domain/crm/outcome.ts';
import type { Answer } from './vendor-call.ts';

/** How attachments become files of an activity. Safe to repeat at any time. */
export interface FileAccess {
  /** @default unique */
  readonly key?: StepKey;
  /** Uploads come before the activity, which names them; `refs.files` has their ids, with semicolons between. */
  readonly isBeforeActivity?: true;
  /** The mail's files that are there already, ids by name, where a repeated upload would make a second one. */
  list?(refs: Refs): Promise<Outcome<ReadonlyMap<string, string>>>;
  put(file: MailFile, bytes: Uint8Array, refs: Refs): Written;
  /** Names all files to the activity, where `put` does not. */
  attach?(ids: readonly string[], refs: Refs): Written;
}

/** The records of the steps before, by step. */
export type Refs = Partial<Record<StepName, Ref>>;
/** A record that was found or written; nothing where there is none. */
export type Written = Promise<Outcome<Ref | undefined>>;
export type Contact = NonNullable<CrmRecords['contact']>;
export type Company = NonNullable<CrmRecords['company']>;
export type Deal = NonNullable<CrmRecords['deal']>;
export type ThreadDeal = Extract<Deal, { readonly threadKey: string }>;
export type Activity = CrmRecords['activity'];
export type FilledObject = 'contact' | 'company' | 'deal';
export type Task = NonNullable<CrmRecords['task']>;

/** How a vendor finds and makes one kind of record. */
export interface RecordWriter<T> {
  readonly key: StepKey;
  /**
   * Requests of a write, one after the other.
   *
   * @default 1
   */
  readonly requests?: number;
  /** The record that is there, nothing when there is none; called before each write. */
  find?(record: T, refs: Refs): Written;
  /**
   * The same where `write` finds the record by itself and `find` would be one call too many: called only for a mail that
   * may make no record.
   */
  findExisting?(record: T, refs: Refs): Written;
  /** Makes the record; under a `unique` key a repetition finds it. */
  write(record: T, refs: Refs): Written;
}

/** A vendor's answer about a record: its fields, by the names that a mapping uses. */
export type ReadFields = Answer<Readonly<Record<string, unknown>>>;

/** How fields of an existing record are read and written. */
export interface FieldAccess {
  /** May answer with more fields than were asked for. */
  read(object: FilledObject, id: string, names: readonly string[]): Promise<ReadFields>;
  write(object: FilledObject, id: string, fields: MappedFields): Promise<Answer<unknown>>;
}

/** How a vendor finds and makes the records of a mail. */
export interface VendorRecords {
  readonly company?: RecordWriter<Company>;
  readonly contact: RecordWriter<Contact>;
  /** Puts an existing contact into its company, where making one does not. */
  link?(refs: Refs): Written;
  /** The deal that an address names; nothing when there is no such deal. */
  dealById?(id: string): Written;
  /** The record beside a deal that an address names; nothing when there is no such record. */
  named?(record: NamedRecord): Written;
  /** A named contact is linked beside the sender's own; absent: it stands in its place. */
  readonly linksNamed?: true;
  /** A named company stands in the place of the contact: the vendor keeps companies among the contacts. */
  readonly namedCompanyIsContact?: true;
  /** A mail belongs to its company first, and a named company leaves no place for a contact of another one. */
  readonly companyFirst?: true;
  readonly deal?: RecordWriter<ThreadDeal>;
  readonly activity: RecordWriter<Activity>;
  /** Absent: the vendor keeps no files of ours. */
  readonly files?: FileAccess;
  readonly fields: FieldAccess;
  /** A task with the contact or the deal; rules may want one. */
  readonly task: RecordWriter<Task>;
}
