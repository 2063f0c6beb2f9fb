import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import type { ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { fileOfTenant, markersOf } from '../../lambdas/operations/tenant-view.ts';
import { anIntegration } from '../helpers/builders.ts';

const connection = { vendor: 'hubspot', baseUrl: 'sandbox:', credentials: 'env:T' } as const;
const intake = { format: 'standard', credentials: 'env:T' } as const;
const file: IntegrationsFile = {
  connections: { ours: connection, shared: connection, theirs: connection, sandbox: connection },
  integrations: [
    anIntegration({ key: 'a', tenant: 'acme', connection: 'ours' }),
    anIntegration({ key: 'b', tenant: 'acme', connection: 'shared', shadow: { to: 'sandbox' } }),
    anIntegration({ key: 'c', tenant: 'beta', connection: 'theirs' }),
  ],
  intake: { mine: { ...intake, tenant: 'acme' }, other: { ...intake, tenant: 'beta' } },
};

describe('fileOfTenant', () => {
  it('is the whole file for whoever may see all tenants', () => {
    expect(fileOfTenant(file, undefined)).toBe(file);
  });

  it('has the integrations of the tenant, with the connections that they use', () => {
    const own = fileOfTenant(file, 'acme');

    expect(own.integrations.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(Object.keys(own.connections)).toEqual(['ours', 'shared', 'sandbox']);
    expect(Object.keys(own.intake ?? {})).toEqual(['mine']);
  });

  it('is empty for a tenant that has none', () => {
    expect(fileOfTenant(file, 'nobody')).toEqual({ integrations: [], connections: {}, intake: {} });
  });
});

describe('markersOf', () => {
  it('leaves out conversations of other integrations, whatever their keys begin with', async () => {
    async function* all(): AsyncGenerator<ParkMarker> {
      for (const group of ['a#t', 'aa#t', 'c#a#t', 'b#t#x'])
        yield { group, head: 'evt_1', reason: 'r', kind: 'poisoned', since: 's', version: 1, waiting: 1 };
    }

    const groups = (await Array.fromAsync(markersOf(all(), fileOfTenant(file, 'acme')))).map(({ group }) => group);

    expect(groups).toEqual(['a#t', 'b#t#x']);
  });
});
