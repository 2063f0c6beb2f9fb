import type { CrmRecords, MailFile, MappedFields } from '../domain/crm/crm-records.ts';
import type { StepKey, StepName } from '../domain/crm/crm-step.ts';
import type { Outcome, Ref } from '../domain/crm/outcome.ts';
import type { Absent, Conflict } from './call.ts';

/** How attachments become files of an activity. Safe to repeat at any time. */
export interface FileAccess {
  put(file: MailFile, bytes: Uint8Array, refs: Refs): Written;
  /** Names all of them to the activity, where putting them does not. */
  attach?(ids: readonly string[], refs: Refs): Written;
}

export type Refs = Partial<Record<StepName, Ref>>;
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
  /** Requests of a write, where there may be several. */
  readonly requests?: number;
  /** The record that is there; asked before each write. Nothing when there is none. */
  find?(record: T, refs: Refs): Written;
  /** Makes it; under a `unique` key a repetition finds it. */
  write(record: T, refs: Refs): Written;
}

/** What a vendor says of a record: its fields, by the names that a mapping uses. */
export type ReadFields = Outcome<Readonly<Record<string, unknown>>> | Conflict | Absent;

/** How fields of a record that is there are read and written. */
export interface FieldAccess {
  /** May answer with more fields than were asked for. */
  read(object: FilledObject, id: string, names: readonly string[]): Promise<ReadFields>;
  write(object: FilledObject, id: string, fields: MappedFields): Promise<Outcome<unknown> | Conflict | Absent>;
}

/** What a vendor can do with the records of a mail. */
export interface VendorRecords {
  readonly company?: RecordWriter<Company>;
  readonly contact: RecordWriter<Contact>;
  /** Puts a contact that was there into its company, where making one does not. */
  link?(refs: Refs): Written;
  /** Whether the deal that an address names is there; nothing when it is not. */
  dealById?(id: string): Written;
  readonly deal?: RecordWriter<ThreadDeal>;
  readonly activity: RecordWriter<Activity>;
  /** Absent: it keeps none of ours. */
  readonly files?: FileAccess;
  readonly fields: FieldAccess;
  /** A task with the contact or the deal; rules may want one. */
  readonly task: RecordWriter<Task>;
}
