import { ConfigError } from '../domain/errors.ts';
import type { Vendor } from '../domain/integration.ts';
import type { CrmAdapter } from '../domain/ports.ts';
import { createMparticleAdapter } from './cdp/mparticle/adapter.ts';
import { createSegmentAdapter } from './cdp/segment/adapter.ts';
import { createCloseAdapter } from './close/adapter.ts';
import { readRefusal as closeRefusal } from './close/api.ts';
import { createFreshsalesAdapter } from './freshsales/adapter.ts';
import { readRefusal as freshsalesRefusal } from './freshsales/api.ts';
import { createHubspotAdapter } from './hubspot/adapter.ts';
import { createHubspotLimits } from './hubspot/limits.ts';
import { createPipedriveAdapter } from './pipedrive/adapter.ts';
import { readRefusal as pipedriveRefusal } from './pipedrive/api.ts';
import { createSalesforceAdapter } from './salesforce/adapter.ts';
import { readRefusal as salesforceRefusal } from './salesforce/api.ts';
import { salesforceGrant } from './salesforce/grant.ts';
import type { VendorContext } from './vendor-context.ts';
import { createWebhookAdapter } from './webhook/adapter.ts';
import { createZendeskSellAdapter } from './zendesk-sell/adapter.ts';
import { createZohoAdapter } from './zoho/adapter.ts';
import { readRefusal as zohoRefusal } from './zoho/api.ts';
import { zohoGrant } from './zoho/grant.ts';

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString('base64')}` });

/** Every vendor, and how the adapter of a connection to it is made. */
export const vendors: Readonly<Record<Vendor, (context: VendorContext) => CrmAdapter>> = {
  hubspot({ client, patient, now }) {
    const limits = createHubspotLimits();
    const http = client({ headersFrom: bearer, onHeaders: limits.see });
    return createHubspotAdapter(http, limits.learned, patient(http), now);
  },
  salesforce({ client, patient, secret, account, version }) {
    const http = client({ grant: salesforceGrant(jsonOf(secret, 'Salesforce')), readRefusal: salesforceRefusal });
    return createSalesforceAdapter(http, { account, patientHttp: patient(http), ...(version && { version }) });
  },
  pipedrive({ client, patient, account }) {
    const http = client({ headersFrom: (secret) => ({ 'x-api-token': secret }), readRefusal: pipedriveRefusal });
    return createPipedriveAdapter(http, account, patient(http));
  },
  zoho({ client, patient, secret, url, account }) {
    const { grant, accountsUrl } = zohoGrant(jsonOf(secret, 'Zoho'), url);
    const http = client({ grant, tokenUrl: accountsUrl, readRefusal: zohoRefusal });
    return createZohoAdapter(http, account, patient(http));
  },
  close({ client, patient, account }) {
    const http = client({ headersFrom: (secret) => basic(`${secret}:`), readRefusal: closeRefusal });
    return createCloseAdapter(http, account, patient(http));
  },
  freshsales({ client, patient, account }) {
    const headersFrom = (secret: string) => ({ authorization: `Token token=${secret}` });
    const http = client({ headersFrom, readRefusal: freshsalesRefusal });
    return createFreshsalesAdapter(http, account, patient(http));
  },
  'zendesk-sell'({ client, account }) {
    // Without a name of its own every request is refused.
    return createZendeskSellAdapter(client({ headersFrom: bearer, headers: { 'user-agent': 'postern/1' } }), account);
  },
  webhook: ({ client, secret, now }) => createWebhookAdapter(client({}), secret, now),
  segment: (context) => segmentLike(context, 'segment'),
  rudderstack: (context) => segmentLike(context, 'rudderstack'),
  mparticle: ({ client, patient }) => createMparticleAdapter(patient(client({ headersFrom: basic }))),
};

/** Both take Segment's HTTP API, with the write key as the user of a Basic authentication without a password. */
function segmentLike({ client, patient }: VendorContext, vendor: 'segment' | 'rudderstack'): CrmAdapter {
  const http = client({ headersFrom: (secret) => basic(`${secret}:`) });
  return createSegmentAdapter(http, vendor, patient(http));
}

/** @throws ConfigError naming the vendor, never the secret */
function jsonOf(secret: string, vendor: string): unknown {
  try {
    return JSON.parse(secret);
  } catch {
    throw new ConfigError(`the ${vendor} secret is not JSON`);
  }
}
