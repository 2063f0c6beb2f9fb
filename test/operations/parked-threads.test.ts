import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import type { ParkMarker, ParkReason } from '../../lambdas/domain/delivery/ledger.ts';
import { listParked } from '../../lambdas/operations/parked-threads.ts';
import { anIntegration } from '../helpers/builders.ts';

const connection = { vendor: 'hubspot', baseUrl: 'sandbox:', credentials: 'env:T' } as const;
const file: IntegrationsFile = {
  connections: { hub: connection, force: connection },
  integrations: [
    anIntegration({ key: 'sales', tenant: 'acme', connection: 'hub' }),
    anIntegration({ key: 'success', tenant: 'acme', connection: 'force' }),
  ],
};
const marker = (group: string, changes: Partial<ParkMarker> = {}): ParkMarker => ({
  group,
  head: 'evt_1',
  reason: 'rejected: INVALID_EMAIL',
  kind: 'poisoned',
  since: '2026-11-20T09:00:00.000Z',
  version: 3,
  waiting: 2,
  ...changes,
});
const all = [
  marker('sales#one', { triedAt: '2026-11-20T10:00:00.000Z' }),
  marker('sales#guarded', { waiting: 0 }),
  marker('success#two'),
  marker('foreign#three'),
  marker('success#four', { kind: 'buffered', connection: 'force', reason: 'unknown: 5xx' }),
];
const parked = {
  async *markers({ kind, connection: name }: Pick<ParkReason, 'kind' | 'connection'>) {
    yield* all.filter((each) => each.kind === kind && each.connection === name);
  },
};
const groups = async (question: Parameters<typeof listParked>[2]) => {
  const { threads, hasMore } = await listParked(parked, file, question);
  return [threads.map(({ group }) => group), hasMore];
};

describe('listParked', () => {
  it('lists what waits behind a mail and for a connection, without attempts that are only guarded', async () => {
    const { threads, hasMore } = await listParked(parked, file, { limit: 10 });

    expect(hasMore).toBe(false);
    expect(threads).toHaveLength(3);
    expect(threads[0]).toEqual({
      group: 'sales#one',
      tenant: 'acme',
      integration: 'sales',
      head: 'evt_1',
      kind: 'poisoned',
      reason: 'rejected: INVALID_EMAIL',
      since: '2026-11-20T09:00:00.000Z',
      waiting: 2,
      triedAt: '2026-11-20T10:00:00.000Z',
    });
    expect(threads[2]).toMatchObject({ kind: 'buffered', connection: 'force', integration: 'success' });
  });

  it.each([
    ['hub', ['sales#one']],
    ['force', ['success#two', 'success#four']],
    ['nothing', []],
  ])('lists those of integrations that write to %s', async (name, expected) => {
    expect(await groups({ connection: name, limit: 10 })).toEqual([expected, false]);
  });

  it.each([
    [1, ['sales#one'], true],
    [2, ['sales#one', 'success#two'], true],
    [3, ['sales#one', 'success#two', 'success#four'], false],
  ])('says whether there are more than %i', async (limit, expected, hasMore) => {
    expect(await groups({ limit })).toEqual([expected, hasMore]);
  });
});
