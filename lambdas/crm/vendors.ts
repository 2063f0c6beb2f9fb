import type { Vendor } from '../domain/crm/connection.ts';
import type { CrmAdapter } from '../domain/crm/crm-adapter.ts';
import type { VendorContext } from './vendor-context.ts';

/** Makes the adapter of one connection. */
type CreateAdapter = (context: VendorContext) => CrmAdapter | Promise<CrmAdapter>;

/**
 * The adapter of every vendor. Each is loaded when a connection needs it: a function that starts cold has no time for
 * vendors that its tenants do not use.
 */
export const vendors: Readonly<Record<Vendor, CreateAdapter>> = {
  hubspot: async (context) => (await import('./hubspot/adapter.ts')).createHubspotAdapter(context),
  salesforce: async (context) => (await import('./salesforce/adapter.ts')).createSalesforceAdapter(context),
  pipedrive: async (context) => (await import('./pipedrive/adapter.ts')).createPipedriveAdapter(context),
  zoho: async (context) => (await import('./zoho/adapter.ts')).createZohoAdapter(context),
  close: async (context) => (await import('./close/adapter.ts')).createCloseAdapter(context),
  freshsales: async (context) => (await import('./freshsales/adapter.ts')).createFreshsalesAdapter(context),
  'zendesk-sell': async (context) => (await import('./zendesk-sell/adapter.ts')).createZendeskSellAdapter(context),
  webhook: async (context) => (await import('./webhook/adapter.ts')).createWebhookAdapter(context),
  eventbridge: async (context) => (await import('./hand-off/adapter.ts')).createEventBridgeAdapter(context),
  sqs: async (context) => (await import('./hand-off/adapter.ts')).createSqsAdapter(context),
  segment: async (context) => (await import('./cdp/segment/adapter.ts')).createSegmentAdapter(context),
  rudderstack: async (context) => (await import('./cdp/segment/adapter.ts')).createRudderstackAdapter(context),
  mparticle: async (context) => (await import('./cdp/mparticle/adapter.ts')).createMparticleAdapter(context),
};
