import { createRecordStore, type RecordStore } from '../../../../local/sandbox-crm/record-store.ts';
import { historyRows, track } from '../../../../local/sandbox-crm/salesforce/history.ts';

let store: RecordStore;

beforeEach(() => {
  store = createRecordStore(':memory:', { now: () => Date.parse('2026-11-20T12:00:00.123Z') });
});

afterEach(() => store.close());

const optOut = (value: boolean) => ({ HasOptedOutOfEmail: value });

describe('track', () => {
  it('keeps a change of the opt-out, exact to the second', () => {
    const before = store.insert('Contact', optOut(false));

    track(store, before, store.update(before, optOut(true)));

    expect(store.list('ContactHistory').map(({ body }) => body)).toEqual([
      {
        of: before.id,
        Field: 'HasOptedOutOfEmail',
        OldValue: false,
        NewValue: true,
        CreatedDate: '2026-11-20T12:00:00.000+0000',
      },
    ]);
  });

  it('keeps the opt-out of a new record', () => {
    track(store, undefined, store.insert('Lead', optOut(true)));

    expect(store.list('LeadHistory')).toHaveLength(1);
  });

  it.each([
    ['Contact', optOut(true), { ...optOut(true), LastName: 'L' }],
    ['Contact', {}, optOut(false)],
    ['Account', optOut(false), optOut(true)],
  ])('keeps nothing of a %s that changes from %j to %j', (object, from, to) => {
    const before = store.insert(object, from);

    track(store, before, store.update(before, to));

    expect(store.list(`${object}History`)).toEqual([]);
  });
});

describe('historyRows', () => {
  it('adds the fields of the record under the name of the relation', () => {
    const contact = store.insert('Contact', { Email: 'ada@example.org', ...optOut(true) });
    track(store, undefined, contact);

    expect(historyRows(store, 'ContactHistory').map(({ body }) => body)).toMatchObject([
      { of: contact.id, 'Contact.Email': 'ada@example.org', 'Contact.HasOptedOutOfEmail': true },
    ]);
  });

  it('has empty fields for a record without them', () => {
    store.insert('LeadHistory', { of: 'gone' });

    expect(historyRows(store, 'LeadHistory').map(({ body }) => body)).toEqual([
      { of: 'gone', 'Lead.Email': null, 'Lead.HasOptedOutOfEmail': false },
    ]);
  });
});
