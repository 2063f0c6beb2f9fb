import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';

const valid = {
  connections: { main: { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'env:HUBSPOT_TOKEN' } },
  integrations: [{ key: 'sales', tenant: 'acme', addresses: ['sales@in.example'], connection: 'main' }],
};

const mistakesOf = (json: unknown): string[] => {
  const checked = checkIntegrations(json);
  return checked.ok ? [] : checked.mistakes.map(({ path, message }) => `${path}: ${message}`);
};

describe('integrationsFile', () => {
  it('fills in the safe defaults', () => {
    expect(checkIntegrations(valid)).toMatchObject({
      ok: true,
      value: { integrations: [{ mode: 'live', mapping: 'default@1', deals: 'token' }] },
    });
  });

  it.each([
    ['.zip', true],
    ['.tar.gz', true],
    ['application/zip', true],
    ['Video/*', true],
    ['application/vnd.ms-excel.sheet.macroEnabled.12', true],
    ['zip', false],
    ['*.zip', false],
    ['*/*', false],
    ['.', false],
    ['', false],
  ])('takes %j as a kind of files to refuse: %s', (rule, isTaken) => {
    const [integration] = valid.integrations;
    const attachments = { refuse: [rule] };

    expect(mistakesOf({ ...valid, integrations: [{ ...integration, attachments }] })).toHaveLength(isTaken ? 0 : 1);
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

  it.each<[string, object, string | undefined]>([
    ['a header of a ticket system', { threadHeader: 'X-Ticket-Id' }, undefined],
    ['a header that every mail has', { threadHeader: 'Subject' }, 'integrations[0].threadHeader: found "Subject"'],
    ['no name of a header', { threadHeader: 'X Ticket' }, 'integrations[0].threadHeader: found "X Ticket"'],
    ['a share of one', { dealConfidence: 0.8 }, undefined],
    ['percent', { dealConfidence: 80 }, 'integrations[0].dealConfidence: found 80'],
  ])('checks what names a conversation and is enough for its deal: %s', (_case, settings, wanted) => {
    const [integration] = valid.integrations;
    const [mistake] = mistakesOf({ ...valid, integrations: [{ ...integration, ...settings }] });

    expect(mistake?.slice(0, wanted?.length)).toBe(wanted);
  });

  it('refuses an unknown field, which may be a typo', () => {
    const [integration] = valid.integrations;

    expect(mistakesOf({ ...valid, integrations: [{ ...integration, mod: 'shadow' }] })[0]).toContain('mod');
  });

  it.each(['all', 'postern-canary'])('refuses the tenant %s, which has a meaning of its own', (tenant) => {
    const [integration] = valid.integrations;
    const intake = { news: { tenant, format: 'standard', credentials: 'env:KEY' } };

    expect(mistakesOf({ ...valid, integrations: [{ ...integration, tenant }] })[0]).toContain('integrations[0].tenant');
    expect(mistakesOf({ ...valid, intake })[0]).toContain('intake.news.tenant');
  });

  it.each(['ses', 'confirmation'])('refuses the connection %s, which is a target of its own', (name) => {
    const [integration] = valid.integrations;
    const json = {
      connections: { [name]: valid.connections.main },
      integrations: [{ ...integration, connection: name }],
    };

    expect(mistakesOf(json)[0]).toContain('connections');
  });

  it.each([
    'http://api.hubapi.com',
    'http://127.0.0.1.attacker.example',
    'http://127.0.0.1@attacker.example',
    'http://localhost.attacker.example',
    'http://10.0.0.1',
    'http://0.0.0.0:8080',
    'http://[::2]',
    'http://',
    'HTTP://api.hubapi.com',
  ])('refuses the baseUrl %s, over which credentials would go in clear', (baseUrl) => {
    expect(mistakesOf({ ...valid, connections: { main: { ...valid.connections.main, baseUrl } } })[0]).toContain(
      'connections.main.baseUrl',
    );
  });

  it.each([
    'http://127.0.0.1:8080',
    'http://localhost:1',
    'http://[::1]:1/path',
    'http://127.8.8.8',
    'https://x.example',
    'sandbox:',
  ])('takes the baseUrl %s', (baseUrl) => {
    expect(mistakesOf({ ...valid, connections: { main: { ...valid.connections.main, baseUrl } } })).toEqual([]);
  });
});
