import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { adapterOf } from './subjects.ts';
import { type WalkOptions, walk } from './walk.ts';

const address = 'ada@customer.example';
const mail = (nth: number) =>
  anEvent({ messageId: `m${nth}@customer.example`, subject: `Mail ${nth}`, from: { address, name: 'Ada Lovelace' } });

describe('leads at Zoho', () => {
  let fake: TestVendorSandbox;
  let records: ReturnType<typeof memoryRecords>;
  beforeEach(async () => {
    fake = await startVendorSandbox('zoho');
    records = memoryRecords();
  });
  afterEach(() => fake.stop());

  const now = () => new Date(fake.store.now());
  const deliver = async (nth: number, options: Partial<WalkOptions> = {}) =>
    walk(mail(nth), {
      adapter: await adapterOf('zoho', fake.url, now, fake.passes),
      records,
      now,
      passes: fake.passes,
      integration: { person: 'lead' },
      ...options,
    });
  const parents = () => fake.store.list('Emails').map(({ body }) => (body.parent as { module: string }).module);
  const count = (...modules: string[]) => modules.map((module) => fake.store.list(module).length);
  const addLead = (fields: object = { Email: address }) => {
    fake.store.insert('Leads', { Last_Name: 'Lovelace', Company: 'Customer', ...fields }, (nth) => `9${nth}`);
    fake.passes(60_000);
  };

  it('become new people, with the company as a name and without an account', async () => {
    await deliver(1);
    await deliver(2);

    expect(count('Leads', 'Contacts', 'Accounts')).toEqual([1, 0, 0]);
    expect(fake.store.list('Leads')[0]?.body).toMatchObject({
      Email: address,
      First_Name: 'Ada',
      Last_Name: 'Lovelace',
      Company: 'customer.example',
      Lead_Source: 'Email',
    });
    expect(parents()).toEqual(['Leads', 'Leads']);
  });

  it.each(['lead', 'contact'] as const)('are found and used where new people become a %s', async (person) => {
    addLead();
    await deliver(1, { integration: { person } });

    expect(count('Leads', 'Contacts')).toEqual([1, 0]);
    expect(parents()).toEqual(['Leads']);
  });

  it('are found by their second address', async () => {
    addLead({ Email: 'ada@home.example', Secondary_Email: address });
    await deliver(1);

    expect(count('Leads', 'Contacts')).toEqual([1, 0]);
  });

  it('give way to a contact with the address', async () => {
    addLead();
    fake.store.insert('Contacts', { Email: address, Last_Name: 'Lovelace' });
    await fake.passes(60_000);
    await deliver(1);

    expect(parents()).toEqual(['Contacts']);
  });

  it('are followed when somebody converts them between two mails', async () => {
    await deliver(1);
    for (const lead of fake.store.list('Leads')) fake.store.remove(lead);
    fake.store.insert('Contacts', { Email: address, Last_Name: 'Lovelace' });
    await fake.passes(60_000);

    const second = await deliver(2);

    expect(second.kind).toBe('written');
    expect(parents()).toEqual(['Leads', 'Contacts']);
    expect(count('Leads', 'Contacts')).toEqual([0, 1]);
  });

  it('get tasks, deals without a contact, and fields that a mapping fills', async () => {
    const fields = [{ target: 'contact.Region', value: 'EMEA', transform: [], onlyIfEmpty: true }];
    addLead();
    const walked = await deliver(1, {
      task: { title: 'Call back', inDays: 3 },
      integration: { person: 'lead', deals: 'thread' },
      mapping: { name: 'own@1', owner: 'RevOps', fields },
    });

    expect(walked.kind).toBe('written');
    expect(fake.store.list('Tasks')[0]?.body).toMatchObject({ What_Id: { id: fake.store.list('Deals')[0]?.id } });
    expect(fake.store.list('Leads')[0]?.body).toMatchObject({ Region: 'EMEA' });
  });

  it('are left alone where the integration says nothing of people, which costs no call', async () => {
    addLead();
    await deliver(1, { integration: {} });

    expect(count('Leads', 'Contacts')).toEqual([1, 1]);
    expect(fake.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('from Leads'))).toEqual([]);
  });

  it('with one address are a question for a person', async () => {
    addLead();
    addLead();

    expect(await deliver(1)).toMatchObject({ kind: 'failed', failure: { kind: 'ambiguous' } });
  });
});
