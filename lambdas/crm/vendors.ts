import { compact } from '../compact.ts';
import type { Vendor } from '../domain/crm/connection.ts';
import type { CrmAdapter } from '../domain/crm/crm-adapter.ts';
import { ConfigError } from '../domain/errors.ts';
import type { VendorContext } from './vendor-context.ts';

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString('base64')}` });

/**
 * Every vendor, and how the adapter of a connection to it is made. Each is loaded when a connection wants it: a function that
 * starts cold has no time for those that its tenants do not have.
 */
export const vendors: Readonly<Record<Vendor, (context: VendorContext) => Promise<CrmAdapter>>> = {
  async hubspot({ client, patient, now, readFile }) {
    const { createHubspotAdapter } = await import('./hubspot/adapter.ts');
    const { createHubspotLimits } = await import('./hubspot/limits.ts');
    const limits = createHubspotLimits();
    const http = client({ headersFrom: bearer, onHeaders: limits.see });
    return createHubspotAdapter(http, { learned: limits.learned, patientHttp: patient(http), now, readFile });
  },
  async salesforce({ client, patient, secret, account, version, now, readFile }) {
    const { createSalesforceAdapter } = await import('./salesforce/adapter.ts');
    const { readRefusal } = await import('./salesforce/api.ts');
    const { salesforceGrant } = await import('./salesforce/grant.ts');
    const http = client({ grant: salesforceGrant(jsonOf(secret, 'Salesforce')), readRefusal });
    return createSalesforceAdapter(
      http,
      compact({
        account,
        patientHttp: patient(http),
        now,
        readFile,
        version: version || undefined,
      }),
    );
  },
  async pipedrive({ client, patient, account }) {
    const { createPipedriveAdapter } = await import('./pipedrive/adapter.ts');
    const { readRefusal } = await import('./pipedrive/api.ts');
    const http = client({ headersFrom: (secret) => ({ 'x-api-token': secret }), readRefusal });
    return createPipedriveAdapter(http, account, patient(http));
  },
  async zoho({ client, patient, secret, url, account }) {
    const { createZohoAdapter } = await import('./zoho/adapter.ts');
    const { readRefusal } = await import('./zoho/api.ts');
    const { zohoGrant } = await import('./zoho/grant.ts');
    const { grant, accountsUrl } = zohoGrant(jsonOf(secret, 'Zoho'), url);
    const http = client({ grant, tokenUrl: accountsUrl, readRefusal });
    return createZohoAdapter(http, account, patient(http));
  },
  async close({ client, patient, account }) {
    const { createCloseAdapter } = await import('./close/adapter.ts');
    const { readRefusal } = await import('./close/api.ts');
    const http = client({ headersFrom: (secret) => basic(`${secret}:`), readRefusal });
    return createCloseAdapter(http, account, patient(http));
  },
  async freshsales({ client, patient, account }) {
    const { createFreshsalesAdapter } = await import('./freshsales/adapter.ts');
    const { readRefusal } = await import('./freshsales/api.ts');
    const headersFrom = (secret: string) => ({ authorization: `Token token=${secret}` });
    const http = client({ headersFrom, readRefusal });
    return createFreshsalesAdapter(http, account, patient(http));
  },
  async 'zendesk-sell'({ client, account }) {
    const { createZendeskSellAdapter } = await import('./zendesk-sell/adapter.ts');
    // Without a name of its own every request is refused.
    return createZendeskSellAdapter(client({ headersFrom: bearer, headers: { 'user-agent': 'postern/1' } }), account);
  },
  async webhook({ client, secret, now, compress }) {
    const { createWebhookAdapter } = await import('./webhook/adapter.ts');
    return createWebhookAdapter(client({ mayAnswerPages: true }), secret, now, compress);
  },
  eventbridge: (context) => handOff(context, 'eventbridge'),
  sqs: (context) => handOff(context, 'sqs'),
  segment: (context) => segmentLike(context, 'segment'),
  rudderstack: (context) => segmentLike(context, 'rudderstack'),
  async mparticle({ client, patient }) {
    const { createMparticleAdapter } = await import('./cdp/mparticle/adapter.ts');
    const http = client({ headersFrom: basic });
    return createMparticleAdapter(http, patient(http));
  },
};

async function handOff({ handOff, url }: VendorContext, vendor: 'eventbridge' | 'sqs'): Promise<CrmAdapter> {
  const { createHandOffAdapter } = await import('./hand-off/adapter.ts');
  return createHandOffAdapter(handOff(vendor, url));
}

/** Both take Segment's HTTP API, with the write key as the user of a Basic authentication without a password. */
async function segmentLike({ client, patient }: VendorContext, vendor: 'segment' | 'rudderstack'): Promise<CrmAdapter> {
  const { createSegmentAdapter } = await import('./cdp/segment/adapter.ts');
  const http = client({ headersFrom: (secret) => basic(`${secret}:`) });
  return createSegmentAdapter(http, vendor, patient(http));
}

/**
 * The fields of a JSON secret, without the blanks around each.
 *
 * @throws ConfigError naming the vendor, never the secret
 */
function jsonOf(secret: string, vendor: string): unknown {
  try {
    return JSON.parse(secret, (_name, value: unknown) => (typeof value === 'string' ? value.trim() : value));
  } catch {
    throw new ConfigError(`the ${vendor} secret is not JSON`);
  }
}
