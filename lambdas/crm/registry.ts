import { ConfigError } from '../domain/errors.ts';
import type { Connection } from '../domain/integration.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { CrmAdapter, CrmRegistry } from '../domain/ports.ts';
import { createMparticleAdapter } from './cdp/mparticle/adapter.ts';
import { createSegmentAdapter } from './cdp/segment/adapter.ts';
import { type CrmHttp, createCrmHttp, createPatientHttp } from './http.ts';
import { createHubspotAdapter } from './hubspot/adapter.ts';
import { createHubspotLimits } from './hubspot/limits.ts';
import { createWebhookAdapter } from './webhook/adapter.ts';

export interface RegistryDependencies {
  /** Resolves `env:NAME` or `secret:<name>`; throws ConfigError when there is nothing. */
  readonly readCredentials: (reference: string) => Promise<string>;
  /** Where `sandbox:` leads; only a laptop has one. */
  readonly sandboxUrl: string | undefined;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** How long an adapter lives before credentials are read anew, in ms. */
const adapterLifeMs = 300_000;

/** The adapters, one per connection and kept warm, because each may have asked its vendor what it can do. */
export function createCrmRegistry({
  readCredentials,
  sandboxUrl,
  now,
  pause,
  random,
}: RegistryDependencies): CrmRegistry {
  const adapters = new Map<string, { readonly adapter: CrmAdapter; readonly until: number }>();

  const patient = (http: CrmHttp): CrmHttp => createPatientHttp(http, { now, pause, random });

  const create = async ({ vendor, baseUrl, credentials }: Connection): Promise<CrmAdapter> => {
    const isSandbox = baseUrl.startsWith('sandbox:');
    if (isSandbox && sandboxUrl === undefined)
      throw new ConfigError('baseUrl sandbox: only works on a laptop, under npm start');
    const url = isSandbox ? `${sandboxUrl}/${vendor}` : baseUrl;
    const secret = await readCredentials(credentials);
    switch (vendor) {
      case 'hubspot': {
        const limits = createHubspotLimits();
        const headers = { authorization: `Bearer ${secret}` };
        const http = createCrmHttp({ baseUrl: url, headers, now, onHeaders: limits.see });
        return createHubspotAdapter(http, limits.learned, patient(http), now);
      }
      case 'webhook':
        return createWebhookAdapter(createCrmHttp({ baseUrl: url, headers: {}, now }), secret, now);
      case 'segment':
      case 'rudderstack': {
        // Both take Segment's HTTP API, with the write key as the user of a Basic authentication without a password.
        const headers = { authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}` };
        const http = createCrmHttp({ baseUrl: url, headers, now });
        return createSegmentAdapter(http, vendor, patient(http));
      }
      case 'mparticle': {
        const headers = { authorization: `Basic ${Buffer.from(secret).toString('base64')}` };
        return createMparticleAdapter(patient(createCrmHttp({ baseUrl: url, headers, now })));
      }
    }
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
        if (!(error instanceof ConfigError)) throw error;
        return { kind: 'misconfigured', code: 'credentials', message: error.message };
      }
    },
  };
}
