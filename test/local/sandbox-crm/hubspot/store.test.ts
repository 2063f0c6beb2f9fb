import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createHubspotStore } from '../../../../local/sandbox-crm/hubspot/store.ts';
import { temporaryFolder } from '../../../helpers/pipeline.ts';

describe('createSandboxStore', () => {
  it('keeps records, associations and properties for the next run', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'crm.sqlite');
    const first = createHubspotStore(path);
    const contact = first.create('contacts', { email: 'ada@example.org' }, []);
    const deal = first.create('deals', { dealname: 'D' }, [{ type: 'contacts', id: contact.id }]);
    first.addGroup('deals', 'postern');
    first.addProperty('deals', { name: 'postern_id', label: 'Id', type: 'string' });
    first.close();

    const next = createHubspotStore(path);

    expect(next.get('contacts', contact.id)).toEqual(contact);
    expect(next.associated(contact.id, 'deals').map(({ id }) => id)).toEqual([deal.id]);
    expect(next.hasGroup('deals', 'postern')).toBe(true);
    expect(next.property('deals', 'postern_id')).toMatchObject({ label: 'Id' });
    expect(next.counts()).toMatchObject({ contacts: 1, deals: 1, emails: 0 });
    next.close();
    rmSync(folder, { recursive: true });
  });

  it('knows a property that is added after the first look, and indexes its values', () => {
    const store = createHubspotStore(':memory:');
    const before = store.properties('deals').length;

    store.addProperty('deals', { name: 'postern_id', label: 'Id', type: 'string', hasUniqueValue: true });
    const { id } = store.create('deals', { postern_id: 'X' }, []);

    expect(store.properties('deals')).toHaveLength(before + 1);
    expect(store.find('deals', 'postern_id', 'x').map((record) => record.id)).toEqual([id]);
    expect(createHubspotStore(':memory:').property('deals', 'postern_id')).toBeUndefined();
    store.close();
  });

  it('finds a record by every address of a person, without regard to case', () => {
    const store = createHubspotStore(':memory:');
    const { id } = store.create(
      'contacts',
      { email: 'Ada@example.org', hs_additional_emails: 'ada@x.org;a@y.org' },
      [],
    );

    expect(store.find('contacts', 'email', 'ADA@example.org').map((record) => record.id)).toEqual([id]);
    for (const address of ['ada@X.org', 'a@y.org'])
      expect(store.find('contacts', 'hs_additional_emails', address).map((record) => record.id)).toEqual([id]);
    expect(store.find('contacts', 'email', 'bob@example.org')).toEqual([]);
    store.close();
  });

  it('keeps the former values of a property with a history, the newest first', () => {
    const store = createHubspotStore(':memory:');
    const record = store.create('contacts', { email: 'ada@example.org' }, []);
    const changed = store.update('contacts', record, { hs_email_optout: 'true', firstname: 'Ada' });
    store.update('contacts', changed, { hs_email_optout: 'false' });

    expect(store.history(record.id, 'hs_email_optout').map(({ value }) => value)).toEqual(['false', 'true']);
    expect(store.history(record.id, 'firstname')).toEqual([]);
    store.close();
  });
});
