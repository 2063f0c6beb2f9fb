import { findAccount } from '../../../lambdas/crm/zoho/find-account.ts';
import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { adapterOf } from '../contract/subjects.ts';
import { walk } from '../contract/walk.ts';
import { aCompany, reply, scriptedHttp } from '../scripted-http.ts';

describe('findAccount', () => {
  it.each([
    ['one call without the setting', false, [], 1],
    ['one call where the site or the name shows it', true, ['7'], 1],
    ['two calls where they do not', true, [], 2],
  ])('makes %s', async (_what, byColleagues, ids, count) => {
    const answer = ids.length > 0 ? reply({ data: ids.map((id) => ({ id })) }) : reply(undefined, 204);
    const { http, calls } = scriptedHttp({ 'POST /crm/v8/coql': answer });

    await findAccount(http, aCompany, byColleagues);

    expect(calls()).toHaveLength(count);
  });
});

describe('a company by its people', () => {
  let crm: TestVendorSandbox;
  beforeEach(async () => {
    crm = await startVendorSandbox('zoho', 0);
  });
  afterEach(() => crm.stop());

  const account = (Account_Name: string) => crm.store.insert('Accounts', { Account_Name }).id;
  const person = (Email: string, id?: string) =>
    crm.store.insert('Contacts', { Email, Last_Name: 'X', ...(id && { Account_Name: { id } }) });
  /** Delivers a mail of somebody new. @returns the accounts, and the account of the new contact */
  async function deliver(companyByColleagues: boolean) {
    const now = (): Date => new Date(crm.store.now());
    const adapter = await adapterOf('zoho', crm.url, now, crm.passes, { companyByColleagues });
    const event = anEvent({ from: { address: 'new@customer.example' } });
    const walked = await walk(event, { adapter, records: memoryRecords(), now, passes: crm.passes });
    const contact = crm.store.list('Contacts').find(({ body }) => body.Email === 'new@customer.example');
    return {
      kind: walked.kind,
      accounts: crm.store.list('Accounts').map(({ body }) => body.Account_Name),
      own: (contact?.body.Account_Name as { id?: string } | undefined)?.id,
    };
  }

  it('is the account of most contacts with an address of its domain', async () => {
    const [few, most] = [account('Customer Ltd'), account('Customer Inc')];
    person('a@customer.example', few);
    person('b@CUSTOMER.example', most);
    person('c@customer.example', most);
    person('d@customer.example');
    // Another domain that ends alike, and one that begins alike.
    for (const nth of [1, 2, 3]) person(`${nth}@not-customer.example`, few);
    for (const nth of [1, 2, 3]) person(`${nth}@customer.example.org`, few);

    expect(await deliver(true)).toEqual({
      kind: 'written',
      accounts: ['Customer Ltd', 'Customer Inc'],
      own: most,
    });
  });

  it.each([
    ['without the setting', false, 'a@customer.example'],
    ['without people of the domain', true, 'a@other.example'],
  ])('is a new account %s', async (_what, companyByColleagues, email) => {
    person(email, account('Customer Inc'));

    expect((await deliver(companyByColleagues)).accounts).toEqual(['Customer Inc', 'customer.example']);
  });

  it('is a new account where Zoho refuses the query', async () => {
    person('a@customer.example', account('Customer Inc'));
    const answer = { status: 400, body: { code: 'INVALID_QUERY', status: 'error', message: '', details: {} } };
    crm.faults.set([{ action: 'refuse', match: '^POST /crm/v8/coql', matchBody: ' like ', answer }]);

    expect(await deliver(true)).toMatchObject({ kind: 'written', accounts: ['Customer Inc', 'customer.example'] });
  });

  it('is looked for again where Zoho does not answer', async () => {
    const of = account('Customer Inc');
    person('a@customer.example', of);
    crm.faults.set([{ action: '500', match: '^POST /crm/v8/coql', matchBody: ' like ', times: 3 }]);

    expect(await deliver(true)).toEqual({ kind: 'written', accounts: ['Customer Inc'], own: of });
  });
});
