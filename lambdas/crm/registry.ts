import type { Connection } from '../domain/crm/connection.ts';
import type { CrmAdapter, CrmRegistry } from '../domain/crm/crm-adapter.ts';
import type { Outcome } from '../domain/crm/outcome.ts';
import { ConfigError } from '../domain/errors.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { credentialsFailure } from './credentials-failure.ts';
import { createVendorContext, type RegistryDependencies } from './vendor-context.ts';
import { vendors } from './vendors.ts';

/** No secret: what the function itself may do. */
const ownRole = 'role';

/** How long an adapter lives before credentials are read anew, in ms. */
const adapterLifeMs = 300_000;

/** The stand-ins take whatever has the right form; who has one token for all of them need not write JSON. */
const sandboxSecrets: Readonly<Partial<Record<Connection['vendor'], string>>> = {
  salesforce: JSON.stringify({ clientId: 'sandbox', clientSecret: 'sandbox' }),
  zoho: JSON.stringify({ clientId: 'sandbox', clientSecret: 'sandbox', refreshToken: 'sandbox' }),
};

/** The adapters, one per connection and kept warm, because each may have asked its vendor what it can do. */
export function createCrmRegistry(dependencies: RegistryDependencies): CrmRegistry {
  const { readCredentials, sandboxUrl, now } = dependencies;
  const adapters = new Map<string, { readonly adapter: CrmAdapter; readonly until: number }>();

  const create = async (connection: Connection): Promise<CrmAdapter> => {
    const { vendor, baseUrl, credentials, version, compress = false } = connection;
    const isSandbox = baseUrl.startsWith('sandbox:');
    if (isSandbox && sandboxUrl === undefined)
      throw new ConfigError('baseUrl sandbox: only works on a laptop, under npm start');
    const url = isSandbox ? `${sandboxUrl}/${vendor}` : baseUrl;
    const secret =
      (isSandbox && sandboxSecrets[vendor]) || (credentials === ownRole ? '' : await readCredentials(credentials));
    const account = sha256(vendor, baseUrl, credentials);
    const context = createVendorContext(dependencies, { vendor, url, secret, credentials, account, version, compress });
    return vendors[vendor](context);
  };

  return {
    async adapterFor(connection): Promise<Outcome<CrmAdapter>> {
      const key = JSON.stringify(connection);
      const warm = adapters.get(key);
      if (warm !== undefined && warm.until > now().getTime())
        return { kind: 'ok', value: warm.adapter, how: 'existing' };
      try {
        const adapter = await create(connection);
        adapters.set(key, { adapter, until: now().getTime() + adapterLifeMs });
        return { kind: 'ok', value: adapter, how: 'created' };
      } catch (error) {
        return credentialsFailure(error);
      }
    },
  };
}
