import type { StepName } from '../domain/delivery.ts';
import { sha256 } from '../domain/identity.ts';
import type { CrmRecords } from '../domain/map-event.ts';
import type { Outcome, Ref } from '../domain/outcome.ts';
import type { CrmStep, StepKey } from '../domain/ports.ts';

export type Refs = Partial<Record<StepName, Ref>>;
export type Written = Promise<Outcome<Ref | undefined>>;
export type Contact = NonNullable<CrmRecords['contact']>;
export type Company = NonNullable<CrmRecords['company']>;
export type Deal = NonNullable<CrmRecords['deal']>;
export type ThreadDeal = Extract<Deal, { readonly threadKey: string }>;
export type Activity = CrmRecords['activity'];
export type Task = NonNullable<CrmRecords['task']>;

/** How a vendor finds and makes one kind of record. */
export interface RecordWriter<T> {
  readonly key: StepKey;
  /** The record that is there; asked before each write. Nothing when there is none. */
  find?(record: T, refs: Refs): Written;
  /** Makes it; under a `unique` key a repetition finds it. */
  write(record: T, refs: Refs): Written;
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
  /** A task with the contact or the deal; rules may want one. */
  readonly task: RecordWriter<Task>;
}

/**
 * The steps of one mail, in the order in which records refer to each other.
 *
 * @param account what the records belong to: those of one account are shared by all its connections
 */
export function recordSteps(vendor: VendorRecords, records: CrmRecords, account: string): CrmStep[] {
  const { contact, company, deal, activity, task } = records;
  const steps: Array<CrmStep | undefined> = [
    company && vendor.company && step('company', vendor.company, company, account, company.domain),
    contact && step('contact', vendor.contact, contact, account, contact.email),
    contact && company && vendor.link && linkStep(vendor.link),
    deal && dealStep(vendor, deal, account),
    step('activity', vendor.activity, activity),
    task && step('task', vendor.task, task),
  ];
  return steps.filter((found) => found !== undefined);
}

/** @param natural by what other mails know the same record; absent: it is this mail's own */
function step<T>(
  name: StepName,
  { key, find, write }: RecordWriter<T>,
  record: T,
  account?: string,
  natural?: string,
): CrmStep {
  const isFoundFirst = key.kind === 'unique' && find !== undefined;
  return {
    name,
    key,
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

function dealStep(vendor: VendorRecords, deal: Deal, account: string): CrmStep | undefined {
  if (!('id' in deal)) return vendor.deal && step('deal', vendor.deal, deal, account, deal.threadKey);
  const { dealById } = vendor;
  return dealById && { name: 'deal', key: { kind: 'unique' }, write: () => dealById(deal.id) };
}
