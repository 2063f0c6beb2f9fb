import { type AuditReport, audit, reportLines } from '../../cli/audit.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { StoredMail } from '../../lambdas/domain/mail/receipt.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

const graceMs = 900_000;
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

interface Lost {
  readonly events?: readonly string[];
  readonly receipts?: readonly string[];
}

/** Stores over the given rows, with an event and a receipt for each mail but the lost ones. */
function aStore(
  content: { stored: StoredMail[]; mails?: MailRecord[]; deliveries?: Delivery[] },
  { events = [], receipts = [] }: Lost = {},
) {
  const { store, reader } = aFakeReader(content);
  const [mails, lookups]: [MailRecord[], string[]] = [content.mails ?? [], []];
  async function* pagesOf(ids: readonly string[]): AsyncGenerator<string[]> {
    for (let from = 0; from < ids.length; from += 70) yield ids.slice(from, from + 70);
  }
  const lookup = (id: string): void => void lookups.push(id);
  const objects = {
    eventIds: () => pagesOf(mails.flatMap(({ eventId }) => eventId ?? []).filter((id) => !events.includes(id))),
    receiptIds: () => pagesOf(mails.map(({ mailId }) => mailId).filter((id) => !receipts.includes(id))),
    async hasEvent(eventId: string) {
      lookup(eventId);
      return !events.includes(eventId);
    },
    async hasReceipt(mailId: string) {
      lookup(mailId);
      return !receipts.includes(mailId);
    },
  };
  return { store: { ...store, ...objects }, reader, lookups };
}

const empty: AuditReport = { mails: 0, recipients: 0, fates: {}, pending: 0, missing: [], duplicates: [] };

describe('audit', () => {
  it('finds nothing in an empty bucket', async () => {
    expect(await audit(aStore({ stored: [] }), new Date(0), graceMs)).toEqual(empty);
  });

  it('counts the fate of each recipient, over more mails than one read of the ledger takes', async () => {
    const numbers = Array.from({ length: 120 }, (_, nth) => nth);
    const ports = aStore({
      stored: numbers.map((nth) => aStoredMail(nth)),
      mails: numbers.map((nth) => aMailRecord(nth)),
      deliveries: numbers.map((nth) => aSettledDelivery(nth, { fate: nth < 100 ? 'delivered' : 'dead' })),
    });

    expect(await audit(ports, new Date(0), graceMs)).toEqual({
      ...empty,
      mails: 120,
      recipients: 120,
      fates: { delivered: 100, dead: 20 },
    });
  });

  it.each<[string, Partial<MailRecord>, number]>([
    ['in its row', { receipt: { authentication: { dmarc: 'pass' } } }, 0],
    ['nowhere', {}, 1],
  ])('accepts a receipt that is no object where it is %s', async (_where, changes, missing) => {
    const ports = aStore(
      {
        stored: [aStoredMail(1)],
        mails: [{ ...aMailRecord(1), ...changes }],
        deliveries: [aSettledDelivery(1, { fate: 'delivered' })],
      },
      { receipts: ['mail-1'] },
    );

    expect((await audit(ports, new Date(0), graceMs)).missing).toHaveLength(missing);
  });

  it('finds each loss that is planted beside the borders of pages and reads, in the order of the mails', async () => {
    const numbers = Array.from({ length: 1001 }, (_, nth) => nth);
    const borders = [0, 69, 70, 99, 100, 399, 400, 499, 500, 999, 1000];
    const losses = new Map(borders.map((nth, index) => [nth, index % 4]));
    const without = (loss: number) => (nth: number) => losses.get(nth) !== loss;
    const lostIds = (loss: number) => borders.filter((nth) => losses.get(nth) === loss);
    const ports = aStore(
      {
        stored: numbers.map((nth) => aStoredMail(nth)),
        mails: numbers.filter(without(0)).map((nth) => aMailRecord(nth)),
        deliveries: numbers.filter(without(1)).map((nth) => aSettledDelivery(nth)),
      },
      { events: lostIds(2).map((nth) => `evt_${nth}`), receipts: lostIds(3).map((nth) => `mail-${nth}`) },
    );

    const report = await audit(ports, new Date(0), graceMs);

    const problems = [/never seen/, /no delivery/, /event object is gone/, /receipt is not kept/];
    expect(report.missing).toEqual(
      [...losses].map(([nth, loss]) =>
        expect.objectContaining({ mailId: `mail-${nth}`, problem: expect.stringMatching(problems[loss]!) }),
      ),
    );
    expect(report.mails).toBe(1001);
    // Only what the lists lack is looked up.
    expect(ports.lookups.toSorted()).toEqual(
      [...lostIds(2).map((nth) => `evt_${nth}`), ...lostIds(3).map((nth) => `mail-${nth}`)].toSorted(),
    );
  });

  it('does not report an event or a receipt that is younger than the lists', async () => {
    const ports = aStore({ stored: [aStoredMail(1)], mails: [aMailRecord(1)], deliveries: [aSettledDelivery(1)] });
    async function* nothing(): AsyncGenerator<string[]> {}
    const store = { ...ports.store, eventIds: nothing, receiptIds: nothing };

    expect((await audit({ ...ports, store }, new Date(0), graceMs)).missing).toEqual([]);
    expect(ports.lookups).toEqual(['evt_1', 'mail-1']);
  });

  it('holds few mails at a time, however many there are', async () => {
    const [mails, counts] = [2000, { listed: 0, read: 0, ahead: 0 }];
    const ports = aStore({ stored: [] });
    async function* rawMails() {
      for (counts.listed = 0; counts.listed < mails; counts.listed += 1) {
        counts.ahead = Math.max(counts.ahead, counts.listed - counts.read);
        yield aStoredMail(counts.listed);
      }
    }
    const reader = {
      ...ports.reader,
      async mails(ids: readonly string[]) {
        counts.read += ids.length;
        return new Map<string, MailRecord>();
      },
    };

    expect((await audit({ store: { ...ports.store, rawMails }, reader }, new Date(0), graceMs)).mails).toBe(mails);
    expect(counts.ahead).toBeLessThanOrEqual(500);
  });

  it('leaves out the object by which SES tries the bucket, and mail from before the time', async () => {
    const stored = [
      { objectKey: 'inbound/AMAZON_SES_SETUP_NOTIFICATION', storedAt: minutesAgo(99) },
      aStoredMail(1, '2026-01-01T00:00:00.000Z'),
    ];

    expect(await audit(aStore({ stored }), new Date('2026-06-01'), graceMs)).toEqual(empty);
  });

  it.each([
    [
      'missing after the grace',
      16,
      { missing: [{ mailId: 'mail-1', problem: expect.stringContaining('never seen') }] },
    ],
    ['pending before', 14, { pending: 1 }],
  ])('reports a mail that the ledger has not seen as %s', async (_what, age, changes) => {
    expect(await audit(aStore({ stored: [aStoredMail(1, minutesAgo(age))] }), new Date(0), graceMs)).toEqual({
      ...empty,
      mails: 1,
      ...changes,
    });
  });

  it.each([
    [
      'missing after the grace',
      16,
      { missing: [expect.objectContaining({ problem: expect.stringContaining('grace') })] },
    ],
    ['pending before', 14, { pending: 1 }],
  ])('reports a delivery without a fate as %s', async (_what, age, changes) => {
    const { fate, ...pending } = aSettledDelivery(1, { receivedAt: minutesAgo(age), state: 'pending' });
    const ports = aStore({ stored: [aStoredMail(1)], mails: [aMailRecord(1)], deliveries: [pending] });

    expect(await audit(ports, new Date(0), graceMs)).toEqual({ ...empty, mails: 1, recipients: 1, ...changes });
  });

  it('reports a recipient that was routed and has no delivery', async () => {
    const ports = aStore({ stored: [aStoredMail(1)], mails: [aMailRecord(1)] });

    expect((await audit(ports, new Date(0), graceMs)).missing).toEqual([
      { mailId: 'mail-1', recipient: 'sales@inbound.localhost', problem: 'routed to sales, but there is no delivery' },
    ]);
  });

  it('reports a lost receipt and a lost event object', async () => {
    const ports = aStore(
      { stored: [aStoredMail(1)], mails: [aMailRecord(1)], deliveries: [aSettledDelivery(1)] },
      { events: ['evt_1'], receipts: ['mail-1'] },
    );

    expect(await audit(ports, new Date(0), graceMs)).toMatchObject({
      fates: { delivered: 1 },
      missing: [{ problem: 'its receipt is not kept beside it' }, { problem: 'its event object is gone' }],
    });
  });

  it.each([
    ['unrouted', {}],
    ['quarantined', { state: 'quarantined' } as const],
  ])('counts a mail without recipients as %s', async (fate, changes) => {
    const mails = [aMailRecord(1, { recipients: [], ...changes })];

    expect((await audit(aStore({ stored: [aStoredMail(1)], mails }), new Date(0), graceMs)).fates).toEqual({
      [fate]: 1,
    });
  });

  it('reports further records of the same mail at the CRM as duplicates', async () => {
    const steps = {
      activity: { state: 'done', at: '2026-11-20T09:00:01.000Z', id: '7', duplicates: ['8', '9'] },
    } as const;
    const ports = aStore({
      stored: [aStoredMail(1)],
      mails: [aMailRecord(1)],
      deliveries: [aSettledDelivery(1, { steps })],
    });

    expect((await audit(ports, new Date(0), graceMs)).duplicates).toEqual([
      { mailId: 'mail-1', recipient: 'sales@inbound.localhost', problem: 'activity: also 8, 9' },
    ]);
  });
});

describe('reportLines', () => {
  it('says that nothing is missing', () => {
    expect(reportLines({ ...empty, mails: 2, recipients: 3, fates: { shadowed: 1, delivered: 2 } })).toEqual([
      '2 mails, 3 recipients',
      '  delivered: 2',
      '  shadowed: 1',
      'Nothing is missing.',
    ]);
  });

  it('says what the sweep queued again', () => {
    expect(reportLines({ ...empty, repaired: { mails: 4, deliveries: 2 } })[0]).toBe(
      'queued again: 4 mails that the ledger did not know, 2 pending deliveries',
    );
  });

  it('says what is missing, pending and duplicate, and what to do', () => {
    const lines = reportLines({
      ...empty,
      pending: 1,
      missing: [
        { mailId: 'a', problem: 'gone' },
        { mailId: 'b', recipient: 'x@y.example', problem: 'late' },
      ],
      duplicates: [{ mailId: 'c', problem: 'deal: also 2' }],
    });

    expect(lines.slice(1, -1)).toEqual([
      '  on their way: 1',
      'MISSING a: gone',
      'MISSING b to x@y.example: late',
      'DUPLICATE c: deal: also 2; docs/runbook.md#duplicate-report',
    ]);
    expect(lines.at(-1)).toMatch(/^2 without a fate\. Look with: postern trace/);
  });
});
