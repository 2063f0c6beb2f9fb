import { compact } from '../compact.ts';
import type { CrmRecords, MappedFields, MappedRecords, ReadFile } from '../domain/crm/crm-records.ts';
import type { CrmStep, StepName } from '../domain/crm/crm-step.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { asFailure, done } from './call.ts';
import { filesStep } from './files-step.ts';
import type { Deal, FieldAccess, FilledObject, RecordWriter, Refs, VendorRecords, Written } from './vendor-records.ts';

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
  return compact({
    name,
    key,
    requests,
    record: natural !== undefined && account !== undefined ? sha256(account, name, natural).slice(0, 40) : undefined,
    async write(refs: Refs) {
      const found = isFoundFirst ? await find(record, refs) : undefined;
      if (found !== undefined && (found.kind !== 'ok' || found.value !== undefined)) return found;
      return write(record, refs);
    },
    find: find && key.kind !== 'unique' ? (refs: Refs) => find(record, refs) : undefined,
  });
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
