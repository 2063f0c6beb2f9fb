import { messagePage, recordPage } from '../../local/record-page.ts';
import { createHubspotStore, type HubspotStore } from '../../local/sandbox-crm/hubspot/store.ts';

describe('recordPage', () => {
  let crm: HubspotStore;
  beforeAll(() => {
    crm = createHubspotStore(':memory:');
  });
  afterAll(() => crm.close());

  it('shows a record with its properties, as text', () => {
    const contact = crm.create('contacts', { email: 'ada@example.org', firstname: '<script>alert(1)</script>' }, []);
    const page = recordPage('contacts', contact, crm);

    expect(page).toContain('<h2>ada@example.org</h2>');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
  });

  it('leads from an activity to its mail', () => {
    const activity = crm.create(
      'emails',
      { hs_email_subject: 'Offer', hs_timestamp: '2026-11-20T09:00:00Z', postern_event_id: 'evt_1' },
      [],
    );

    expect(recordPage('emails', activity, crm)).toContain('<a href="/events/evt_1">mail</a>');
  });
});

describe('messagePage', () => {
  it('says one sentence', () => {
    expect(messagePage('Not found', 'There is <nothing>.')).toContain('<p>There is &lt;nothing&gt;.</p>');
  });
});
