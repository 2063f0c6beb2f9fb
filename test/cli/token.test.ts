import { checkKind, signedAddress, tenantOf } from '../../cli/token.ts';
import { canaryTenant } from '../../lambdas/domain/configuration/canary-integration.ts';
import { createRouter } from '../../lambdas/domain/configuration/route.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { anIntegration } from '../helpers/builders.ts';

const keys = { current: 'k1', keys: { k1: 'a key of the tests' } };
const deals = anIntegration({ key: 'deals', addresses: ['deal+{token}@inbound.localhost'] });
const sales = anIntegration({ key: 'sales', addresses: ['sales@inbound.localhost'] });
const support = anIntegration({ key: 'support', addresses: ['support@inbound.localhost'] });
/** Its name leaves no room for a tag: a local part may have 64 octets. */
const long = anIntegration({ key: 'long', addresses: [`${'x'.repeat(60)}@inbound.localhost`] });
const canary = anIntegration({ key: 'canary', tenant: canaryTenant, addresses: ['probe@inbound.localhost'] });

const asked = (integration?: string) => ({ kind: 'deal' as const, id: '12345', integration });

describe('checkKind', () => {
  const connections = {
    main: { vendor: 'hubspot', baseUrl: 'https://x.example', credentials: 'env:X' },
    pipe: { vendor: 'pipedrive', baseUrl: 'https://x.example', credentials: 'env:X' },
  } as const;
  const pipe = anIntegration({ key: 'pipe', connection: 'pipe' });

  it("takes a record that the integration's CRM has, and says which it has not", () => {
    expect(() => checkKind('ticket', 'sales', [sales, pipe], connections)).not.toThrow();
    expect(() => checkKind('company', 'pipe', [sales, pipe], connections)).not.toThrow();
    expect(() => checkKind('ticket', 'pipe', [sales, pipe], connections)).toThrow('pipedrive keeps no tickets');
  });
});

describe('signedAddress', () => {
  it('gives an address whose mail goes to the integration and names the record', () => {
    const { address, ...rest } = signedAddress([sales, long, canary], keys, asked());

    expect(address).toMatch(/^sales\+deal-12345\.[\w-]+@inbound\.localhost$/);
    expect(rest).toEqual({ type: 'deal', id: '12345', integration: 'sales' });
    expect(createRouter([sales])(address)).toMatchObject({ integration: 'sales', token: { type: 'deal' } });
  });

  it('prefers the address that is named after the kind', () => {
    expect(signedAddress([sales, deals], keys, asked()).address).toMatch(/^deal\+12345\./);
  });

  it('takes the integration that is named', () => {
    expect(signedAddress([sales, deals], keys, asked('sales')).integration).toBe('sales');
  });

  it.each([
    [
      'no integration has such an address',
      [long, canary],
      undefined,
      /^no address of an integration can name the deal 12345/,
    ],
    ['the named integration has none', [long, deals], 'long', /^no address of long can name/],
    ['several have one', [sales, support], undefined, /^several integrations .*: sales, support$/],
  ])('refuses when %s', (_what, integrations, key, message) => {
    expect(() => signedAddress(integrations, keys, asked(key))).toThrow(ConfigError);
    expect(() => signedAddress(integrations, keys, asked(key))).toThrow(message);
  });
});

describe('tenantOf', () => {
  const other = anIntegration({ key: 'other', tenant: 'globex' });

  it.each([
    ['the only tenant', [sales, deals, canary], undefined, 'acme'],
    ['the tenant of the named integration', [sales, other], 'other', 'globex'],
  ])('finds %s', (_what, integrations, key, tenant) => {
    expect(tenantOf(integrations, key)).toBe(tenant);
  });

  it.each([
    ['several tenants', [sales, other], undefined],
    ['none', [canary], undefined],
    ['an unknown integration', [sales], 'nobody'],
  ])('refuses %s', (_what, integrations, key) => {
    expect(() => tenantOf(integrations, key)).toThrow(ConfigError);
  });
});
