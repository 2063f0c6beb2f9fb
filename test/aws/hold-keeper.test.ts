import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createForwardings } from '../../lambdas/aws/dynamo-forwardings.ts';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { createReviews } from '../../lambdas/aws/dynamo-reviews.ts';
import { createRecordScan } from '../../lambdas/aws/dynamo-scans.ts';
import { createHoldKeeper } from '../../lambdas/aws/hold-keeper.ts';
import type { SetObjectLocks } from '../../lambdas/aws/object-locks.ts';
import { createRecordReceivedMail } from '../../lambdas/aws/record-received-mail.ts';
import { groupOf } from '../../lambdas/domain/delivery/delivery.ts';
import type { HeldMail } from '../../lambdas/domain/delivery/held-mail.ts';
import { env } from '../../lambdas/env.ts';
import { retainedKinds } from '../../lambdas/retention.ts';
import { aDelivery, anEvent } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const receivedAt = '2026-11-20T10:00:00.000Z';
const at = new Date(receivedAt);
const released = new Date('2027-02-01T00:00:00.000Z');
const environment = { [env.ledgerDays]: '500' };
const merge = { tenant: 'acme', thread: 'lost' };

/** Names of a mail with everything that may be kept of one. */
const heldMail = (nth: number): HeldMail => {
  const event = anEvent({ messageId: `m${nth}@x.example` });
  return {
    mailId: `m${nth}`,
    objectKey: `inbound/m${nth}`,
    receivedAt,
    hasReceipt: true,
    event: {
      eventId: event.eventId,
      externalId: event.externalId,
      messageId: `m${nth}@x.example`,
      attachments: [`attachments/${event.eventId}/0`],
      deliveries: ['sales', 'open'].map((integration) => ({ eventId: event.eventId, integration })),
      conversations: [{ tenant: 'acme', ids: [`m${nth}@x.example`], threads: [merge.thread] }],
    },
  };
};

/** Writes a row of each kind that a hold keeps. */
async function writeAll(nth: number): Promise<void> {
  const { dynamo, platform, ledgerTable, threadsTable } = database();
  const event = { ...anEvent({ messageId: `m${nth}@x.example` }), messageId: `m${nth}@x.example` };
  const { eventId } = event;
  const record = createRecordReceivedMail({ ...platform, environment }, { ledger: ledgerTable, threads: threadsTable });
  const mail = {
    mailId: `m${nth}`,
    objectKey: `inbound/m${nth}`,
    receivedAt,
    state: 'parsed',
    recipients: [],
  } as const;
  await record({ ...mail, mailId: `other${nth}` }, { ...event, eventId: `evt_other${nth}` }, [], []);
  await record(
    { ...mail, eventId },
    event,
    [aDelivery(event), aDelivery(event, { integration: 'open' })],
    [
      {
        clues: { tenant: merge.tenant, eventId, references: [], receivedAt },
        decision: {
          key: `thread${nth}`,
          since: receivedAt,
          aliases: nth === 1 ? [merge.thread] : [],
          matchedBy: 'none',
          confidence: 1,
          claims: [{ messageId: event.messageId, threadKey: `thread${nth}`, threadSince: receivedAt, sender: 'ada' }],
        },
        lookup: { known: [], merges: new Map(), isCareful: true },
      },
    ],
  );
  const ledger = createDynamoLedger({ ...platform, environment }, ledgerTable);
  const loaded = (await ledger.load(aDelivery(event), groupOf(aDelivery(event)))).delivery!;
  await ledger.settle(loaded, loaded.fence, { fate: 'delivered', at, isUnleased: true });
  const scan = { eventId, part: '0', status: 'NO_THREATS_FOUND', at: receivedAt } as const;
  await createRecordScan({ dynamo, table: ledgerTable }, environment)(scan);
  const reviews = createReviews(dynamo, ledgerTable, environment);
  await reviews.offer({ eventId, integration: 'sales', at: receivedAt, reason: 'sender' });
  await reviews.put({ eventId, at: receivedAt, by: 'ada', kind: 'human' });
  await createForwardings(dynamo, ledgerTable).note({ eventId, integration: 'sales', service: 'x', at: receivedAt });
}

/** Settles the open delivery of a mail. */
async function settleOpen(eventId: string, moment: Date): Promise<void> {
  const { platform, ledgerTable } = database();
  const ledger = createDynamoLedger({ ...platform, environment }, ledgerTable);
  const delivery = { ...aDelivery(anEvent()), eventId, integration: 'open' };
  const loaded = (await ledger.load(delivery, groupOf(delivery))).delivery!;
  await ledger.settle(loaded, loaded.fence, { fate: 'delivered', at: moment, isUnleased: true });
}
/** Reviews a mail that is held. */
const reviewAgain = async (eventId: string, moment: Date): Promise<void> =>
  createReviews(database().dynamo, database().ledgerTable, environment).put(
    { eventId, at: moment.toISOString(), by: 'tim', kind: 'human' },
    ['h1'],
  );

type StoredRow = Record<string, unknown>;
async function rows(): Promise<StoredRow[]> {
  const { dynamo, ledgerTable, threadsTable } = database();
  const pages = await Promise.all(
    [ledgerTable, threadsTable].map((TableName) => dynamo.send(new ScanCommand({ TableName, ConsistentRead: true }))),
  );
  return pages.flatMap(({ Items = [] }) => Items);
}
const nameOf = ({ pk, sk }: StoredRow): string => `${pk} ${sk ?? ''}`;
/** The time to live of each row of a mail by its key, and that of a merge. */
const endsOf = (all: readonly StoredRow[], { mailId, event }: HeldMail): Record<string, unknown> =>
  Object.fromEntries(
    all
      .filter((row) => !/other/.test(nameOf(row)))
      .filter((row) => [mailId, event!.eventId, event!.externalId].some((id) => JSON.stringify(row).includes(id)))
      .map((row) => [nameOf(row), row.ttl]),
  );
const kindOf = ({ pk, sk }: StoredRow): string => {
  const [partition = ''] = String(pk).split('#');
  return ['OFFERS', 'REVIEWS', 'FORWARDINGS', 'MESSAGE', 'M', 'T'].includes(partition)
    ? partition
    : String(sk).split('#')[0]!;
};

type KeeperOptions = Parameters<typeof createHoldKeeper>[0];

/** A keeper that notes its locks in a list, unless told otherwise. */
function aKeeper(locks: string[] = [], other: Partial<KeeperOptions> = {}) {
  const { dynamo, ledgerTable, threadsTable } = database();
  const setLocks: SetObjectLocks = async (objects, status) => {
    locks.push(...objects.map(({ bucket, key }) => `${status} ${bucket}/${key}`));
    return objects.length;
  };
  return createHoldKeeper({
    dynamo,
    environment,
    now: () => released,
    ledgerTable,
    threadsTable,
    mailBucket: 'mail',
    attachmentsBucket: 'files',
    setLocks,
    ...other,
  });
}

describe('createHoldKeeper', () => {
  it('keeps a row of each kind of the table of retention that belongs to a mail, and gives each its end back', async () => {
    await writeAll(1);
    const mail = heldMail(1);
    const before = endsOf(await rows(), mail);
    await aKeeper().put(mail, ['h1']);
    const during = await rows();
    const held = during.filter(({ heldBy }) => heldBy instanceof Set);

    const kinds = new Set(held.map(kindOf));
    // Copies of the CRM's records, work that ends by itself, the order of the feed, whose entries name the event, and the
    // index of the list of mails, whose rows only lead to those of a mail.
    const notOfMail = [
      ...['PERSON', 'RECORD', 'AUDIT', 'ENTRY', 'FEED', 'HEAD', 'ACKS', 'READING', 'ASKED', 'TOKEN'],
      ...['BRAKE', 'DEAL', 'PARK', 'CONNECTION', 'RECONCILED', 'SEEN', 'FLIGHT', 'QUOTA', 'REPLAY'],
      ...['INDEXED', 'MAILS', 'MAILDAYS', 'FIND'],
    ];
    const wanted = retainedKinds({ rawDays: 1, eventDays: 1, attachmentDays: 1, ledgerDays: 1 })
      .filter(({ store, kind }) => (store === 'ledger' || store === 'threads') && !notOfMail.includes(kind))
      .map(({ kind }) => kind);
    expect([...kinds].toSorted()).toEqual(wanted.toSorted());
    expect(held.filter(({ ttl }) => ttl !== undefined).map(nameOf)).toEqual([]);

    await aKeeper().take(mail, 'h1');
    const after = await rows();
    const merged = 'T#acme#lost ';
    expect({ ...endsOf(after, mail), [merged]: 0 }).toEqual({ ...before, [merged]: 0 });
    expect(after.find((row) => nameOf(row) === merged)?.ttl).toBe(released.getTime() / 1000 + 400 * 86_400);
    expect(after.filter(({ heldBy, heldUntil }) => heldBy !== undefined || heldUntil !== undefined)).toEqual([]);
  });

  it('locks the objects after the rows, and unlocks them before the row of the mail', async () => {
    await writeAll(2);
    const mail = heldMail(2);
    const locks: string[] = [];
    const objects = [
      'mail/inbound/m2',
      'mail/receipts/m2.json',
      `mail/events/${mail.event!.eventId}.json`,
      `files/attachments/${mail.event!.eventId}/0`,
    ];

    expect(await aKeeper(locks).put(mail, ['h1'])).toBe(4);
    expect(await aKeeper(locks).take(mail, 'h1')).toBe(4);
    expect(locks).toEqual([...objects.map((key) => `ON ${key}`), ...objects.map((key) => `OFF ${key}`)]);
  });

  it('locks objects under each prefix of the table of retention but that of the canary, whose mail is nobody’s', async () => {
    const locks: string[] = [];
    await aKeeper(locks).put(heldMail(2), ['h1']);
    const prefixes = locks.map((lock) => `${lock.split('/')[1]}/`);
    const wanted = retainedKinds({ rawDays: 1, eventDays: 1, attachmentDays: 1, ledgerDays: 1 })
      .filter(({ store, days }) => store.endsWith('bucket') && days !== 'for ever')
      .map(({ kind }) => kind);

    expect([...prefixes, 'canary/'].toSorted()).toEqual(wanted.toSorted());
    await aKeeper().take(heldMail(2), 'h1');
  });

  it('keeps a mail under two holds until both are released, in either order', async () => {
    for (const [nth, order] of [
      ['h1', 'h2'],
      ['h2', 'h1'],
    ].entries()) {
      await writeAll(3 + nth);
      const mail = heldMail(3 + nth);
      const locks: string[] = [];
      const keeper = aKeeper(locks);
      await keeper.put(mail, ['h1']);
      await keeper.put(mail, ['h2']);
      locks.length = 0;
      await keeper.take(mail, order[0]!);

      expect(locks).toEqual([]);
      expect(Object.values(endsOf(await rows(), mail)).filter((end) => end !== undefined)).toEqual([]);
      await keeper.take(mail, order[1]!);
      expect(locks).toHaveLength(4);
      expect(locks.every((lock) => lock.startsWith('OFF '))).toBe(true);
    }
  });

  it('finds the mail again after a crash between the locks and its row, and a repetition changes nothing', async () => {
    await writeAll(5);
    const mail = heldMail(5);
    const before = endsOf(await rows(), mail);
    await aKeeper().put(mail, ['h1']);
    await aKeeper().put(mail, ['h1']);
    const crashing = aKeeper([], {
      setLocks: () => Promise.reject(new Error('crash')),
    });

    await expect(crashing.take(mail, 'h1')).rejects.toThrow('crash');
    const own = (await rows()).find((row) => nameOf(row) === 'MAIL#m5 MAIL');
    expect(own).toMatchObject({ heldBy: new Set(['h1']) });
    for (let trial = 0; trial < 2; trial += 1) await aKeeper().take(mail, 'h1');
    expect({ ...endsOf(await rows(), mail), 'T#acme#lost ': 0 }).toEqual({ ...before, 'T#acme#lost ': 0 });
  });

  it('locks objects again when another hold is put on them while the first is taken off', async () => {
    await writeAll(6);
    const mail = heldMail(6);
    await aKeeper().put(mail, ['h1']);
    const locks: string[] = [];
    const racing = aKeeper([], {
      async setLocks(objects, status) {
        if (status === 'OFF') await aKeeper(locks).put(mail, ['h2']);
        locks.push(...objects.map(({ key }) => `${status} ${key}`));
        return objects.length;
      },
    });
    await racing.take(mail, 'h1');
    const last = new Map(locks.map((lock) => lock.split(' ').toReversed().slice(0, 2) as [string, string]));

    expect([...new Set(last.values())]).toEqual(['ON']);
    expect((await rows()).find((row) => nameOf(row) === 'MAIL#m6 MAIL')).toMatchObject({ heldBy: new Set(['h2']) });
  });

  it('unlocks the objects when two holds are taken off at the same time, and each finds the other', async () => {
    await writeAll(9);
    const mail = heldMail(9);
    await aKeeper().put(mail, ['h1', 'h2']);
    const locks: string[] = [];
    let isOther = false;
    const racing = aKeeper([], {
      async setLocks(objects, status) {
        if (!isOther) {
          isOther = true;
          await aKeeper(locks).take(mail, 'h2');
        }
        locks.push(...objects.map(({ bucket, key }) => `${status} ${bucket}/${key}`));
        return objects.length;
      },
    });
    await racing.take(mail, 'h1');

    expect(locks.every((lock) => lock.startsWith('OFF '))).toBe(true);
    expect(new Set(locks).size).toBe(4);
    expect((await rows()).find((row) => nameOf(row) === 'MAIL#m9 MAIL')).not.toHaveProperty('heldBy');
  });

  it('takes a hold off again whose release has passed the mail while it was put on', async () => {
    await writeAll(7);
    const mail = heldMail(7);
    const before = endsOf(await rows(), mail);
    const locks: string[] = [];
    const late = aKeeper([], {
      async setLocks(objects, status) {
        if (status === 'ON') await aKeeper().take(mail, 'h1');
        locks.push(...objects.map(({ key }) => `${status} ${key}`));
        return objects.length;
      },
    });
    await late.put(mail, ['h1']);

    expect(locks.slice(-4).every((lock) => lock.startsWith('OFF '))).toBe(true);
    expect({ ...endsOf(await rows(), mail), 'T#acme#lost ': 0 }).toEqual({ ...before, 'T#acme#lost ': 0 });
  });

  it.each([
    ['a delivery that is settled', 10, settleOpen, 'DELIVERY#open', '2027-01-15T00:00:00.000Z'],
    ['a mail that is reviewed again', 11, reviewAgain, 'REVIEWS', '2027-01-16T00:00:00.000Z'],
  ])('counts the end of %s during the release from then', async (_title, nth, meanwhile, row, from) => {
    await writeAll(nth);
    const mail = heldMail(nth);
    await aKeeper().put(mail, ['h1']);
    const { dynamo } = database();
    let isOther = false;
    const between: Pick<typeof dynamo, 'send'> = {
      async send(command: UpdateCommand) {
        const { Key = {} } = command.input;
        if (command instanceof UpdateCommand && !isOther && `${Key.pk} ${Key.sk}`.includes(row)) {
          isOther = true;
          await meanwhile(mail.event!.eventId, new Date(from));
        }
        return dynamo.send(command);
      },
    } as typeof dynamo;
    const keeper = aKeeper([], {
      dynamo: between as typeof dynamo,
      setLocks: async () => 0,
    });
    await keeper.take(mail, 'h1');
    const after = (await rows()).find(
      (stored) => nameOf(stored).includes(row) && JSON.stringify(stored).includes(mail.event!.eventId),
    );

    expect(after).not.toHaveProperty('heldBy');
    expect(after?.ttl).toBe(Date.parse(from) / 1000 + 500 * 86_400);
  });

  it('has one row of a mail that could not be read', async () => {
    const { platform, ledgerTable } = database();
    const mail = { mailId: 'bad', objectKey: 'inbound/bad', receivedAt, hasReceipt: true };
    await createDynamoLedger({ ...platform, environment }, ledgerTable).recordMail({
      mailId: 'bad',
      objectKey: 'inbound/bad',
      receivedAt,
      state: 'quarantined',
      recipients: [],
    });
    const locks: string[] = [];
    await aKeeper(locks).put(mail, ['h1']);

    expect(locks).toEqual(['ON mail/inbound/bad', 'ON mail/receipts/bad.json']);
    expect((await rows()).find((row) => nameOf(row) === 'MAIL#bad MAIL')).not.toHaveProperty('ttl');
  });
});
