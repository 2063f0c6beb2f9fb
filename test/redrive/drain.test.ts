import type { DeliveryResult } from '../../lambdas/domain/delivery/attempt.ts';
import type { ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { scheduleActor } from '../../lambdas/domain/delivery/redrive-report.ts';
import { drain, isWanted, type RedriveRun } from '../../lambdas/redrive/drain.ts';

const startsAt = Date.parse('2026-11-20T10:00:00.000Z');
const settled: DeliveryResult = { kind: 'settled', fate: 'delivered', how: 'now' };
const retry = (afterMs: number): DeliveryResult => ({ kind: 'retry', afterMs, reason: 'unknown: no clear answer' });
const turn: DeliveryResult = { kind: 'retry', afterMs: 60_000, reason: 'waits for its turn', waits: true };
const waiting: DeliveryResult = { kind: 'parked', as: 'buffered', reason: 'waits for connection main: unknown' };

const markerOf = (group: string, changes: Partial<ParkMarker> = {}): ParkMarker => ({
  group: `sales#${group}`,
  head: group,
  kind: 'buffered',
  connection: 'main',
  reason: 'waits for connection main: unknown',
  since: '2026-11-20T09:00:00.000Z',
  version: 1,
  waiting: 1,
  ...changes,
});

/** A run over conversations of one delivery each, with what their attempts answer one after the other. */
function aRun(answers: Record<string, DeliveryResult[]>, { waitsForMs = 50_000, leftMs = 240_000 } = {}) {
  let ms = startsAt;
  const attempts: string[] = [];
  const delivered = new Set<string>();
  const dependencies = {
    ledger: { load: async () => ({}), giveUp: async () => {} },
    parked: {
      leaseMarker: async () => true,
      releaseMarker: async () => {},
      close: async () => true,
      removeItem: async (_group: string, place: string) => void delivered.add(place),
      items: async (group: string) => {
        const eventId = group.slice('sales#'.length);
        return delivered.has(eventId) ? [] : [{ place: eventId, message: { eventId, integration: 'sales' } }];
      },
    },
    deliver: async ({ eventId }: { eventId: string }) => {
      attempts.push(`${eventId} ${(ms - startsAt) / 1000}`);
      return answers[eventId]?.shift() ?? settled;
    },
    now: () => new Date(ms),
    pause: async (forMs: number) => {
      ms += forMs;
    },
    holder: 'test',
  } as never as RedriveRun['dependencies'];
  const run: RedriveRun = {
    dependencies,
    request: { actor: scheduleActor },
    time: { leaseMs: 60_000, leftMs: () => startsAt + leftMs - ms },
    dryRun: false,
    waitsUntil: startsAt + waitsForMs,
    totals: { found: 0, replayed: 0, skipped: 0 },
    threads: new Map(),
  };
  return { run, attempts };
}

async function* listed(...markers: ParkMarker[]): AsyncGenerator<ParkMarker> {
  yield* markers;
}

describe('drain', () => {
  it('tries a conversation again within the run when one call went wrong, after the others', async () => {
    const { run, attempts } = aRun({ a: [retry(2_000), retry(7_000)] });

    const tried = await drain(run, listed(markerOf('a'), markerOf('b')), 1);

    expect(attempts).toEqual(['a 0', 'b 0', 'a 2', 'a 9']);
    expect(tried).toBe(4);
    expect(run.totals).toEqual({ found: 2, replayed: 2, skipped: 0 });
    expect(run.threads.get('sales#a')).not.toHaveProperty('stoppedBy');
  });

  it('leaves a conversation to the next run when that comes sooner', async () => {
    const { run, attempts } = aRun({ a: [retry(60_000)] });

    await drain(run, listed(markerOf('a'), markerOf('b')), 1);

    expect(attempts).toEqual(['a 0', 'b 0']);
    expect(run.threads.get('sales#a')).toMatchObject({ replayed: 0, stoppedBy: 'unknown: no clear answer' });
  });

  it.each([
    ['the circuit is open', waiting],
    ['the next turn is far away', turn],
  ])('stops all conversations of the connection when %s', async (_case, answer) => {
    const { run, attempts } = aRun({ a: [answer] });

    await drain(run, listed(markerOf('a'), markerOf('b')), 1);

    expect(attempts).toEqual(['a 0']);
  });

  it('goes on with other poisoned conversations, and tries none of them twice', async () => {
    const { run, attempts } = aRun({ a: [retry(1_000)] });
    const poisoned = { kind: 'poisoned', reason: 'rejected: X' } as const;

    await drain(run, listed(markerOf('a', poisoned), markerOf('b', poisoned)), 1);

    expect(attempts).toEqual(['a 0', 'b 0']);
  });

  it('begins nothing when the time of the run is up', async () => {
    const { run, attempts } = aRun({}, { leftMs: 0 });

    expect(await drain(run, listed(markerOf('a')), 8)).toBe(0);
    expect(attempts).toEqual([]);
  });
});

describe('isWanted', () => {
  const oldAndRested = {
    kind: 'poisoned',
    since: '2026-11-19T10:00:00.000Z',
    triedAt: '2026-11-20T09:55:00.000Z',
    reason: 'rejected: X',
  } as const;
  const rested = { kind: 'poisoned', triedAt: '2026-11-20T09:59:00.000Z' } as const;

  it.each<[string, Partial<ParkMarker>, object, boolean]>([
    ['a conversation that waits for its connection', {}, {}, true],
    ['one in which nothing waits', { waiting: 0 }, {}, false],
    ['a poisoned one that was tried a minute ago', rested, {}, false],
    ['the same, when a person asks', rested, { actor: 'ada' }, true],
    ['one of yesterday that was tried five minutes ago', oldAndRested, {}, false],
    ['the same, which a setting of the account has parked', { ...oldAndRested, reason: 'misconfigured: X' }, {}, true],
    ['one of another integration', {}, { integration: 'support' }, false],
    ['another conversation', {}, { thread: 'b' }, false],
    ['one with the event that is asked for', {}, { event: 'a' }, true],
    ['one without that event', {}, { event: 'z' }, false],
  ])('%s: %#', async (_case, changes, request, wanted) => {
    const { run } = aRun({});

    expect(await isWanted({ ...run, request: { actor: scheduleActor, ...request } }, markerOf('a', changes))).toBe(
      wanted,
    );
  });
});
