import type { DeliveryResult } from '../../lambdas/domain/delivery/attempt.ts';
import type { Ledger, ParkedItem, ParkedThreads, ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { replayThread } from '../../lambdas/redrive/replay-thread.ts';

const marker = {
  group: 'sales#t',
  head: 'e1',
  reason: 'rejected',
  kind: 'poisoned',
  since: 'x',
  version: 1,
  waiting: 2,
} as ParkMarker;
const item = (eventId: string): ParkedItem => ({
  place: eventId,
  message: { schema: 'delivery/1', eventId, integration: 'sales', threadKey: 't' },
});
const settled: DeliveryResult = { kind: 'settled', fate: 'delivered', how: 'now' };
const turn = (afterMs: number): DeliveryResult => ({
  kind: 'retry',
  afterMs,
  reason: 'waits for its turn',
  waits: true,
});

interface Given {
  readonly results?: DeliveryResult[];
  /** The waiting items, by each read. */
  readonly items?: ParkedItem[][];
  readonly skip?: string;
  readonly dryRun?: boolean;
  readonly isLeased?: boolean;
  readonly leftMs?: number;
  readonly headState?: 'pending' | 'done';
}

async function replay(situation: Given = {}) {
  const {
    results = [],
    items = [[item('e1'), item('e2')]],
    isLeased = true,
    leftMs = 60_000,
    headState = 'done',
  } = situation;
  const done: unknown[] = [];
  const { report, concernsConnection } = await replayThread(
    {
      ledger: {
        giveUp: async ({ eventId }: { eventId: string }, reason: string) =>
          void done.push(['give up', eventId, reason]),
        load: async () => ({ delivery: { state: headState } }),
      } as unknown as Ledger,
      parked: {
        leaseMarker: async () => isLeased,
        items: async () => items.shift() ?? [],
        removeItem: async (_group: string, place: string) => void done.push(['remove', place]),
        close: async () => items.length === 0,
        releaseMarker: async () => void done.push('release'),
      } as unknown as ParkedThreads,
      deliver: async ({ eventId }, { isReplay }) => {
        done.push(['deliver', eventId, isReplay]);
        return results.shift() ?? settled;
      },
      now: () => new Date('2026-11-20T10:00:00.000Z'),
      pause: async (ms) => done.push(['pause', ms]),
      holder: 'redrive-1',
    },
    marker,
    { actor: 'ada', ...(situation.dryRun && { dryRun: true }), ...(situation.skip && { skip: situation.skip }) },
    { leaseMs: 60_000, leftMs: () => leftMs },
  );
  return { report, concernsConnection, done };
}
const both = [
  ['deliver', 'e1', true],
  ['remove', 'e1'],
  ['deliver', 'e2', true],
  ['remove', 'e2'],
];

describe('replayThread', () => {
  it('delivers in order, and opens the conversation', async () => {
    const { report, done } = await replay();

    expect(report).toEqual({ group: 'sales#t', head: 'e1', reason: 'rejected', waiting: 2, replayed: 2, skipped: 0 });
    expect(done).toEqual(both);
  });

  it('goes on with deliveries that come meanwhile', async () => {
    expect((await replay({ items: [[item('e1')], [item('e2')]] })).done).toEqual(both);
  });

  it('only reports in a dry run', async () => {
    expect(await replay({ dryRun: true })).toMatchObject({ report: { replayed: 0 }, done: [] });
  });

  it.each<[string, Given, object, unknown[]]>([
    ['another redrive holds it', { isLeased: false }, { stoppedBy: 'another redrive is at work on it' }, []],
    [
      'the queue still has its head',
      { items: [[item('e2')]], headState: 'pending' },
      { stoppedBy: 'its head is still on the queue' },
      ['release'],
    ],
    ['the time is up', { leftMs: 0 }, { stoppedBy: 'the run is out of time; the next one goes on' }, ['release']],
    [
      'a delivery fails',
      { results: [{ kind: 'retry', afterMs: 1, reason: 'unknown' }] },
      { stoppedBy: 'unknown', replayed: 0 },
      [['deliver', 'e1', true], 'release'],
    ],
  ])('stops when %s', async (_case, situation, report, done) => {
    const replayed = await replay(situation);

    expect(replayed).toMatchObject({ report, concernsConnection: false });
    expect(replayed.done).toEqual(done);
  });

  it.each<[string, DeliveryResult, boolean]>([
    ['a circuit that opens', { kind: 'parked', as: 'buffered', reason: 'x' }, true],
    ['a turn that is far away', turn(10_001), true],
    ['a mail that is refused', { kind: 'parked', as: 'poisoned', reason: 'x' }, false],
  ])('knows whether %s concerns the whole connection', async (_case, result, concernsConnection) => {
    expect(await replay({ results: [result] })).toMatchObject({
      concernsConnection,
      report: { stoppedBy: result.kind === 'settled' ? '' : result.reason },
    });
  });

  it('waits for a turn that comes soon', async () => {
    const { done } = await replay({ results: [turn(9_000)], items: [[item('e1')]] });

    expect(done).toEqual([
      ['deliver', 'e1', true],
      ['pause', 9_000],
      ['deliver', 'e1', true],
      ['remove', 'e1'],
    ]);
  });

  it('gives up a skipped delivery, and one that has nothing to deliver', async () => {
    const { report, done } = await replay({ skip: 'e1', results: [{ kind: 'dead', reason: 'gone' }] });

    expect(report).toMatchObject({ skipped: 1, replayed: 1 });
    expect(done).toEqual([
      ['give up', 'e1', 'skipped by ada'],
      ['remove', 'e1'],
      ['deliver', 'e2', true],
      ['give up', 'e2', 'gone'],
      ['remove', 'e2'],
    ]);
  });
});
