import { dealPeople } from '../../lambdas/crm/deal-people.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { SandboxVendorName } from '../../local/sandbox-crm/vendors.ts';
import { startSandbox, startVendorSandbox, type TestSandbox, type TestVendorSandbox } from '../helpers/sandbox.ts';
import { adapterOf } from './contract/subjects.ts';

const [ada, dee] = ['ada@customer.example', 'dee@elsewhere.example'];
const site = 'https://www.customer.example/about';

/** Makes a deal with a contact of its own, another one with a role in it, and a company. @returns its id */
type MakeDeal = (store: TestVendorSandbox['store']) => string;

const fakes: Readonly<Record<Exclude<SandboxVendorName, 'eventbridge'>, MakeDeal>> = {
  salesforce: ({ insert }) => {
    const idOf = (prefix: string) => (nth: number) => `${prefix}${String(nth).padStart(12, '0')}AAA`;
    const account = insert('Account', { Name: 'Customer', Website: site }, idOf('001'));
    const deal = insert('Opportunity', { Name: 'A deal', AccountId: account.id }, idOf('006'));
    for (const Email of [ada, dee]) {
      const contact = insert('Contact', { Email, LastName: 'L' }, idOf('003'));
      insert('OpportunityContactRole', { OpportunityId: deal.id, ContactId: contact.id }, idOf('00K'));
    }
    return deal.id;
  },
  pipedrive: ({ insert }) => {
    const [person, other] = [ada, dee].map((value) => insert('persons', { name: 'P', emails: [{ value }] }));
    const org = insert('organizations', { name: 'Customer', website: site });
    const deal = insert('deals', { title: 'A deal', person_id: Number(person!.id), org_id: Number(org.id) });
    insert('participants', { deal_id: Number(deal.id), person_id: Number(other!.id) });
    return deal.id;
  },
  zoho: ({ insert }) => {
    const [contact, other] = [ada, dee].map((Email) => insert('Contacts', { Email, Last_Name: 'L' }));
    const account = insert('Accounts', { Account_Name: 'Customer', Website: site });
    const names = { Contact_Name: { id: contact!.id }, Account_Name: { id: account.id } };
    const deal = insert('Deals', { Deal_Name: 'A deal', ...names });
    insert('Contact_Roles', { deal: deal.id, contact: other!.id });
    return deal.id;
  },
  close: ({ insert }) => {
    const lead = insert('lead', { name: 'Customer', url: site }, (nth) => `lead_${nth}`);
    for (const email of [ada, dee])
      insert('contact', { lead_id: lead.id, name: 'C', emails: [{ type: 'office', email }] }, (nth) => `cont_${nth}`);
    return insert('opportunity', { lead_id: lead.id, note: 'A deal' }, (nth) => `oppo_${nth}`).id;
  },
  freshsales: ({ insert }) => {
    const contacts = [ada, dee].map((emails) => Number(insert('contact', { emails, last_name: 'L' }).id));
    const account = insert('sales_account', { name: 'Customer', website: site });
    return insert('deal', { name: 'A deal', contacts_added_list: contacts, sales_account_id: Number(account.id) }).id;
  },
  'zendesk-sell': ({ insert }) => {
    const company = insert('contacts', { name: 'Customer', is_organization: true, website: site });
    const [contact, other] = [ada, dee].map((email) => insert('contacts', { email, last_name: 'L' }));
    const ids = { contact_id: Number(contact!.id), organization_id: Number(company.id) };
    const deal = insert('deals', { name: 'A deal', ...ids });
    insert('associated_contacts', { deal_id: Number(deal.id), contact_id: Number(other!.id) });
    return deal.id;
  },
};

interface Started {
  readonly adapter: CrmAdapter;
  readonly deal: string;
  readonly fake: Pick<TestVendorSandbox | TestSandbox, 'requests' | 'stop'>;
}

async function startHubspot(): Promise<Started> {
  const fake = await startSandbox();
  const { store } = fake;
  const contacts = [
    store.create('contacts', { email: ada }, []),
    store.create('contacts', { email: 'd@elsewhere.example', hs_additional_emails: `x@elsewhere.example;${dee}` }, []),
  ];
  const company = store.create('companies', { domain: 'customer.example', name: 'Customer' }, []);
  const links = [
    ...contacts.map(({ id }) => ({ type: 'contacts' as const, id })),
    { type: 'companies' as const, id: company.id },
  ];
  const deal = store.create('deals', { dealname: 'A deal' }, links).id;
  return {
    adapter: await adapterOf(
      'hubspot',
      fake.url,
      () => new Date(),
      () => {},
    ),
    deal,
    fake,
  };
}

async function startVendor(vendor: keyof typeof fakes): Promise<Started> {
  const fake = await startVendorSandbox(vendor);
  const deal = fakes[vendor](fake.store);
  fake.passes(60_000);
  const adapter = await adapterOf(vendor, fake.url, () => new Date(fake.store.now()), fake.passes);
  return { adapter, deal, fake };
}

describe.each<[string, () => Promise<Started>]>([
  ['hubspot', startHubspot],
  ...(Object.keys(fakes) as Array<keyof typeof fakes>).map((vendor): [string, () => Promise<Started>] => [
    vendor,
    () => startVendor(vendor),
  ]),
])('the people of a deal at %s', (_vendor, start) => {
  let started: Started;
  beforeEach(async () => {
    started = await start();
  });
  afterEach(() => started.fake.stop());

  it('answers with the contacts, the contacts with a role, and the domain of the company', async () => {
    const { adapter, deal, fake } = started;

    const people = await adapter.peopleOfDeal!(deal);

    const value = people.kind === 'ok' ? people.value : undefined;
    expect(value?.emails).toEqual(expect.arrayContaining([ada, dee]));
    expect(value?.domains).toEqual(['customer.example']);
    const requests = fake.requests.filter(({ path }) => !path.includes('/oauth'));
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.length).toBeLessThanOrEqual(3);
  });

  it.each(['4040404', 'x', "1' OR '1", '../contacts/1', '006000000000404AAA', 'oppo_404'])(
    'answers with nobody where %s is no deal',
    async (id) => {
      const people = await started.adapter.peopleOfDeal!(id);

      expect(people).toMatchObject({ kind: 'ok', value: { emails: [], domains: [] } });
    },
  );
});

describe('dealPeople', () => {
  it('names each address and each domain once, and leaves out what is empty', () => {
    const people = dealPeople([ada, null, '', undefined, dee, ada], [site, 'customer.example', 'call us', null]);

    expect(people).toEqual({ kind: 'ok', value: { emails: [ada, dee], domains: ['customer.example'] } });
  });
});
