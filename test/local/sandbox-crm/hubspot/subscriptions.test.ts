import { createHubspotStore, type HubspotStore } from '../../../../local/sandbox-crm/hubspot/store.ts';
import {
  definitions,
  readStatuses,
  readWideStatuses,
  unsubscribeFromAll,
  writeStatuses,
} from '../../../../local/sandbox-crm/hubspot/subscriptions.ts';

const inputs = ['ada@example.org'];
const leave = (subscriptionId: number) => ({
  inputs: [{ subscriberIdString: 'ada@example.org', subscriptionId, channel: 'EMAIL', statusState: 'UNSUBSCRIBED' }],
});

describe("HubSpot's subscriptions in the sandbox", () => {
  let store: HubspotStore;
  beforeEach(() => {
    store = createHubspotStore(':memory:');
  });
  afterEach(() => store.close());

  it('ticks the box of the contact who leaves everything, once', () => {
    const { id } = store.create('contacts', { email: 'Ada@example.org' }, []);

    unsubscribeFromAll(store, { inputs });
    unsubscribeFromAll(store, { inputs });

    expect(store.get('contacts', id)?.properties.hs_email_optout).toBe('true');
    expect(store.history(id, 'hs_email_optout')).toHaveLength(1);
    expect(readWideStatuses(store, { inputs }).body).toMatchObject({
      results: [{ wideStatuses: [{ status: 'UNSUBSCRIBED' }] }],
    });
  });

  it('leaves one subscription alone', () => {
    writeStatuses(store, leave(401));

    expect(readWideStatuses(store, { inputs }).body).toMatchObject({ results: [{ wideStatuses: [] }] });
    expect(readStatuses(store, { inputs }).body).toMatchObject({
      results: [{ statuses: [{ status: 'UNSUBSCRIBED' }, { status: 'NOT_SPECIFIED' }] }],
    });
  });

  it('refuses a subscription that the account does not have', () => {
    expect(definitions(store).body).toMatchObject({ results: [{ id: '401' }, { id: '402' }] });
    expect(() => writeStatuses(store, leave(7))).toThrow('Subscription does not exist');
  });
});
