import { compact } from '../compact.ts';
import type { CrmRecords, MappedFields, MappedRecords } from '../domain/crm/crm-records.ts';
import type { CrmStep, StepName } from '../domain/crm/crm-step.ts';
import type { NamedRecord } from '../domain/crm/named-record.ts';
import { andThen, existing, none, updated } from '../domain/crm/outcome.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { filesStep } from './files-step.ts';
import { type NamedPlaces, withNamed } from './named-records.ts';
import { asOutcome, noParent } from './vendor-call.ts';
import type { VendorContext } from './vendor-context.ts';
import type { Deal, FieldAccess, FilledObject, RecordWriter, Refs, VendorRecords, Written } from './vendor-records.ts';

/**
 * The steps of one mail, in the order in which records refer to each other.
 *
 * @param context `account`: the owner of the records, which all connections to that account share
 */
export function recordSteps(
  vendor: VendorRecords,
  records: CrmRecords,
  { account, readFile, uploadInTurn }: Pick<VendorContext, 'account' | 'readFile' | 'uploadInTurn'>,
): CrmStep[] {
  const { contact, company, deal, named, activity, task, fill, files } = records;
  const activityWriter = records.onlyOnKnown ? onlyOnRecord(vendor.activity) : vendor.activity;
  const uploads = files && readFile && vendor.files && filesStep(vendor.files, files, { readFile, uploadInTurn });
  const isBefore = vendor.files?.isBeforeActivity === true;
  const steps: Array<CrmStep | undefined> = [
    company && vendor.company && step('company', vendor.company, company, { account, naturalKey: company.domain }),
    contact && step('contact', restricted(vendor.contact, contact), contact, { account, naturalKey: contact.email }),
    contact && company && vendor.link && linkStep(vendor.link),
    deal && dealStep(vendor, deal, account),
    named && vendor.named && namedStep(vendor.named, named),
    fill && fillStep(vendor.fields, fill),
    isBefore ? uploads : undefined,
    step('activity', onNamed(activityWriter, vendor, named), activity),
    isBefore ? undefined : uploads && filesOnNamed(uploads, vendor, named),
    task && step('task', onNamed(withoutOwnerOnRefusal(vendor.task), vendor, named), task),
  ];
  return steps.filter((candidate) => candidate !== undefined);
}

/** A mail that may make no record gets a writer that only looks for one, and does not even look for one that was found. */
function restricted<T>(
  writer: RecordWriter<T>,
  { onlyExisting, id }: { readonly onlyExisting?: true; readonly id?: string },
): RecordWriter<T> {
  if (!onlyExisting) return writer;
  const find = id === undefined ? (writer.findExisting ?? writer.find) : async () => existing(id);
  return { ...writer, ...compact({ find }), write: async () => none() };
}

/** The record that the address names is only read: nothing is made for an id that anybody can write. */
const namedStep = (find: NonNullable<VendorRecords['named']>, named: NamedRecord): CrmStep => ({
  name: 'named',
  key: { kind: 'unique' },
  write: () => find(named),
});

/** Writes with the record that the address names, where the CRM has it. */
function onNamed<T>(writer: RecordWriter<T>, vendor: NamedPlaces, named: NamedRecord | undefined): RecordWriter<T> {
  if (named === undefined) return writer;
  const { find } = writer;
  return {
    ...writer,
    ...compact({ find: find && ((record: T, refs: Refs) => find(record, withNamed(refs, named.kind, vendor))) }),
    write: (record, refs) => writer.write(record, withNamed(refs, named.kind, vendor)),
  };
}

/** Files belong to the same records as their activity. */
const filesOnNamed = (files: CrmStep, vendor: NamedPlaces, named: NamedRecord | undefined): CrmStep =>
  named === undefined ? files : { ...files, write: (refs) => files.write(withNamed(refs, named.kind, vendor)) };

/** Logs on a contact, a deal or a named record that an earlier step has found, and nowhere else. */
const onlyOnRecord = <T>(writer: RecordWriter<T>): RecordWriter<T> => ({
  ...writer,
  write: async (record, refs) =>
    refs.contact === undefined && refs.deal === undefined && refs.named === undefined
      ? noParent('the mail may only be logged on a contact or a deal that is there')
      : writer.write(record, refs),
});

/** The identity of a record that other mails share; absent: the record belongs to this mail alone. */
interface SharedIdentity {
  readonly account: string;
  /** By which other mails know the same record: an address, a domain, a conversation. */
  readonly naturalKey: string;
}

function step<T>(name: StepName, writer: RecordWriter<T>, record: T, shared?: SharedIdentity): CrmStep {
  const { key, requests, find, write } = writer;
  const isFoundFirst = key.kind === 'unique' && find !== undefined;
  return compact({
    name,
    key,
    requests,
    record: shared && sha256(shared.account, name, shared.naturalKey).slice(0, 40),
    async write(refs: Refs) {
      const match = isFoundFirst ? await find(record, refs) : none();
      return andThen(match, (ref) => (ref === undefined ? write(record, refs) : match));
    },
    find: find && key.kind !== 'unique' ? (refs: Refs) => find(record, refs) : undefined,
  });
}

/** Links form a set: repeating the link changes nothing. */
const linkStep = (link: NonNullable<VendorRecords['link']>): CrmStep => ({
  name: 'link',
  key: { kind: 'unique' },
  write: async (refs) => (refs.contact === undefined || refs.company === undefined ? none() : link(refs)),
});

/** Repeating a fill changes nothing either: a field that was filled is not empty. */
const fillStep = (access: FieldAccess, wanted: MappedRecords): CrmStep => ({
  name: 'fill',
  key: { kind: 'unique' },
  async write(refs) {
    for (const object of ['contact', 'company', 'deal'] as const) {
      const [ref, fields] = [refs[object], wanted[object]];
      if (ref === undefined || fields === undefined) continue;
      const filled = await fillEmpty(access, object, ref.id, fields);
      if (filled.kind !== 'ok') return filled;
    }
    return updated();
  },
});

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Reads a record and writes the fields that are empty there. */
async function fillEmpty(access: FieldAccess, object: FilledObject, id: string, fields: MappedFields): Written {
  return andThen(asOutcome(await access.read(object, id, Object.keys(fields))), async (current) => {
    const empty = Object.fromEntries(Object.entries(fields).filter(([name]) => isNothing(current[name])));
    if (Object.keys(empty).length === 0) return none();
    return andThen(asOutcome(await access.write(object, id, empty)), () => updated());
  });
}

/**
 * Writes with the wanted owner; if the CRM rejects that owner, retries without one, and the CRM chooses. A user who left,
 * or who may not have the record, owns nothing new.
 */
const withoutOwnerOnRefusal = <T extends { readonly owner?: string }>(writer: RecordWriter<T>): RecordWriter<T> => ({
  ...writer,
  requests: 2,
  async write(record, refs) {
    const result = await writer.write(record, refs);
    if (record.owner === undefined || result.kind !== 'rejected') return result;
    const { owner: _rejected, ...others } = record;
    return writer.write(others as T, refs);
  },
});

function dealStep(vendor: VendorRecords, deal: Deal, account: string): CrmStep | undefined {
  if ('id' in deal) {
    const { dealById } = vendor;
    return dealById && { name: 'deal', key: { kind: 'unique' }, write: () => dealById(deal.id) };
  }
  return (
    vendor.deal &&
    step('deal', restricted(withoutOwnerOnRefusal(vendor.deal), deal), deal, { account, naturalKey: deal.threadKey })
  );
}
