import type { Connection } from '../../lambdas/domain/crm/connection.ts';
import type { CrmAdapter, SetUpItem } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { Outcome } from '../../lambdas/domain/crm/outcome.ts';
import type { ConnectionState } from '../../lambdas/domain/delivery/connection-gate.ts';
import type { ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { type ConnectionPorts, connectionsHealth, firstMarkers } from '../../lambdas/operations/connection-health.ts';

const now = new Date('2026-11-20T12:00:00Z');
const connections: Record<string, Connection> = {
  main: { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'secret:crm' },
};
const idle: ConnectionState = {
  circuit: 'closed',
  trials: 0,
  probes: 0,
  failures: 0,
  unfinished: 0,
  refusals: 0,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
  tenants: new Map(),
};

async function* markers(count: number): AsyncGenerator<ParkMarker> {
  for (let nth = 0; nth < count; nth += 1)
    yield {
      group: `sales#${nth}`,
      head: `evt_${nth}`,
      reason: 'r',
      kind: 'buffered',
      since: 's',
      version: 1,
      waiting: 1,
    };
}

const ok = <T>(value: T): Outcome<T> => ({ kind: 'ok', value, how: 'existing' });
const misconfigured: Outcome<never> = { kind: 'misconfigured', code: '401', message: 'no access' };

/** A connection in this state, whose vendor answers like this; the calls are kept. */
function aConnection({
  state = {},
  waiting = 0,
  check,
  setUp,
  adapter,
}: {
  state?: Partial<ConnectionState>;
  waiting?: number;
  check?: Outcome<unknown>;
  setUp?: Outcome<readonly SetUpItem[]>;
  adapter?: Outcome<never>;
} = {}) {
  const calls: string[] = [];
  const ports: ConnectionPorts = {
    gate: { state: async () => ({ ...idle, ...state }) },
    parked: { markers: () => markers(waiting) },
    adapterFor: async () =>
      adapter ??
      ok({
        ...(check && {
          check: async () => {
            calls.push('check');
            return check;
          },
        }),
        ...(setUp && {
          setUp: async (mayMake: boolean) => {
            calls.push(mayMake ? 'make' : 'list');
            return setUp;
          },
        }),
      } as CrmAdapter),
  };
  return {
    calls,
    healthAt: async (depth: 'look' | 'probe' | 'fix') => (await connectionsHealth(ports, connections, now, depth))[0],
  };
}

describe('connectionsHealth', () => {
  it('shows the ledger, and asks no vendor, when it only looks', async () => {
    const { calls, healthAt } = aConnection({
      state: { queuedUntil: now.getTime() + 90_400, learned: { perSecond: 10, burst: 20 } },
      waiting: 3,
      check: misconfigured,
    });

    expect(await healthAt('look')).toEqual({
      connection: 'main',
      vendor: 'hubspot',
      circuit: 'closed',
      waiting: 3,
      queueSeconds: 90,
      callsPerSecond: 10,
    });
    expect(calls).toEqual([]);
  });

  it('shows why a circuit is open and when it is tried again', async () => {
    const state = { circuit: 'open', reason: 'unknown: 5xx', openedAt: 'then', probeAt: now.getTime() } as const;

    expect(await aConnection({ state }).healthAt('look')).toMatchObject({
      circuit: 'open',
      reason: 'unknown: 5xx',
      openedAt: 'then',
      nextProbeAt: now.toISOString(),
      queueSeconds: 0,
    });
  });

  it('leaves out what a closed circuit was once open for', async () => {
    expect(
      await aConnection({ state: { reason: 'old', openedAt: 'then', probeAt: 1 } }).healthAt('look'),
    ).not.toHaveProperty('reason');
  });

  const item = (name: string, state: SetUpItem['state']): SetUpItem => ({ name, state });

  it.each<[string, 'probe' | 'fix', Parameters<typeof aConnection>[0], object, string[]]>([
    ['ok', 'probe', { check: ok({}) }, { answer: 'ok' }, ['check']],
    ['a failure', 'probe', { check: misconfigured }, { answer: 'misconfigured: 401: no access' }, ['check']],
    [
      'credentials that cannot be read',
      'probe',
      { adapter: misconfigured },
      { answer: 'misconfigured: 401: no access' },
      [],
    ],
    ['nothing where the vendor cannot be asked', 'probe', {}, {}, []],
    [
      'the fields that are not there',
      'probe',
      { check: ok({}), setUp: ok([item('a', 'there'), item('b', 'missing')]) },
      { answer: 'ok', fields: [item('b', 'missing')] },
      ['check', 'list'],
    ],
    [
      'the fields that it just made, before it asks whether all is well',
      'fix',
      { check: ok({}), setUp: ok([item('b', 'made')]) },
      { answer: 'ok', fields: [item('b', 'made')] },
      ['make', 'check'],
    ],
    [
      'why the fields could not be made, without asking again',
      'fix',
      { check: ok({}), setUp: misconfigured },
      { answer: 'misconfigured: 401: no access' },
      ['make'],
    ],
  ])('reports %s', async (_what, depth, connection, found, calls) => {
    const subject = aConnection(connection);

    const { answer, fields } = (await subject.healthAt(depth))!;
    expect({ ...(answer && { answer }), ...(fields && { fields }) }).toEqual(found);
    expect(subject.calls).toEqual(calls);
  });
});

describe('firstMarkers', () => {
  it.each([
    [3, 3],
    [1000, 1000],
    [1500, 1000],
  ])('of %i markers reads %i', async (there, read) => {
    expect(await firstMarkers(markers(there))).toHaveLength(read);
  });
});
