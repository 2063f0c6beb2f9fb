import type { SweepMark } from '../../lambdas/domain/delivery/sweep-mark.ts';
import { createSweep } from '../../lambdas/sweep/sweep.ts';
import { silentLog } from '../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00.000Z');

const at = (time: string): Date => new Date(`2026-11-${time}:00.000Z`);

function aSweep({
  known = [] as string[],
  receipts = {} as Record<string, string>,
  /** A page each. */
  stored = [] as string[][],
  /** Objects that were stored too long ago to be read. */
  old = [] as string[],
  storedAt = at('20T11:00'),
  mark = {} as SweepMark,
  /** How long it takes to look up one mail. */
  lookMs = 0,
} = {}) {
  const enqueued: string[] = [];
  const delays: number[] = [];
  const delivered: string[] = [];
  const looks: Date[] = [];
  const steps: string[] = [];
  const state = { mark, now };
  const sweep = createSweep({
    ledger: {
      hasMail: async (mailId) => known.includes(mailId),
    },
    async known(mailIds) {
      steps.push(`look ${mailIds.join(' ')}`);
      state.now = new Date(state.now.getTime() + lookMs * mailIds.length);
      return new Set(known);
    },
    async stuck() {
      steps.push('stuck');
      return [{ schema: 'delivery/1', eventId: 'evt_1', integration: 'sales', threadKey: 't', lane: 'suppression' }];
    },
    list: async function* (since, after = '') {
      looks.push(since);
      for (const [index, keys] of stored.entries()) {
        const page = keys.filter((objectKey) => objectKey > after);
        const mails = page
          .filter((objectKey) => !old.includes(objectKey))
          .map((objectKey) => ({ objectKey, storedAt: storedAt.toISOString() }));
        if (page.length > 0) yield { mails, last: page.at(-1)!, isLast: index === stored.length - 1 };
      }
    },
    receipt: async (mailId) => receipts[mailId],
    async enqueueReceipt(notification, delayMs) {
      enqueued.push(notification);
      delays.push(delayMs);
    },
    enqueueDelivery: async ({ eventId }, lane) => void delivered.push(`${eventId} ${lane}`),
    watermark: {
      get: async () => state.mark,
      async set(next) {
        state.mark = next;
      },
    },
    log: silentLog,
    now: () => state.now,
  });
  return { sweep, enqueued, delays, delivered, looks, steps, state };
}

describe('createSweep', () => {
  it('leaves mail alone that the ledger knows, and the object that SES writes for itself', async () => {
    const { sweep, enqueued } = aSweep({ known: ['m1'] });

    await sweep.repairMail({ objectKey: 'inbound/m1', storedAt: now.toISOString() });
    await sweep.repairMail({ objectKey: 'inbound/AMAZON_SES_SETUP_NOTIFICATION', storedAt: now.toISOString() });

    expect(enqueued).toEqual([]);
  });

  it('repeats the receipt that is stored beside the mail', async () => {
    const { sweep, enqueued } = aSweep({ receipts: { m2: '{"kept":true}' } });

    expect(await sweep.repairMail({ objectKey: 'inbound/m2', storedAt: now.toISOString() })).toBe(true);
    expect(enqueued).toEqual(['{"kept":true}']);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['waits with a receipt that it makes until the mail is 15 minutes old', '20T11:50', {}, 300_000],
    ['makes it at once for older mail', '20T11:40', {}, 0],
    ['repeats a stored one at once', '20T11:50', { m3: '{}' }, 0],
  ])('%s', async (_name, storedAt, receipts, delayMs) => {
    const { sweep, delays } = aSweep({ receipts });

    await sweep.repairMail({ objectKey: 'inbound/m3', storedAt: at(storedAt).toISOString() });

    expect(delays).toEqual([delayMs]);
  });

  it('waits for nothing when it is called for younger mail', async () => {
    const { sweep, delays } = aSweep({ stored: [['inbound/m3']], storedAt: at('20T11:50') });

    await sweep.reconcile(1, 0);

    expect(delays).toEqual([0]);
  });

  it('makes a receipt without an envelope when none is stored', async () => {
    const { sweep, enqueued } = aSweep();

    await sweep.repairMail({ objectKey: 'inbound/m3', storedAt: now.toISOString() });

    expect(JSON.parse(enqueued[0] ?? '')).toMatchObject({
      recovered: true,
      mail: { messageId: 'm3' },
      receipt: { recipients: [], action: { objectKey: 'inbound/m3' } },
    });
  });

  it('looks back to the last complete look, however long nothing ran', async () => {
    const daily = aSweep({ mark: { lookedUntil: at('20T11:00') } });
    const afterSilence = aSweep({ mark: { lookedUntil: at('05T11:00') } });
    const first = aSweep();

    for (const { sweep } of [daily, afterSilence, first, daily]) await sweep.reconcile(26, 1000);

    expect(daily.looks.map((since) => since.toISOString())).toEqual(Array(2).fill('2026-11-19T10:00:00.000Z'));
    expect(afterSilence.looks[0]?.toISOString()).toBe('2026-11-05T09:00:00.000Z');
    expect(first.looks[0]?.getTime()).toBe(0);
  });

  it('sends stuck deliveries to the lane that they belong to, before it looks at any mail', async () => {
    const { sweep, delivered, steps } = aSweep({ stored: [['inbound/m4']] });

    expect(await sweep.reconcile(1000, 1000)).toEqual({ mails: 1, deliveries: 1 });
    expect(delivered).toEqual(['evt_1 suppression']);
    expect(steps).toEqual(['stuck', 'look m4']);
  });

  it('leaves mail of a page alone that the ledger knows, and the object that SES writes for itself', async () => {
    const { sweep, enqueued, steps } = aSweep({
      stored: [['inbound/AMAZON_SES_SETUP_NOTIFICATION', 'inbound/m1', 'inbound/m2']],
      known: ['m1'],
    });

    expect(await sweep.reconcile(26, 1000)).toMatchObject({ mails: 1 });
    expect(enqueued).toHaveLength(1);
    expect(steps).toEqual(['stuck', 'look m1 m2']);
  });

  it.each([
    { title: 'is on its way', storedAt: at('20T11:50'), stuckForMs: 900_000, mails: 0 },
    { title: 'should have come', storedAt: at('20T11:45'), stuckForMs: 900_000, mails: 1 },
    { title: 'nothing can be on its way of', storedAt: now, stuckForMs: 0, mails: 1 },
    {
      title: 'should have come, whatever the age of a stuck delivery',
      storedAt: at('20T11:45'),
      stuckForMs: 9e9,
      mails: 1,
    },
  ])('looks for a mail that $title: $mails', async ({ storedAt, stuckForMs, mails }) => {
    const { sweep } = aSweep({ stored: [['inbound/m6']], storedAt });

    expect(await sweep.reconcile(26, stuckForMs)).toMatchObject({ mails });
  });

  describe('createSweep, with a look that runs out of time', () => {
    const stored = [['inbound/a', 'inbound/b', 'inbound/c'], ['inbound/d'], ['inbound/e', 'inbound/f']];
    const before = { lookedUntil: at('20T10:00') };

    it('lists a page in each scheduled run, and moves its mark at the end of the look only, to where it began', async () => {
      const { sweep, steps, state } = aSweep({ stored, mark: before });
      const marks: Array<string | undefined> = [];
      const reports: object[] = [];

      while (state.mark.lookedUntil === before.lookedUntil) {
        reports.push(await sweep.reconcile(26, 1000, { isRoutine: true }));
        marks.push(state.mark.look?.after);
        state.now = new Date(state.now.getTime() + 300_000);
      }

      expect(steps.filter((step) => step !== 'stuck')).toEqual(['look a b c', 'look d', 'look e f']);
      expect(marks).toEqual(['inbound/c', 'inbound/d', undefined]);
      expect(reports[0]).toEqual({ mails: 3, deliveries: 1, isUnfinished: true });
      expect(reports.at(-1)).toEqual({ mails: 2, deliveries: 1 });
      expect(state.mark).toEqual({ lookedUntil: now, ranAt: new Date(now.getTime() + 600_000) });
    });

    it('notes each scheduled run, so that a long look is not taken for a late sweep', async () => {
      const { sweep, state } = aSweep({ stored, mark: before });

      await sweep.reconcile(26, 1000, { isRoutine: true });
      state.now = new Date(now.getTime() + 300_000);
      await sweep.reconcile(26, 1000, { isRoutine: true });

      expect(state.mark).toEqual({
        ...before,
        look: { startedAt: now, since: at('19T10:00'), after: 'inbound/d', isPatrol: true },
        ranAt: state.now,
      });
    });

    it.each([
      { title: 'in the middle of a page', lookMs: 700, after: ['inbound/a', 'inbound/b', 'inbound/c'] },
      { title: 'behind a page', lookMs: 0, after: ['inbound/a', 'inbound/b', 'inbound/c'] },
    ])('stops $title when its time is up, and goes on in the next run', async ({ lookMs, after }) => {
      const { sweep, state } = aSweep({ stored, mark: before, lookMs });
      const stops: Array<string | undefined> = [];

      for (let run = 0; run < after.length; run += 1) {
        await sweep.reconcile(26, 1000, { budgetMs: 0, isRoutine: run > 0 });
        stops.push(state.mark.look?.after);
      }

      expect(stops).toEqual(after);
      expect(state.mark.look?.isPatrol).toBeUndefined();
    });

    it('stops behind a page of old objects, too', async () => {
      const { sweep, steps, state } = aSweep({ stored, old: stored[0]!, mark: before });

      await sweep.reconcile(26, 1000, { budgetMs: 0 });

      expect(steps).toEqual(['stuck']);
      expect(state.mark).toEqual({
        ...before,
        look: { startedAt: now, since: at('19T10:00'), after: 'inbound/c' },
        ranAt: now,
      });
    });

    it('begins anew when all mail is asked for while a patrol is under way', async () => {
      const look = { startedAt: at('05T11:50'), since: at('01T08:00'), after: 'inbound/e', isPatrol: true };
      const { sweep, steps, state } = aSweep({ stored, mark: { ...before, look } });

      await sweep.reconcile(1, 1000);

      expect(steps).toEqual(['stuck', 'look a b c', 'look d', 'look e f']);
      expect(state.mark).toEqual({ lookedUntil: now, ranAt: now });
    });

    it('begins anew when a look is asked for that goes farther back', async () => {
      const look = { startedAt: at('20T11:50'), since: at('19T08:00'), after: 'inbound/e' };
      const { sweep, looks, state } = aSweep({ stored, mark: { ...before, look } });

      await sweep.reconcile(1000, 1000);

      expect(looks[0]! < look.since).toBe(true);
      expect(state.mark).toEqual({ lookedUntil: now, ranAt: now });
    });
  });

  it.each([
    { title: 'a look ended a moment ago', lookedUntil: at('20T11:30'), looks: 0 },
    { title: 'the last look is an hour old', lookedUntil: at('20T11:00'), looks: 1 },
    { title: 'no look has ended yet', lookedUntil: undefined, looks: 1 },
  ])('repairs stuck deliveries at every scheduled run, and mail when a look is due: $title', async (row) => {
    const { sweep, looks, delivered, state } = aSweep({
      stored: [['inbound/m5']],
      mark: { lookedUntil: row.lookedUntil },
    });

    await sweep.reconcile(26, 1000, { isRoutine: true });

    expect([looks.length, delivered.length]).toEqual([row.looks, 1]);
    expect(state.mark).toEqual({
      ...(row.looks === 0 ? { lookedUntil: row.lookedUntil } : { lookedUntil: now }),
      ranAt: now,
    });
  });
});
