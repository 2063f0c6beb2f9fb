import { createSweep } from '../../lambdas/sweep/sweep.ts';
import { silentLog } from '../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00.000Z');

function aSweep({
  known = [] as string[],
  receipts = {} as Record<string, string>,
  stored = [] as string[],
  lookedUntil = undefined as Date | undefined,
} = {}) {
  const enqueued: string[] = [];
  const delivered: string[] = [];
  const looked: Date[] = [];
  let watermark = lookedUntil;
  const sweep = createSweep({
    ledger: { hasMail: async (mailId) => known.includes(mailId) },
    stuck: async () => [
      { schema: 'delivery/1', eventId: 'evt_1', integration: 'sales', threadKey: 't', lane: 'suppression' },
    ],
    list: async function* (since) {
      looked.push(since);
      for (const objectKey of stored) yield { objectKey, storedAt: now.toISOString() };
    },
    receipt: async (mailId) => receipts[mailId],
    enqueueReceipt: async (notification) => void enqueued.push(notification),
    enqueueDelivery: async ({ eventId }, lane) => void delivered.push(`${eventId} ${lane}`),
    watermark: {
      get: async () => watermark,
      set: async (time) => {
        watermark = time;
      },
    },
    log: silentLog,
    now: () => now,
  });
  return { sweep, enqueued, delivered, looked };
}

describe('sweep', () => {
  it('leaves alone what the ledger knows, and the object that SES writes for itself', async () => {
    const { sweep, enqueued } = aSweep({ known: ['m1'] });

    await sweep.repairMail({ objectKey: 'inbound/m1', storedAt: now.toISOString() });
    await sweep.repairMail({ objectKey: 'inbound/AMAZON_SES_SETUP_NOTIFICATION', storedAt: now.toISOString() });

    expect(enqueued).toEqual([]);
  });

  it('repeats the receipt that was kept beside the mail', async () => {
    const { sweep, enqueued } = aSweep({ receipts: { m2: '{"kept":true}' } });

    expect(await sweep.repairMail({ objectKey: 'inbound/m2', storedAt: now.toISOString() })).toBe(true);
    expect(enqueued).toEqual(['{"kept":true}']);
  });

  it('makes up a receipt without an envelope when none was kept', async () => {
    const { sweep, enqueued } = aSweep();

    await sweep.repairMail({ objectKey: 'inbound/m3', storedAt: now.toISOString() });

    expect(JSON.parse(enqueued[0] ?? '')).toMatchObject({
      recovered: true,
      mail: { messageId: 'm3' },
      receipt: { recipients: [], action: { objectKey: 'inbound/m3' } },
    });
  });

  it('looks as far back as nobody has looked, however long nothing ran', async () => {
    const daily = aSweep({ lookedUntil: new Date('2026-11-20T11:00:00.000Z') });
    const afterSilence = aSweep({ lookedUntil: new Date('2026-11-05T11:00:00.000Z') });
    const first = aSweep();

    for (const { sweep } of [daily, afterSilence, first, daily]) await sweep.reconcile(26, 1000);

    expect(daily.looked.map((since) => since.toISOString())).toEqual(Array(2).fill('2026-11-19T10:00:00.000Z'));
    expect(afterSilence.looked[0]?.toISOString()).toBe('2026-11-05T09:00:00.000Z');
    expect(first.looked[0]?.getTime()).toBe(0);
  });

  it('sends stuck deliveries to the lane that they belong to', async () => {
    const { sweep, delivered } = aSweep({ stored: ['inbound/m4'] });

    expect(await sweep.reconcile(1000, 1000)).toEqual({ mails: 1, deliveries: 1 });
    expect(delivered).toEqual(['evt_1 suppression']);
  });
});
