import type { CrmAdapter, CrmRegistry } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { MappingsSeen } from '../../lambdas/domain/mapping/mapping.ts';
import { createWatchMappings } from '../../lambdas/heartbeat/watch-mappings.ts';
import { anIntegration } from '../helpers/builders.ts';

const mappings = {
  'regions@1': { owner: 'RevOps', fields: [{ target: 'contact.region', from: 'sender.domain', transform: [] }] },
} as never;

/** A CRM with these fields on its contacts, looked at by a clock that can be set. */
function aWatch(
  fields: readonly string[],
  circuit: 'closed' | 'open' = 'closed',
  integrations = [
    anIntegration({ key: 'sales', mapping: 'regions@1' }),
    anIntegration({ key: 'plain' }),
    anIntegration({ key: 'off', mapping: 'regions@1', mode: 'off' }),
  ],
  { newDeals, settings }: Pick<CrmAdapter, 'settings'> & { newDeals?: { pipeline: string; stage: string } } = {},
) {
  const clock = { ms: Date.UTC(2026, 10, 20) };
  const logged: Array<Record<string, unknown>> = [];
  let asked = 0;
  let last: MappingsSeen | undefined;
  const there = { fields };
  const adapter: Pick<CrmAdapter, 'describe' | 'settings' | 'dealStages'> = {
    ...(settings && { settings }),
    dealStages: { stages: async () => ({ kind: 'ok', value: [{ id: '1', name: 'New', order: 1 }] }) } as never,
    async describe(object) {
      asked += 1;
      const field = { type: 'text', isWritable: true, isRequired: false } as const;
      const stage = { ...field, name: 'dealstage', options: ['won'] };
      const contact = there.fields.map((name) => ({ ...field, name }));
      return { kind: 'ok', value: object === 'contact' ? contact : object === 'deal' ? [stage] : undefined };
    },
  };
  const log = (_message: string, extra: Record<string, unknown>) => void logged.push(extra);
  const watch = createWatchMappings({
    control: {
      integrations: async () => integrations,
      connection: async () => ({ vendor: 'hubspot', baseUrl: 'https://x.example', credentials: 'env:X', newDeals }),
      mappings: async () => mappings,
    },
    crm: { adapterFor: async () => ({ kind: 'ok', value: adapter, how: 'existing' }) } as unknown as CrmRegistry,
    gate: { state: async () => ({ circuit }) as never },
    seen: {
      get: async () => last,
      set: async (seen) => {
        last = seen;
      },
    },
    log: { info: log, warn: log, error: log } as never,
    now: () => new Date(clock.ms),
  });
  return { watch, clock, logged, there, asked: () => asked };
}

describe('createWatchMappings', () => {
  it('finds nothing while the CRM has the fields', async () => {
    const { watch, logged } = aWatch(['region']);

    expect(await watch()).toBe(0);
    expect(logged).toEqual([]);
  });

  it('names a renamed field with the owner of the mapping, and counts it until the next look', async () => {
    const { watch, logged, clock, asked, there } = aWatch(['region_name']);

    expect(await watch()).toBe(1);
    expect(logged).toEqual([
      expect.objectContaining({
        integration: 'sales',
        mapping: 'regions@1',
        owner: 'RevOps',
        target: 'contact.region',
      }),
    ]);
    const once = asked();
    clock.ms += 3_599_000;
    expect(await watch()).toBe(1);
    expect(asked()).toBe(once);

    there.fields = ['region'];
    clock.ms += 1_000;
    expect(await watch()).toBe(0);
  });

  it('names a renamed field that a rule asks about, and describes a connection once for all its integrations', async () => {
    const rules = [{ name: 'emea', when: { crm: { territory: ['EMEA'] } }, do: { filter: true as const } }];
    const two = [anIntegration({ key: 'sales', rules }), anIntegration({ key: 'support', rules })];
    const { watch, logged, asked } = aWatch(['territory_name'], 'closed', two);

    expect(await watch()).toBe(2);
    expect(logged.map(({ integration, target }) => [integration, target])).toEqual([
      ['sales', 'contact.territory'],
      ['support', 'contact.territory'],
    ]);
    expect(asked()).toBe(4);
  });

  it('names a rule that moves deals to a stage which is gone', async () => {
    const rules = [{ name: 'yes', when: { known: true }, do: { moveDeal: { stage: 'Proposal' } } }];
    const { watch, logged } = aWatch([], 'closed', [anIntegration({ key: 'sales', rules })]);

    expect(await watch()).toBe(1);
    expect(logged).toMatchObject([
      { integration: 'sales', target: 'rule yes', message: 'the account has no deal stage "Proposal"; it has New' },
    ]);
  });

  it('does not ask a CRM with an open circuit', async () => {
    const { watch, asked } = aWatch(['region_name'], 'open');

    expect(await watch()).toBe(0);
    expect(asked()).toBe(0);
  });

  it('names a stage of the connection that is gone, also where the mapping is the plain one', async () => {
    const newDeals = { pipeline: 'default', stage: 'lead' };
    const settings = { deal: { dealstage: 'lead' } };
    const { watch, logged } = aWatch([], 'closed', [anIntegration({ key: 'plain' })], { newDeals, settings });

    expect(await watch()).toBe(1);
    expect(logged).toEqual([
      expect.objectContaining({
        target: 'deal.dealstage',
        message: 'does not take the value "lead" of the connection',
      }),
    ]);
  });
});
