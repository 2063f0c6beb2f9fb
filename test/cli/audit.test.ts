import { type AuditPorts, type AuditReport, audit, reportLines } from '../../cli/audit.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { StoredMail } from '../../lambdas/domain/mail/receipt.ts';
import { anEvent } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

const graceMs = 900_000;
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

function aStore(
  content: { stored: StoredMail[]; mails?: MailRecord[]; deliveries?: Delivery[] },
  lost: { events?: readonly string[]; receipts?: readonly string[] } = {},
): AuditPorts {
  const { store, reader } = aFakeReader(content);
  const getEvent = async (eventId: string) => (lost.events?.includes(eventId) ? undefined : anEvent());
  const getReceipt = async (mailId: string) => (lost.receipts?.includes(mailId) ? undefined : '{}');
  return { store: { ...store, getEvent, getReceipt }, reader };
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
