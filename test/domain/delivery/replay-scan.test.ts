import fc from 'fast-check';
import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import type { FeedEntry } from '../../../lambdas/domain/delivery/feed-entry.ts';
import type { ReplayOrder, ReplayPlace, ReplaySelection } from '../../../lambdas/domain/delivery/replay-job.ts';
import { type ReplayScanPorts, scanReplay } from '../../../lambdas/domain/delivery/replay-scan.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const aDead = (eventId: string, changes: Partial<Delivery> = {}): Delivery => ({
  ...aDelivery(anEvent()),
  attempts: 7,
  fence: 7,
  steps: {},
  state: 'failed',
  fate: 'dead',
  tenant: 'acme',
  eventId,
  ...changes,
});
const settled = (fate: Delivery['fate']): Partial<Delivery> => ({ state: 'done', fate: fate! });

/** Feeds with an entry for each delivery, but for those that notify a connection. */
function aLedger(deliveries: readonly Delivery[], gaps: readonly number[] = []) {
  const heads = new Map<string, number>();
  const entries = deliveries
    .filter(({ integration }) => !integration.includes('~'))
    .map((delivery): FeedEntry => {
      const sequence = (heads.get(delivery.tenant) ?? 0) + 1;
      heads.set(delivery.tenant, sequence);
      const { eventId, integration, tenant, threadKey, lane, receivedAt } = delivery;
      return { eventId, integration, tenant, threadKey, lane, receivedAt, sequence, recordedAt: receivedAt };
    })
    .filter(({ sequence }) => !gaps.includes(sequence));
  const ports: ReplayScanPorts = {
    read: async (tenant, after, limit) => {
      const behind = entries.filter((entry) => entry.tenant === tenant && entry.sequence > after);
      return { entries: behind.slice(0, limit), isEnd: behind.length < limit };
    },
    event: async (eventId) => {
      const own = deliveries.filter((delivery) => delivery.eventId === eventId);
      return own.length === 0 ? undefined : { deliveries: own };
    },
  };
  const ranges = [...heads].map(([tenant, upTo]) => ({ tenant, after: 0, upTo }));
  return { ports, ranges };
}

type Order = Pick<ReplayOrder, 'tenants' | 'selection' | 'ranges'>;

/** All deliveries of a replay, read in pieces, and the number of pieces. */
async function scanAll(ports: ReplayScanPorts, order: Order, most: number) {
  const found: string[] = [];
  let place: ReplayPlace = { nth: 0 };
  for (let reads = 1; reads < 1000; reads += 1) {
    const stretch = await scanReplay(ports, order, place, most);
    found.push(
      ...stretch.events.flatMap(({ deliveries }) =>
        deliveries.map(({ eventId, integration }) => `${eventId} ${integration}`),
      ),
    );
    place = stretch.place;
    if (stretch.isEnd) return found;
  }
  throw new Error('the scan does not end');
}

const allOf = (deliveries: readonly Delivery[], selection: Partial<ReplaySelection>, tenants = ['acme']) => {
  const { ports, ranges } = aLedger(deliveries);
  const order = { tenants, selection: { delivered: false, ...selection }, ranges };
  return scanAll(ports, order, 2);
};

describe('scanReplay', () => {
  const deliveries = [
    aDead('evt_1'),
    aDead('evt_2', { integration: 'support' }),
    aDead('evt_3', { threadKey: 'thread-3' }),
    aDead('evt_4', { errorClass: 'outage' }),
    aDead('evt_5', { receivedAt: '2026-11-19T09:00:00.000Z' }),
    aDead('evt_6', settled('delivered')),
    aDead('evt_7', settled('quarantined')),
    aDead('evt_8', { tenant: 'beta', integration: 'beta-sales' }),
    aDead('evt_6', { ...settled('delivered'), integration: 'sales~hook' }),
  ];

  it.each<[string, Partial<ReplaySelection>, string[]]>([
    ['an integration', { integration: 'support' }, ['evt_2 support']],
    ['a conversation', { thread: 'thread-3' }, ['evt_3 sales']],
    ['a class of errors', { errorClass: 'outage' }, ['evt_4 sales']],
    ['a time before which', { until: '2026-11-20T00:00:00.000Z' }, ['evt_5 sales']],
    [
      'a time from which on',
      { since: '2026-11-20T00:00:00.000Z' },
      ['evt_1 sales', 'evt_2 support', 'evt_3 sales', 'evt_4 sales'],
    ],
  ])('finds what was given up by %s', async (_case, selection, wanted) => {
    expect(await allOf(deliveries, selection)).toEqual(wanted);
  });

  it('finds, with what was delivered, every mail of the filter, so that what may not go is refused by name', async () => {
    expect(
      await allOf(deliveries, { delivered: true, integration: 'sales', since: '2026-11-20T00:00:00.000Z' }),
    ).toEqual(['evt_1 sales', 'evt_3 sales', 'evt_4 sales', 'evt_6 sales', 'evt_6 sales~hook', 'evt_7 sales']);
  });

  it('finds the notifications of one connection alone', async () => {
    expect(await allOf(deliveries, { delivered: true, integration: 'sales~hook' })).toEqual(['evt_6 sales~hook']);
  });

  it('finds all deliveries of the events that are named, of the caller’s tenants only', async () => {
    const eventIds = ['evt_7', 'evt_8', 'evt_6', 'evt_none'];

    expect(await allOf(deliveries, { eventIds })).toEqual(['evt_7 sales', 'evt_6 sales', 'evt_6 sales~hook']);
    expect(await allOf(deliveries, { eventIds }, ['acme', 'beta'])).toContain('evt_8 beta-sales');
  });

  it('passes the row and the entry that announce the records of a mail: nobody gets these', async () => {
    const announced = aDead('evt_1', { ...settled('delivered'), integration: 'sales~~delivered' });
    const { ports, ranges } = aLedger([aDead('evt_1', settled('delivered')), announced]);
    const twice: ReplayScanPorts = {
      ...ports,
      read: async (...given) => {
        const { entries, ...sight } = await ports.read(...given);
        const more = entries.map((entry) => ({ ...entry, type: 'email.delivered/1' as const, sequence: 2 }));
        return { ...sight, entries: [...entries, ...more] };
      },
    };
    const order = { tenants: ['acme'], selection: { delivered: true }, ranges: [{ ...ranges[0]!, upTo: 2 }] };

    expect(await scanAll(twice, order, 10)).toEqual(['evt_1 sales']);
    expect(await allOf([announced], { delivered: true, eventIds: ['evt_1'] })).toEqual([]);
  });

  it('reads no event that joined the feed after the replay was ordered', async () => {
    const { ports } = aLedger([aDead('evt_1'), aDead('evt_2'), aDead('evt_3')]);
    const order = {
      tenants: ['acme'],
      selection: { delivered: false },
      ranges: [{ tenant: 'acme', after: 0, upTo: 2 }],
    };

    expect(await scanAll(ports, order, 10)).toEqual(['evt_1 sales', 'evt_2 sales']);
  });

  it('passes entries that have reached their age, and a feed without any', async () => {
    const { ports, ranges } = aLedger(
      [1, 2, 3, 4, 5].map((nth) => aDead(`evt_${nth}`)),
      [1, 2, 4],
    );
    const selection = { delivered: false };

    expect(await scanAll(ports, { tenants: ['acme'], selection, ranges }, 1)).toEqual(['evt_3 sales', 'evt_5 sales']);
    expect(await scanAll(ports, { tenants: ['acme'], selection, ranges: [] }, 1)).toEqual([]);
    expect(
      await scanAll(ports, { tenants: ['x'], selection, ranges: [{ tenant: 'x', after: 0, upTo: 0 }] }, 1),
    ).toEqual([]);
  });

  it('finds each event once from any place on, however many are read at once', async () => {
    const tenants = ['acme', 'beta'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...tenants), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        async (owners, most, other) => {
          const all = owners.map((tenant, nth) => aDead(`evt_${nth}`, { tenant }));
          const { ports, ranges } = aLedger(all);
          const order = { tenants, selection: { delivered: false }, ranges };
          const found = await scanAll(ports, order, most);

          expect(found.toSorted()).toEqual(all.map(({ eventId }) => `${eventId} sales`).toSorted());
          // A worker that dies behind any event leaves a place from which another one finds the rest.
          let place: ReplayPlace = { nth: 0 };
          const resumed: string[] = [];
          for (let isEnd = false; !isEnd; ) {
            const stretch = await scanReplay(ports, order, place, other);
            const first = stretch.events.slice(0, 1);
            resumed.push(...first.flatMap(({ deliveries: own }) => own.map(({ eventId }) => `${eventId} sales`)));
            place = first[0]?.place ?? stretch.place;
            isEnd = first.length === 0 && stretch.isEnd;
          }
          expect(resumed).toEqual(found);
        },
      ),
    );
  });
});
