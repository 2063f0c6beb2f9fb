import { createRecordStore } from '../../../local/sandbox-crm/record-store.ts';
import { isSandboxVendor, type SandboxVendorName, sandboxVendors } from '../../../local/sandbox-crm/vendors.ts';

const names: readonly SandboxVendorName[] = [
  'salesforce',
  'pipedrive',
  'zoho',
  'close',
  'freshsales',
  'zendesk-sell',
  'eventbridge',
];

describe('isSandboxVendor', () => {
  it.each(names)('knows %s', (name) => {
    expect(isSandboxVendor(name)).toBe(true);
  });

  // HubSpot has a store of its own.
  it.each([['hubspot'], ['toString'], [''], [undefined]])('does not know %p', (name) => {
    expect(isSandboxVendor(name)).toBe(false);
  });
});

describe('fakeVendors', () => {
  it.each(names)('answers a request without credentials in the way of %s, and keeps no record of it', (name) => {
    const store = createRecordStore(':memory:');
    const request = { method: 'POST', path: '/nowhere', query: new URLSearchParams(), headers: {}, body: {} };

    const { status } = sandboxVendors[name].answer(store, request);

    expect(status).toBeGreaterThanOrEqual(400);
    expect(Object.values(store.all()).flat()).toEqual([]);
    store.close();
  });
});
