import { close } from './close-api.ts';
import { eventbridge } from './eventbridge-api.ts';
import type { FakeVendor } from './fake-vendor.ts';
import { freshsales } from './freshsales-api.ts';
import { pipedrive } from './pipedrive-api.ts';
import { salesforce } from './salesforce/api.ts';
import { zendeskSell } from './zendesk-sell-api.ts';
import { zoho } from './zoho-api.ts';

/** The sandboxes beside HubSpot's, by the vendor's name in a connection. */
export const fakeVendors = {
  salesforce,
  pipedrive,
  zoho,
  close,
  freshsales,
  'zendesk-sell': zendeskSell,
  eventbridge,
} as const satisfies Record<string, FakeVendor>;

export type FakeVendorName = keyof typeof fakeVendors;

export const isSandboxVendor = (name: string | undefined): name is FakeVendorName =>
  name !== undefined && Object.hasOwn(fakeVendors, name);
