import { createMintAddress } from '../../lambdas/api/mint-address.ts';
import type { ApiRequest } from '../../lambdas/api/request.ts';
import { anIntegration } from '../helpers/builders.ts';

const integrations = [
  anIntegration({ key: 'pipe', tenant: 'pipe', connection: 'pipe', addresses: ['ticket+{token}@pipe.example'] }),
  anIntegration({ key: 'deals', tenant: 'acme', addresses: ['deal+{token}@in.example'] }),
  anIntegration({ key: 'other', tenant: 'other', addresses: ['deal+{token}@other.example'] }),
];
const mint = createMintAddress({
  control: {
    integrations: async () => integrations,
    connection: async (name) => ({
      vendor: name === 'pipe' ? 'pipedrive' : 'hubspot',
      baseUrl: 'https://x.example',
      credentials: 'env:X',
    }),
  },
  tokenKeys: async () => ({ current: 'k1', keys: { k1: 'a key of ours' } }),
});
const ask = (body: unknown, tenant?: string) =>
  mint({ body: typeof body === 'string' ? body : JSON.stringify(body) } as ApiRequest, tenant);
const deal = { type: 'deal', id: '12345' };

describe('createMintAddress', () => {
  it('makes a signed address of an integration, or of the only one of the key’s tenant', async () => {
    const byName = await ask({ ...deal, integration: 'deals' });
    const byTenant = await ask(deal, 'acme');

    expect(JSON.parse(byName.body ?? '')).toEqual({
      address: expect.stringMatching(/^deal\+12345\.[a-z2-7]{12}@in\.example$/),
      ...deal,
      integration: 'deals',
    });
    expect(byTenant).toEqual(byName);
  });

  it.each<[string, unknown, string | undefined]>([
    ['a ticket where the CRM keeps none', { type: 'ticket', id: '1', integration: 'pipe' }, undefined],
    ['no JSON', 'x', undefined],
    ['null', null, undefined],
    ['no type', { id: '1', integration: 'deals' }, undefined],
    ['a type that only mail of ours has', { ...deal, type: 'bounce', integration: 'deals' }, undefined],
    ['a name of every object', { ...deal, type: 'constructor', integration: 'deals' }, undefined],
    ['no id', { type: 'deal', integration: 'deals' }, undefined],
    ['an id that is no text', { type: 'deal', id: ['1'], integration: 'deals' }, undefined],
    ['an id that no address can hold', { type: 'deal', id: 'a b', integration: 'deals' }, undefined],
    ['several integrations', deal, undefined],
    ['an integration that is not there', { ...deal, integration: '__proto__' }, undefined],
    ['an integration of another tenant', { ...deal, integration: 'other' }, 'acme'],
  ])('refuses a question with %s', async (_case, body, tenant) => {
    await expect(ask(body, tenant)).rejects.toMatchObject({ name: 'QuestionError' });
  });
});
