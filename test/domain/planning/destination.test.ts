import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { Outcome } from '../../../lambdas/domain/crm/outcome.ts';
import { limitsFor, resolveDestination } from '../../../lambdas/domain/planning/destination.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';

const documented = { perSecond: 10, burst: 100 };
const adapter = { calls: { unknown: 1, known: 1 }, limits: documented } as CrmAdapter;
const connection = { vendor: 'hubspot', baseUrl: 'https://x.example', credentials: 'env:X' } as const;

const resolve = (
  changes: Partial<Integration>,
  adapterOutcome: Outcome<CrmAdapter> = { kind: 'ok', value: adapter, how: 'existing' },
) =>
  resolveDestination(
    {
      control: {
        integrations: async () => [anIntegration(changes)],
        connection: async (name) => (name === 'main' ? connection : undefined),
        intake: async () => undefined,
        mappings: async () => ({}),
      },
      crm: { adapterFor: async () => adapterOutcome },
    },
    { ...aDelivery(anEvent()), attempts: 0, fence: 0, steps: {} },
  );

describe('resolveDestination', () => {
  it('finds the account, with the mappings and the fields to look up', async () => {
    expect(await resolve({ ownerField: 'OwnerId' })).toMatchObject({
      kind: 'found',
      destination: {
        lookUpFields: ['OwnerId'],
        mappings: new Map([['default@1', { kind: 'ok' }]]),
        account: { name: 'main', adapter, limits: documented },
      },
    });
  });

  it.each<[string, Partial<Integration>]>([
    ['in shadow mode', { mode: 'shadow' }],
    ['whose rollout leaves the conversation out', { mode: 'shadow', rollout: { percent: 0 } }],
  ])('finds the account of the shadow for an integration %s, and takes its name for ids', async (_case, changes) => {
    expect(await resolve({ ...changes, connection: 'live', shadow: { to: 'main' } })).toMatchObject({
      kind: 'found',
      destination: { integration: { connection: 'main' }, isShadow: true, account: { name: 'main', adapter } },
    });
  });

  it.each<[string, Partial<Integration>]>([
    ['live', { mode: 'live' }],
    ['live for the conversation', { mode: 'shadow', rollout: { percent: 100 } }],
  ])('writes mail to the connection itself that is %s', async (_case, changes) => {
    const resolved = await resolve({ ...changes, shadow: { to: 'sandbox' } });

    expect(resolved).toMatchObject({ destination: { account: { name: 'main' }, integration: { connection: 'main' } } });
    expect(resolved.kind === 'found' && resolved.destination).not.toHaveProperty('isShadow');
  });

  it.each<[string, Partial<Integration>]>([
    ['that is off, though it has a shadow', { mode: 'off', shadow: { to: 'main' } }],
    ['that is off', { mode: 'off' }],
    ['in shadow mode', { mode: 'shadow' }],
    ['whose rollout leaves the conversation out', { mode: 'shadow', rollout: { percent: 0 } }],
  ])('finds no account for an integration %s', async (_case, changes) => {
    const resolved = await resolve(changes);

    expect(resolved.kind === 'found' && resolved.destination).not.toHaveProperty('account');
  });

  it.each<[string, Partial<Integration>, Outcome<CrmAdapter> | undefined, object]>([
    ['an integration that is not configured', { key: 'other' }, undefined, { failure: { code: 'no-integration' } }],
    ['a connection that is not configured', { connection: 'gone' }, undefined, { failure: { code: 'no-connection' } }],
    [
      'credentials that cannot be read, which all deliveries of the connection meet',
      {},
      { kind: 'misconfigured', code: 'credentials', message: 'x' },
      { failure: { code: 'credentials' }, connection: 'main' },
    ],
  ])('fails for %s', async (_case, changes, adapterOutcome, failed) => {
    expect(await resolve(changes, adapterOutcome)).toMatchObject({ kind: 'failed', ...failed });
  });
});

describe('limitsFor', () => {
  it('prefers the configured rate, which no answer of the vendor changes', () => {
    const rate = { perSecond: 1, burst: 2 };

    expect(limitsFor(connection, adapter)).toEqual(documented);
    expect(limitsFor({ ...connection, rate }, adapter)).toEqual({ ...rate, isFixed: true });
  });
});
