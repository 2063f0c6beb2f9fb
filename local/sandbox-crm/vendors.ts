import { close } from './close-api.ts';
import { eventbridge } from './eventbridge-api.ts';
import { freshsales } from './freshsales-api.ts';
import { pipedrive } from './pipedrive-api.ts';
import { salesforce } from './salesforce/api.ts';
import type { SandboxVendor } from './sandbox-vendor.ts';
import { zendeskSell } from './zendesk-sell-api.ts';
import { zoho } from './zoho-api.ts';

/** The sandboxes beside HubSpot's, by the vendor's name in a connection. */
export const sandboxVendors = {
  salesforce,
  pipedrive,
  zoho,
  close,
  freshsales,
  'zendesk-sell': zendeskSell,
  eventbridge,
} as const satisfies Record<string, SandboxVendor>;

export type SandboxVendorName = keyof typeof sandboxVendors;

export const isSandboxVendor = (name: string | undefined): name is SandboxVendorName =>
  name !== undefined && Object.hasOwn(sandboxVendors, name);
