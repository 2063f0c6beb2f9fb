import type { Connection } from '../domain/crm/connection.ts';
import type { CrmAdapter, CrmRegistry } from '../domain/crm/crm-adapter.ts';
import { type Outcome, ok } from '../domain/crm/outcome.ts';
import { ConfigError } from '../domain/errors.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { credentialsFailure } from './credentials-failure.ts';
import { createMutex } from './mutex.ts';
import { createVendorContext, type RegistryDependencies } from './vendor-context.ts';
import { vendors } from './vendors.ts';

/** Credentials that are no secret: the rights of the function's own role. */
const ownRole = 'role';

/** How long an adapter lives before credentials are read anew, in ms. */
const adapterLifeMs = 300_000;

/** Secrets for stand-ins, which take anything of the right form: a laptop with one token for all need not write JSON. */
const sandboxSecrets: Readonly<Partial<Record<Connection['vendor'], string>>> = {
  salesforce: JSON.stringify({ clientId: 'sandbox', clientSecret: 'sandbox' }),
  zoho: JSON.stringify({ clientId: 'sandbox', clientSecret: 'sandbox', refreshToken: 'sandbox' }),
};

/** The adapters, one per connection and kept warm, because each may have asked its vendor about the account. */
export function createCrmRegistry(dependencies: RegistryDependencies): CrmRegistry {
  const { readCredentials, sandboxUrl, now } = dependencies;
  const adapters = new Map<string, { readonly adapter: CrmAdapter; readonly until: number }>();
  const uploadInTurn = createMutex();

  async function create(connection: Connection): Promise<CrmAdapter> {
    const { vendor, baseUrl, credentials, version, compress = false, userId = 'crm', previousUserId } = connection;
    const {
      subscriptions,
      newDeals,
      salesOptOut = 'tick',
      companyByColleagues = false,
      httpSignatures = false,
    } = connection;
    const isSandbox = baseUrl.startsWith('sandbox:');
    if (isSandbox && sandboxUrl === undefined)
      throw new ConfigError('baseUrl sandbox: only works on a laptop, under npm start');
    const url = isSandbox ? `${sandboxUrl}/${vendor}` : baseUrl;
    const secret =
      (isSandbox && sandboxSecrets[vendor]) || (credentials === ownRole ? '' : await readCredentials(credentials));
    const account = sha256(vendor, baseUrl, credentials);
    const access = { vendor, url, secret, credentials, account, version };
    const choices = { compress, userId, previousUserId, subscriptions, newDeals, salesOptOut, companyByColleagues };
    const details = { ...access, ...choices, httpSignatures };
    const context = createVendorContext(dependencies, details, uploadInTurn);
    return { ...(await vendors[vendor](context)), answeredAt: context.answeredAt };
  }

  async function adapterFor(connection: Connection): Promise<Outcome<CrmAdapter>> {
    const key = JSON.stringify(connection);
    const warm = adapters.get(key);
    if (warm !== undefined && warm.until > now().getTime()) return ok(warm.adapter);
    try {
      const adapter = await create(connection);
      adapters.set(key, { adapter, until: now().getTime() + adapterLifeMs });
      return ok(adapter);
    } catch (error) {
      return credentialsFailure(error);
    }
  }

  return { adapterFor };
}
