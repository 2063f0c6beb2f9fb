import { watch } from './watch.ts';
import type { World } from './world.ts';

const names = (rang: ReadonlyMap<string, number>): string[] =>
  [...rang.keys()].map((id) => /^Alarms(\w+?)[0-9A-F]{8}$/.exec(id)![1]!);
const within = (rang: ReadonlyMap<string, number>, name: string): number | undefined =>
  [...rang].find(([id]) => id.startsWith(`Alarms${name}`))?.[1];

describe('alarms on the metrics of the deployment', () => {
  it('raises no alarm in a quiet hour, with or without mail', async () => {
    for (const hasTraffic of [false, true]) {
      const { before, rang, pagedBefore } = await watch({ minutes: 50, hasTraffic });

      expect(before).toEqual([]);
      expect(pagedBefore).toEqual([]);
      expect(names(rang)).toEqual([]);
    }
  }, 60_000);

  it('pages nobody for a new stage before its first activity', async () => {
    const { paged, pagedBefore } = await watch({
      calm: 0,
      minutes: 60,
      hasTraffic: false,
      breaks: ({ dead }) => void ['heartbeat', 'sweep', 'redrive'].forEach((stage) => void dead.add(stage)),
    });

    // Failing functions page; metrics that have never been reported do not.
    expect([...names(paged), ...pagedBefore]).toEqual(['Functions']);
  }, 60_000);

  it.each<[string, (world: World) => void, Record<string, number>, string[], number?]>([
    [
      'suppress is dead',
      (world) => void world.dead.add('suppress'),
      { UnsubscribePendingAge: 5, UnsubscribeQueueAge: 3, CanaryLostAtSuppress: 10, SuppressFunctionErrors: 20 },
      ['UnsubscribeLate', 'CanaryLost', 'Functions'],
      20,
    ],
    [
      'the event source of suppress is disabled',
      (world) => world.disable('suppress'),
      { UnsubscribePendingAge: 5, UnsubscribeQueueAge: 3, CanaryLostAtSuppress: 10 },
      ['UnsubscribeLate', 'CanaryLost'],
    ],
    [
      'the CRM is down',
      ({ crm, scheduler }) =>
        void crm.outages.set('unique-a', { from: scheduler.now, until: scheduler.now + 9e9, kind: 'down' }),
      { UnsubscribePendingAge: 5, CircuitOpen: 12 },
      ['UnsubscribeLate', 'Trouble'],
    ],
    [
      'the CRM refuses our credentials',
      ({ crm, scheduler }) =>
        void crm.outages.set('unique-a', { from: scheduler.now, until: scheduler.now + 9e9, kind: 'misconfigured' }),
      { UnsubscribePendingAge: 5, CrmConfiguration: 10 },
      ['UnsubscribeLate', 'Trouble'],
    ],
    [
      'the heartbeat is dead',
      (world) => void world.dead.add('heartbeat'),
      { HeartbeatMissing: 4, HeartbeatFunctionErrors: 15 },
      ['Silent', 'Functions'],
    ],
    [
      'the canary is lost',
      (world) => {
        world.isLost = (body) => body.includes('canary-');
      },
      { CanaryLostAtParse: 10 },
      ['CanaryLost'],
    ],
    [
      'sink is dead',
      (world) => void world.dead.add('sink'),
      { CanaryLostAtSink: 10, ConversationPendingAge: 65 },
      ['CanaryLost', 'MailWaits'],
      70,
    ],
    [
      'the event source of parse is disabled',
      (world) => world.disable('parse'),
      { CanaryLostAtParse: 10, InboxAge: 15 },
      ['CanaryLost', 'MailWaits'],
      20,
    ],
  ])(
    'raises the expected alarms in time when %s',
    async (_name, breaks, expected, pages, minutes = 15) => {
      const { before, rang, paged } = await watch({ minutes, breaks });

      expect(before).toEqual([]);
      for (const [name, latest] of Object.entries(expected)) {
        expect(names(rang)).toContain(name);
        expect(within(rang, name)).toBeLessThanOrEqual(latest);
      }
      expect(names(paged)).toEqual(expect.arrayContaining(pages));
    },
    60_000,
  );
});
