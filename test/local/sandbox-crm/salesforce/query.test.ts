import { createRecordStore, type RecordStore } from '../../../../local/sandbox-crm/record-store.ts';
import { readNextPage, select } from '../../../../local/sandbox-crm/salesforce/query.ts';
import { bodyOf } from '../vendor.ts';

describe('select', () => {
  let store: RecordStore;

  beforeEach(() => {
    store = createRecordStore(':memory:');
    const account = store.insert('Account', { Name: 'Firm' });
    store.insert('Contact', { LastName: 'Lovelace', AccountId: account.id });
    store.insert('Contact', { LastName: 'Byron' });
  });

  it('shows the fields of a record and of its parent', () => {
    const { body } = select(
      store,
      "SELECT Id, LastName FROM Contact WHERE LastName IN ('Byron', 'lovelace') ORDER BY LastName",
    );

    expect(body).toMatchObject({
      totalSize: 2,
      done: true,
      records: [{ LastName: 'Byron' }, { LastName: 'Lovelace' }],
    });
    store.insert('Opportunity', { Name: 'D', AccountId: store.list('Account')[0]?.id });
    expect(select(store, "SELECT Account.Website FROM Opportunity WHERE Name = 'D'").body).toMatchObject({
      records: [{ attributes: { type: 'Opportunity' }, Account: { Website: null } }],
    });
  });

  it('orders by a field, or by the time at which a record was made, before it cuts', () => {
    const names = (soql: string) =>
      (bodyOf(select(store, soql)).records as Array<{ LastName: string }>).map(({ LastName }) => LastName);
    const where = "SELECT LastName FROM Contact WHERE LastName IN ('Byron', 'Lovelace') ORDER BY";

    expect(names(`${where} LastName DESC LIMIT 1`)).toEqual(['Lovelace']);
    expect(names(`${where} LastName ASC LIMIT 1`)).toEqual(['Byron']);
    expect(names(`${where} CreatedDate`)).toHaveLength(2);
  });

  it.each([
    ["SELECT Id FROM Invoice WHERE Id = '1'", 'INVALID_TYPE'],
    ["SELECT Nope FROM Contact WHERE Id = '1'", 'INVALID_FIELD'],
    ['SELECT Id', 'MALFORMED_QUERY'],
  ])('rejects %s', (soql, errorCode) => {
    expect(select(store, soql)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it('leads from a page of 2,000 rows to the next', () => {
    for (let row = 0; row < 2001; row += 1) store.insert('Lead', { LastName: 'L' });
    const first = bodyOf(select(store, "SELECT Id FROM Lead WHERE LastName = 'L'"));
    const page = String(first.nextRecordsUrl).split('/').at(-1) ?? '';
    const request = { method: 'GET', path: '', query: new URLSearchParams(), headers: {}, body: undefined, fields: {} };

    expect(first).toMatchObject({ totalSize: 2001, done: false });
    expect(bodyOf(readNextPage({ ...request, store, parameters: { page } }))).toMatchObject({
      done: true,
      records: [{}],
    });
  });
});
