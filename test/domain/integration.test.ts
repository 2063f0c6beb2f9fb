import { checkIntegrations } from '../../lambdas/domain/integration.ts';

const valid = {
  connections: { main: { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'env:HUBSPOT_TOKEN' } },
  integrations: [{ key: 'sales', tenant: 'acme', addresses: ['sales@in.example'], connection: 'main' }],
};

const mistakesOf = (json: unknown): string[] => {
  const checked = checkIntegrations(json);
  return checked.ok ? [] : checked.mistakes.map(({ path, message }) => `${path}: ${message}`);
};

describe('integrations file', () => {
  it('fills in the safe defaults', () => {
    expect(checkIntegrations(valid)).toMatchObject({
      ok: true,
      value: { integrations: [{ mode: 'live', mapping: 'default@1', deals: 'token' }] },
    });
  });

  it('names a connection that is not there, and those that are', () => {
    const [integration] = valid.integrations;

    expect(mistakesOf({ ...valid, integrations: [{ ...integration, connection: 'mian' }] })).toEqual([
      'integrations[0].connection: found "mian", wants one of the connections: main',
    ]);
  });

  it('refuses one address for two integrations, and one key twice', () => {
    const [integration] = valid.integrations;

    expect(mistakesOf({ ...valid, integrations: [integration, integration] })).toEqual([
      expect.stringContaining('integrations[1].key: found "sales" a second time') as string,
      expect.stringContaining(
        'integrations[1].addresses[0]: found "sales@in.example", which integration "sales" has already',
      ) as string,
    ]);
  });

  it('refuses to look up contacts where there are none', () => {
    const [integration] = valid.integrations;
    const hook = { vendor: 'webhook', baseUrl: 'https://hooks.example', credentials: 'env:SECRET' };
    const rules = [{ name: 'emea', when: { crm: { territory: ['EMEA'] } }, do: { filter: true } }];
    const asking = { ...integration, rules, ownerField: 'OwnerId' };

    expect(mistakesOf({ ...valid, integrations: [asking] })).toEqual([]);
    expect(mistakesOf({ connections: { main: hook }, integrations: [asking] })).toEqual([
      'integrations[0]: looks up OwnerId, territory of the contact, which a webhook does not have',
    ]);
    expect(mistakesOf({ ...valid, integrations: [{ ...asking, ownerField: "x' OR Id != '" }] })[0]).toContain(
      'ownerField',
    );
  });

  it('refuses a field that it does not know, for it may be a typo', () => {
    const [integration] = valid.integrations;

    expect(mistakesOf({ ...valid, integrations: [{ ...integration, mod: 'shadow' }] })[0]).toContain('mod');
  });
});
