import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import { newProgress, type ReplayJob } from '../../lambdas/domain/delivery/replay-job.ts';
import type { ResendResult } from '../../lambdas/domain/delivery/resend.ts';
import { createRunReplayJobs } from '../../lambdas/redrive/run-replay-jobs.ts';
import { aDelivery, anEvent, silentLog } from '../helpers/builders.ts';

const startedAt = Date.UTC(2026, 10, 20, 10);

const aJob = (events: number, changes: Partial<ReplayJob> = {}): ReplayJob => ({
  id: 'rpl_1',
  tenants: ['acme'],
  selection: { eventIds: Array.from({ length: events }, (_, nth) => `evt_${nth}`), delivered: true },
  ranges: [],
  messageId: 'same',
  perSecond: 10,
  limit: 1000,
  actor: 'key ops',
  digest: 'd',
  createdAt: new Date(startedAt).toISOString(),
  ...newProgress,
  state: 'waiting',
  fence: 0,
  ...changes,
});

/** A ledger of delivered events with one replay, and a receiver with scripted answers. */
function aLedgerWith(job: ReplayJob, changes: Readonly<Record<string, Partial<Delivery>>> = {}) {
  const clock = { ms: startedAt };
  const stored = { job, isLeased: false };
  const sent: string[] = [];
  const audits: object[] = [];
  const others: string[] = [];
  const answers: Array<ResendResult | 'crash'> = [];
  const budget = { leftMs: 600_000 };
  const hooks = { afterSend: (): void => {} };
  const deliveryOf = (eventId: string): Delivery => ({
    ...aDelivery(anEvent()),
    attempts: 1,
    fence: 1,
    steps: {},
    tenant: 'acme',
    state: 'done',
    fate: 'delivered',
    eventId,
    ...changes[eventId],
  });
  const isOpen = () => stored.job.state === 'waiting' || stored.job.state === 'running';
  const run = createRunReplayJobs({
    jobs: {
      open: async () => [...(isOpen() ? [stored.job.id] : []), ...others],
      claim: async (id) => {
        if (id !== stored.job.id) others.splice(0, 1, `${id} claimed`);
        if (id !== stored.job.id) return undefined;
        if (!isOpen() || stored.isLeased) return undefined;
        stored.isLeased = true;
        stored.job = { ...stored.job, fence: stored.job.fence + 1 };
        return stored.job;
      },
      save: async (saved, until) => {
        if (saved.fence !== stored.job.fence) return false;
        stored.job = saved;
        stored.isLeased = until !== undefined;
        return true;
      },
    },
    scan: {
      read: async () => ({ entries: [], isEnd: true }),
      event: async (eventId) => ({ deliveries: [deliveryOf(eventId)] }),
    },
    ledger: { load: async ({ eventId }) => ({ delivery: deliveryOf(eventId) }), reopen: async () => true },
    deliver: async ({ eventId }) => {
      sent.push(`${eventId} delivered`);
      return { kind: 'settled', fate: 'delivered', how: 'now' };
    },
    resend: async ({ eventId }, { id, messageId }) => {
      const answer = answers.shift() ?? { kind: 'sent' };
      if (answer === 'crash') throw new Error('the worker dies');
      if (answer.kind === 'sent') sent.push(`${eventId} ${id} ${messageId}`);
      hooks.afterSend();
      return answer;
    },
    audit: async (request, result) => void audits.push({ request, result }),
    log: silentLog,
    now: () => new Date(clock.ms),
    pause: async (ms) => {
      clock.ms += ms;
      budget.leftMs -= ms;
    },
  });
  const time = { leaseMs: 60_000, leftMs: () => budget.leftMs };
  return { run: () => run(time), stored, sent, audits, answers, clock, budget, hooks, others };
}

const later: ResendResult = { kind: 'later', afterMs: 60_000, reason: 'connection hook is open' };

describe('createRunReplayJobs', () => {
  it('replays the events in their order at the rate of the order, and keeps the end for the audit trail', async () => {
    const { run, stored, sent, audits, clock } = aLedgerWith(aJob(30));

    expect(await run()).toBe(1);

    expect(sent).toEqual(Array.from({ length: 30 }, (_, nth) => `evt_${nth} rpl_1 same`));
    expect(stored.job).toMatchObject({ state: 'done', replayed: 30, endedAt: new Date(clock.ms).toISOString() });
    expect(stored.isLeased).toBe(false);
    expect(clock.ms - startedAt).toBe(3_000);
    expect(audits).toMatchObject([
      { request: { actor: 'key ops', replay: 'rpl_1' }, result: { state: 'done', examined: 30, replayed: 30 } },
    ]);
    expect(await run()).toBe(0);
  });

  it('names what it refuses and what failed, without a pause for what is refused', async () => {
    const { run, stored, answers, sent } = aLedgerWith(aJob(5), {
      evt_0: { state: 'failed', fate: 'dead', erasedAt: '2026-11-20T09:00:00.000Z' },
      evt_1: { heldBy: ['hold_1'] },
      evt_2: { fate: 'quarantined', reason: 'trust 0 is below 20' },
      evt_3: { state: 'failed', fate: 'dead' },
    });
    answers.push({ kind: 'failed', reason: 'rejected: HTTP 422' });

    await run();

    expect(stored.job).toMatchObject({
      state: 'done',
      replayed: 1,
      refused: 3,
      failed: 1,
      refusals: { erased: 1, held: 1, quarantined: 1 },
    });
    expect(stored.job.listed.map(({ eventId, result, code }) => [eventId, result, code])).toEqual([
      ['evt_0', 'refused', 'erased'],
      ['evt_1', 'refused', 'held'],
      ['evt_2', 'refused', 'quarantined'],
      ['evt_4', 'failed', undefined],
    ]);
    expect(sent).toEqual(['evt_3 delivered']);
  });

  it('goes on after a crash from the last save, and repeats fewer than twenty deliveries under the same ids', async () => {
    const { run, stored, sent, answers } = aLedgerWith(aJob(60));
    answers.push(...Array.from({ length: 47 }, (): ResendResult => ({ kind: 'sent' })), 'crash');

    await expect(run()).rejects.toThrow('the worker dies');
    // The lease of the dead worker ends.
    stored.isLeased = false;
    const before = sent.length;
    await run();

    expect(stored.job).toMatchObject({ state: 'done', replayed: 60 });
    expect(new Set(sent).size).toBe(60);
    expect(before).toBe(47);
    expect(sent.length - 60).toBeLessThan(20);
  });

  it('goes on with the next replay when one fails, and fails at the end, so that alarms see it', async () => {
    const { run, stored, answers, sent, others } = aLedgerWith(aJob(2));
    answers.push('crash');
    others.push('rpl_broken');

    await expect(run()).rejects.toThrow('the worker dies');
    expect(others).toEqual(['rpl_broken claimed']);
    stored.isLeased = false;
    await run();
    expect(sent).toHaveLength(2);
  });

  it('waits for a connection that takes nothing, begins with the same event again, and says why', async () => {
    const { run, stored, sent, answers } = aLedgerWith(aJob(3));
    answers.push({ kind: 'sent' }, later);

    expect(await run()).toBe(0);
    expect(stored.job).toMatchObject({ state: 'running', replayed: 1, stalls: 0, waitsFor: later.reason });
    await run();

    expect(stored.job).toMatchObject({ state: 'done', replayed: 3 });
    expect(stored.job).not.toHaveProperty('waitsFor');
    expect(sent).toEqual(['evt_0 rpl_1 same', 'evt_1 rpl_1 same', 'evt_2 rpl_1 same']);
  });

  it('stops, and says so, when a connection took nothing for an hour of runs', async () => {
    const { run, stored, answers } = aLedgerWith(aJob(3));
    for (let nth = 1; nth < 60; nth += 1) {
      answers.push(later);
      expect(await run()).toBe(0);
    }
    answers.push(later);

    expect(await run()).toBe(1);
    expect(stored.job).toMatchObject({ state: 'stopped', reason: expect.stringContaining('connection hook is open') });
  });

  it('stops at its limit', async () => {
    const { run, stored, sent } = aLedgerWith(aJob(10, { limit: 4 }));

    await run();

    expect(sent).toHaveLength(4);
    expect(stored.job).toMatchObject({ state: 'stopped', reason: 'the limit of 4 deliveries is reached', replayed: 4 });
  });

  it('stops for the next run when its time is up, and is given back', async () => {
    const { run, stored, sent, budget } = aLedgerWith(aJob(10));
    budget.leftMs = 450;

    expect(await run()).toBe(0);
    expect(stored).toMatchObject({ isLeased: false, job: { state: 'running', replayed: 5 } });
    budget.leftMs = 600_000;
    await run();

    expect(sent).toHaveLength(10);
    expect(stored.job.state).toBe('done');
  });

  it('leaves a replay that another worker has, and stops when another one has taken it', async () => {
    const { run, stored, sent, audits, hooks } = aLedgerWith(aJob(30));
    stored.isLeased = true;
    expect(await run()).toBe(0);
    expect(sent).toEqual([]);

    stored.isLeased = false;
    hooks.afterSend = () => {
      stored.job = { ...stored.job, fence: 99 };
    };

    expect(await run()).toBe(0);
    expect(sent).toHaveLength(20);
    expect(audits).toEqual([]);
  });
});
