import type { CrmStep, StepKey } from '../domain/crm-adapter.ts';
import type { StepName } from '../domain/delivery.ts';
import type { ReadFile } from '../domain/files.ts';
import { sha256 } from '../domain/identity.ts';
import type { CrmRecords } from '../domain/map-event.ts';
import type { MappedFields, MappedRecords } from '../domain/mapping/apply-mapping.ts';
import type { Outcome, Ref } from '../domain/outcome.ts';
import { type Absent, asFailure, type Conflict, done } from './call.ts';
import { type FileAccess, filesStep } from './files-step.ts';

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

/**
 * The steps of one mail, in the order in which records refer to each other.
 *
 * @param account what the records belong to: those of one account are shared by all its connections
 * @param readFile where the bytes of attachments are
 */
export function recordSteps(
  vendor: VendorRecords,
  records: CrmRecords,
  account: string,
  readFile?: ReadFile,
): CrmStep[] {
  const { contact, company, deal, activity, task, fill, files } = records;
  const steps: Array<CrmStep | undefined> = [
    company && vendor.company && step('company', vendor.company, company, account, company.domain),
    contact && step('contact', writerOf(vendor.contact, contact), contact, account, contact.email),
    contact && company && vendor.link && linkStep(vendor.link),
    deal && dealStep(vendor, deal, account),
    fill && fillStep(vendor.fields, fill),
    step('activity', vendor.activity, activity),
    files && readFile && vendor.files && filesStep(vendor.files, files, readFile),
    task && step('task', owned(vendor.task), task),
  ];
  return steps.filter((found) => found !== undefined);
}

/** Looks for a record and makes none where the mail may not make it. */
const writerOf = <T>(writer: RecordWriter<T>, { onlyExisting }: { readonly onlyExisting?: true }): RecordWriter<T> =>
  onlyExisting ? { ...writer, write: async () => done(undefined, 'unchanged') } : writer;

/** @param natural by what other mails know the same record; absent: it is this mail's own */
function step<T>(
  name: StepName,
  { key, requests, find, write }: RecordWriter<T>,
  record: T,
  account?: string,
  natural?: string,
): CrmStep {
  const isFoundFirst = key.kind === 'unique' && find !== undefined;
  return {
    name,
    key,
    ...(requests !== undefined && { requests }),
    ...(natural !== undefined && account !== undefined && { record: sha256(account, name, natural).slice(0, 40) }),
    async write(refs) {
      const found = isFoundFirst ? await find(record, refs) : undefined;
      if (found !== undefined && (found.kind !== 'ok' || found.value !== undefined)) return found;
      return write(record, refs);
    },
    ...(find && key.kind !== 'unique' && { find: (refs: Refs) => find(record, refs) }),
  };
}

/** Linking is a set: to repeat it changes nothing. */
const linkStep = (link: NonNullable<VendorRecords['link']>): CrmStep => ({
  name: 'link',
  key: { kind: 'unique' },
  write: async (refs) =>
    refs.contact === undefined || refs.company === undefined
      ? { kind: 'ok', value: undefined, how: 'unchanged' }
      : link(refs),
});

/** Filling what is empty is a set, too: what was filled is not empty. */
export const fillStep = (access: FieldAccess, wanted: MappedRecords): CrmStep => ({
  name: 'fill',
  key: { kind: 'unique' },
  async write(refs) {
    for (const object of ['contact', 'company', 'deal'] as const) {
      const [ref, fields] = [refs[object], wanted[object]];
      if (ref === undefined || fields === undefined) continue;
      const filled = await fillEmpty(access, object, ref.id, fields);
      if (filled.kind !== 'ok') return filled;
    }
    return { kind: 'ok', value: undefined, how: 'updated' };
  },
});

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Reads a record and writes what it has nothing in. */
async function fillEmpty(access: FieldAccess, object: FilledObject, id: string, fields: MappedFields): Written {
  const current = await access.read(object, id, Object.keys(fields));
  if (current.kind !== 'ok') return asFailure(current);
  const isEmpty = ([name]: readonly [string, unknown]): boolean => isNothing(current.value[name]);
  const empty = Object.fromEntries(Object.entries(fields).filter(isEmpty));
  if (Object.keys(empty).length === 0) return done(undefined, 'unchanged');
  const written = await access.write(object, id, empty);
  return written.kind === 'ok' ? done(undefined, 'updated') : asFailure(written);
}

/**
 * Writes a record for whose it is to be. A user who left, or who may not have it, owns nothing new: then it is the CRM's own
 * choice whose it is.
 */
export async function writeOwned<T extends { readonly owner?: string }>(
  record: T,
  write: (record: T) => Written,
): Written {
  const made = await write(record);
  if (record.owner === undefined || made.kind !== 'rejected') return made;
  const { owner: _gone, ...others } = record;
  return write(others as T);
}

const owned = <T extends { readonly owner?: string }>(writer: RecordWriter<T>): RecordWriter<T> => ({
  ...writer,
  requests: 2,
  write: (record, refs) => writeOwned(record, (one) => writer.write(one, refs)),
});

function dealStep(vendor: VendorRecords, deal: Deal, account: string): CrmStep | undefined {
  if (!('id' in deal))
    return vendor.deal && step('deal', writerOf(owned(vendor.deal), deal), deal, account, deal.threadKey);
  const { dealById } = vendor;
  return dealById && { name: 'deal', key: { kind: 'unique' }, write: () => dealById(deal.id) };
}
