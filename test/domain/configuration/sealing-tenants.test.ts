import { encryptingTenants, sealingTenants } from '../../../lambdas/domain/configuration/sealing-tenants.ts';
import { anIntegration } from '../../helpers/builders.ts';

const at = (key: string, tenant: string, encryptEvents?: true) =>
  anIntegration({ key, tenant, addresses: [`${key}@inbound.localhost`], ...(encryptEvents && { encryptEvents }) });
const integrations = [at('a', 'acme', true), at('a2', 'acme'), at('b', 'bolt'), at('c', 'corp', true)];
const sealedFor = (...keys: string[]) =>
  sealingTenants(
    { envelope: { rcptTo: keys.map((key) => `${key}@inbound.localhost`), source: 'receipt' } },
    integrations,
  );

describe('sealingTenants', () => {
  it.each<[string, string[], string[]]>([
    ['nobody where no tenant of the mail asks for it', ['b'], []],
    ['the tenant that asks for it', ['a'], ['acme']],
    ['the tenant at each of its integrations', ['a2'], ['acme']],
    ['each tenant that asks for it, once', ['a', 'a2', 'b', 'c'], ['acme', 'corp']],
    ['nobody where no integration has the address', ['x'], []],
  ])('are %s', (_case, keys, tenants) => {
    expect(sealedFor(...keys)).toEqual(tenants);
  });

  it('are known without a mail, too', () => {
    expect(encryptingTenants(integrations)).toEqual(['acme', 'corp']);
  });
});
