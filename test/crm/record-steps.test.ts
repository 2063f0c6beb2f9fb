import { createMutex } from '../../lambdas/crm/mutex.ts';
import { recordSteps } from '../../lambdas/crm/record-steps.ts';
import { stepKeys } from '../../lambdas/crm/vendor-kit.ts';
import type { RecordWriter, VendorRecords } from '../../lambdas/crm/vendor-records.ts';
import type { CrmRecords } from '../../lambdas/domain/crm/crm-records.ts';
import { created, none, type Outcome, ok, type Ref } from '../../lambdas/domain/crm/outcome.ts';
import { aCompany, aContact, anActivity, aTask, aThreadDeal } from './scripted-http.ts';

const context = { account: 'acme', readFile: async () => Buffer.from('x'), uploadInTurn: createMutex() };

/** A vendor that records its calls. Its fields are `current`. */
function aVendor(changes: Partial<VendorRecords> = {}, current: Readonly<Record<string, unknown>> = {}) {
  const log: string[] = [];
  const writer = <T>(name: string): RecordWriter<T> => ({
    key: stepKeys.search,
    find: async () => {
      log.push(`find ${name}`);
      return none();
    },
    write: async () => {
      log.push(`write ${name}`);
      return created(name);
    },
  });
  const vendor: VendorRecords = {
    company: writer('company'),
    contact: writer('contact'),
    link: async () => none(),
    dealById: async (id) => ok({ id }),
    deal: writer('deal'),
    activity: writer('activity'),
    files: { put: async ({ name }) => created(name) },
    fields: {
      read: async () => ok(current),
      write: async (object, id, fields) => {
        log.push(`fill ${object} ${id} ${JSON.stringify(fields)}`);
        return ok(undefined);
      },
    },
    task: writer('task'),
    ...changes,
  };
  return { vendor, log };
}

const records: CrmRecords = {
  contact: aContact(),
  company: aCompany,
  deal: aThreadDeal(),
  fill: { contact: { phone: '1' } },
  files: [{ name: 'a.txt', contentType: 'text/plain', key: 'a', externalId: 'a' }],
  activity: anActivity(),
  task: aTask(),
};
const stepOf = (name: string, vendor: VendorRecords, changes: Partial<CrmRecords> = {}) =>
  recordSteps(vendor, { ...records, ...changes }, context).find((step) => step.name === name)!;

describe('recordSteps', () => {
  it('writes records in the order in which they refer to each other', () => {
    const names = recordSteps(aVendor().vendor, records, context).map(({ name }) => name);

    expect(names).toEqual(['company', 'contact', 'link', 'deal', 'fill', 'activity', 'files', 'task']);
  });

  it('uploads files before the activity where that names them', () => {
    const { vendor } = aVendor();
    const files = { ...vendor.files!, isBeforeActivity: true as const };
    const names = recordSteps({ ...vendor, files }, records, context).map(({ name }) => name);

    expect(names).toEqual(['company', 'contact', 'link', 'deal', 'fill', 'files', 'activity', 'task']);
  });

  it('leaves out what the mail or the vendor does not have', () => {
    const { contact, activity, task } = aVendor().vendor;
    const small: VendorRecords = { contact, activity, task, fields: aVendor().vendor.fields };
    const names = (vendor: VendorRecords, of: CrmRecords) => recordSteps(vendor, of, context).map(({ name }) => name);

    expect(names(small, records)).toEqual(['contact', 'fill', 'activity', 'task']);
    expect(names(aVendor().vendor, { activity: anActivity() })).toEqual(['activity']);
  });

  it('shares a contact, a company and a deal by account and natural key, and nothing else', () => {
    const keys = (account: string, changes: Partial<CrmRecords> = {}) =>
      recordSteps(aVendor().vendor, { ...records, ...changes }, { ...context, account }).map(({ record }) => record);
    const [company, contact, , deal, ...others] = keys('acme');

    expect([company, contact, deal].map((key) => key?.length)).toEqual([40, 40, 40]);
    expect(new Set([company, contact, deal]).size).toBe(3);
    expect(others).toEqual([undefined, undefined, undefined, undefined]);
    expect(keys('acme')).toEqual(keys('acme'));
    expect(keys('other')[1]).not.toBe(contact);
    expect(keys('acme', { contact: aContact({ email: 'bob@customer.example' }) })[1]).not.toBe(contact);
  });

  it('calls `find` before the write under a unique key, and offers none to the delivery', async () => {
    const { vendor, log } = aVendor();
    const step = stepOf('contact', { ...vendor, contact: { ...vendor.contact, key: stepKeys.unique } });

    await step.write({});

    expect(log).toEqual(['find contact', 'write contact']);
    expect(step.find).toBeUndefined();
  });

  it('leaves `find` to the delivery under a look-up key', async () => {
    const { vendor, log } = aVendor();
    const step = stepOf('contact', vendor);

    await step.write({});
    await step.find?.({});

    expect(log).toEqual(['write contact', 'find contact']);
  });

  it.each<[string, Outcome<Ref | undefined>]>([
    ['a record that is there', ok({ id: '7' })],
    ['a failure of the search', { kind: 'unknown' }],
  ])('does not write after %s', async (_what, match) => {
    const { vendor, log } = aVendor();
    const contact = { ...vendor.contact, key: stepKeys.unique, find: async () => match };

    expect(await stepOf('contact', { ...vendor, contact }).write({})).toBe(match);
    expect(log).toEqual([]);
  });
});

describe('a mail that may make no record', () => {
  const onlyExisting = { contact: aContact({ onlyExisting: true }), deal: aThreadDeal({ onlyExisting: true }) };

  it.each(['contact', 'deal'])('looks for the %s and writes none', async (name) => {
    const { vendor, log } = aVendor();
    const step = stepOf(name, vendor, onlyExisting);

    expect(await step.find?.({})).toEqual(none());
    expect(await step.write({})).toEqual(none());
    expect(log).toEqual([`find ${name}`]);
  });

  it('looks by `findExisting` where `write` would find the record by itself', async () => {
    const { vendor, log } = aVendor();
    const { find: _none, ...writer } = vendor.contact;
    const contact = { ...writer, key: stepKeys.unique, findExisting: async () => ok({ id: '7' }) };

    expect(await stepOf('contact', { ...vendor, contact }, onlyExisting).write({})).toEqual(ok({ id: '7' }));
    expect(await stepOf('contact', { ...vendor, contact }).write({})).toEqual(created('contact'));
    expect(log).toEqual(['write contact']);
  });
});

describe('a record with an owner', () => {
  /** A CRM that gives this answer while the record has an owner. */
  const refusing = (refusal: Outcome<Ref | undefined>) => {
    const owners: Array<string | undefined> = [];
    const write = async ({ owner }: { readonly owner?: string }): Promise<Outcome<Ref | undefined>> => {
      owners.push(owner);
      return owner === undefined ? created('1') : refusal;
    };
    const { vendor } = aVendor();
    return { owners, vendor: { ...vendor, deal: { ...vendor.deal!, write }, task: { ...vendor.task, write } } };
  };
  const rejected = { kind: 'rejected', code: 'OWNER', message: 'no such user' } as const;

  it.each(['deal', 'task'])('retries a %s without an owner when the CRM rejects the owner', async (name) => {
    const { vendor, owners } = refusing(rejected);
    const step = stepOf(name, vendor, { deal: aThreadDeal({ owner: '7' }), task: aTask({ owner: '7' }) });

    expect(await step.write({})).toEqual(created('1'));
    expect(owners).toEqual(['7', undefined]);
    expect(step.requests).toBe(2);
  });

  it('does not retry after an unclear write, which may have happened', async () => {
    const { vendor, owners } = refusing({ kind: 'unknown' });

    expect(await stepOf('task', vendor, { task: aTask({ owner: '7' }) }).write({})).toEqual({ kind: 'unknown' });
    expect(owners).toEqual(['7']);
  });
});

describe('the fill step', () => {
  const refs = { contact: { id: '1' }, deal: { id: '2' } };
  const fill = { contact: { phone: '1', fax: '2', tags: '3' }, company: { site: 'x' }, deal: { stage: 'won' } };

  it('fills the empty fields of the records that the mail has', async () => {
    const { vendor, log } = aVendor({}, { phone: 'kept', fax: '', tags: [], stage: null });

    expect(await stepOf('fill', vendor, { fill }).write(refs)).toMatchObject({ kind: 'ok', how: 'updated' });
    expect(log).toEqual(['fill contact 1 {"fax":"2","tags":"3"}', 'fill deal 2 {"stage":"won"}']);
  });

  it('writes nothing where no field is empty', async () => {
    const { vendor, log } = aVendor({}, { phone: 0, fax: false, tags: 'x', stage: 'lost' });

    await stepOf('fill', vendor, { fill }).write(refs);

    expect(log).toEqual([]);
  });

  it('ends with the failure of a read', async () => {
    const { vendor } = aVendor();
    const fields = { ...vendor.fields, read: async () => ({ kind: 'absent' }) as const };

    expect(await stepOf('fill', { ...vendor, fields }, { fill }).write(refs)).toMatchObject({
      kind: 'rejected',
      code: 'OBJECT_NOT_FOUND',
    });
  });
});

describe('the link and the named deal', () => {
  it('links only where the mail has both records', async () => {
    const { vendor } = aVendor({ link: async () => created('linked') });
    const step = stepOf('link', vendor);

    expect(await step.write({ contact: { id: '1' } })).toEqual(none());
    expect(await step.write({ contact: { id: '1' }, company: { id: '2' } })).toEqual(created('linked'));
  });

  it('asks for the deal that the address names, by its id', async () => {
    expect(await stepOf('deal', aVendor().vendor, { deal: { id: '7' } }).write({})).toEqual(ok({ id: '7' }));
  });
});

describe('recordSteps, for a mail that is logged on known records alone', () => {
  const onlyKnown: Partial<CrmRecords> = { onlyOnKnown: true, contact: { ...aContact(), onlyExisting: true } };

  it('logs it on a contact or a deal, and nowhere else', async () => {
    const { vendor, log } = aVendor();
    const activity = stepOf('activity', vendor, onlyKnown);

    expect(await activity.write({ company: { id: '1' } })).toMatchObject({ kind: 'rejected', code: 'NO_PARENT' });
    expect(await activity.write({ contact: { id: '1' } })).toMatchObject({ kind: 'ok' });
    expect(await activity.write({ deal: { id: '1' } })).toMatchObject({ kind: 'ok' });
    expect(log).toEqual(['write activity', 'write activity']);
  });

  it('looks for the contact, and not for one that a look-up has found', async () => {
    const { vendor, log } = aVendor();
    const contact = { ...aContact(), onlyExisting: true as const };

    expect(await stepOf('contact', vendor, { ...onlyKnown, contact }).find?.({})).toMatchObject({ kind: 'ok' });
    expect(
      await stepOf('contact', vendor, { ...onlyKnown, contact: { ...contact, id: '7' } }).find?.({}),
    ).toMatchObject({
      value: { id: '7' },
    });
    expect(log).toEqual(['find contact']);
  });
});
