import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { createConsoleConfiguration } from '../../lambdas/operations/console-configuration.ts';
import { anIntegration, silentLog } from '../helpers/builders.ts';

const connection = { vendor: 'hubspot', baseUrl: 'https://secret.example', credentials: 'secret:crm#hubspot' } as const;
const file: IntegrationsFile = {
  connections: { hub: connection, sandbox: connection, theirs: connection },
  integrations: [
    anIntegration({
      key: 'sales',
      tenant: 'acme',
      connection: 'hub',
      mode: 'shadow',
      mapping: 'ours@2',
      rollout: { percent: 10 },
      shadow: { to: 'sandbox' },
    }),
    anIntegration({ key: 'other', tenant: 'beta', connection: 'theirs', mapping: 'gone@1' }),
  ],
  mappings: {
    'ours@1': {
      owner: 'sales team',
      fields: [{ target: 'contact.title', from: 'signature.title', transform: ['trim'], onlyIfEmpty: true }],
    },
    'ours@2': {
      owner: 'sales team',
      extends: 'ours@1',
      fields: [{ target: 'deal.source', value: 'mail', transform: [] }],
    },
  },
};
const closed = { circuit: 'closed', queuedUntil: 0 } as never;

const configuration = (state: () => Promise<never>) =>
  createConsoleConfiguration({
    integrations: async () => file,
    gate: { state },
    parked: { async *markers() {} },
    adapterFor: async () => ({ kind: 'unknown' }),
    now: () => new Date(0),
    pause: () => new Promise(() => {}),
    log: silentLog,
  });

describe('createConsoleConfiguration', () => {
  it('lists integrations and connections without credentials or addresses of CRMs', async () => {
    const list = await configuration(async () => closed).list(undefined);

    expect(list.integrations[0]).toEqual({
      key: 'sales',
      tenant: 'acme',
      connection: 'hub',
      mode: 'shadow',
      routes: ['sales@inbound.localhost'],
      mappingVersion: 'ours@2',
      rollout: { percent: 10 },
      shadow: 'sandbox',
    });
    expect(list.connections).toContainEqual({
      key: 'hub',
      vendor: 'hubspot',
      tenants: ['acme'],
      circuit: 'closed',
      waiting: 0,
    });
    expect(JSON.stringify(list)).not.toMatch(/secret/);
  });

  it('lists what a tenant has, and no more', async () => {
    const list = await configuration(async () => closed).list('acme');

    expect(list.integrations.map(({ key }) => key)).toEqual(['sales']);
    expect(list.connections.map(({ key }) => key)).toEqual(['hub', 'sandbox']);
  });

  it('lists without circuits while these cannot be read', async () => {
    const list = await configuration(async () => {
      throw Object.assign(new Error('x'), { name: 'ThrottlingException' });
    }).list(undefined);

    expect(list.connections[0]).toEqual({ key: 'hub', vendor: 'hubspot', tenants: ['acme'] });
    expect(list.unavailable).toEqual([{ part: 'connections', reason: expect.any(String) }]);
  });

  it('shows a mapping with those that it extends', async () => {
    expect(await configuration(async () => closed).mapping('sales', 'acme')).toEqual({
      mapping: 'ours@2',
      owner: 'sales team',
      fields: expect.arrayContaining([
        { object: 'deal', field: 'source', value: 'mail', policy: 'into new records' },
        {
          object: 'contact',
          field: 'title',
          from: 'signature.title',
          transform: ['trim'],
          policy: 'only where the field is empty',
        },
      ]),
    });
  });

  it('says what is wrong with a mapping, and knows none of another tenant', async () => {
    const { mapping } = configuration(async () => closed);

    expect(await mapping('other', undefined)).toMatchObject({ fields: [], mistake: expect.stringContaining('gone@1') });
    expect(await mapping('other', 'acme')).toBeUndefined();
  });
});
