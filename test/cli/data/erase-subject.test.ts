import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type ErasePorts, eraseSubject } from '../../../cli/data/erase-subject.ts';
import { findSubject, type SubjectFindings } from '../../../cli/data/find-subject.ts';
import { type ErasureRules, planErasure } from '../../../cli/data/plan-erasure.ts';
import { createDynamoLedger } from '../../../lambdas/aws/dynamo-ledger.ts';
import { scanPages } from '../../../lambdas/aws/dynamo-query.ts';
import type { Row } from '../../../lambdas/aws/dynamo-row.ts';
import { createLedgerReader } from '../../../lambdas/aws/ledger-reader.ts';
import { createMailIndexWriter } from '../../../lambdas/aws/mail-index-writer.ts';
import type { TableStore } from '../../../lambdas/aws/row-kinds.ts';
import { personAt } from '../../../lambdas/domain/delivery/known-person.ts';
import type { LegalHold } from '../../../lambdas/domain/delivery/legal-hold.ts';
import { sha256 } from '../../../lambdas/domain/mail/identity.ts';
import { someText, textAddress } from '../../../lambdas/domain/mail/text-address.ts';
import { aDelivery, anEvent, anIntegration, subjectFor } from '../../helpers/builders.ts';
import { useTestDynamo } from '../../helpers/dynamo.ts';
import { aStoreOfData, type StoredData } from '../../helpers/stored-data.ts';

const database = useTestDynamo();
const ada = 'ada@customer.example';
const hash = subjectFor('acme', ada);
const bob = { name: 'Bob', address: 'bob@other.example' };
const at = new Date('2026-12-01T10:00:00.000Z');
const stores: readonly TableStore[] = ['ledger', 'threads', 'consent', 'control'];
const rules: ErasureRules = {
  address: ada,
  tenant: 'acme',
  sharedMail: 'pseudonymize',
  holds: [],
  integrations: [anIntegration()],
};

const tables = () => {
  const { ledgerTable: ledger, threadsTable: threads, consentTable: consent, controlTable: control } = database();
  return { ledger, threads, consent, control };
};
const rowsOf = (store: TableStore) =>
  scanPages(database().dynamo, { TableName: tables()[store], ConsistentRead: true }, (row) => row);
const allRows = async (): Promise<Row[]> =>
  (await Promise.all(stores.map(async (store) => (await Array.fromAsync(rowsOf(store))).flat()))).flat();

async function emptyTables(): Promise<void> {
  for (const store of stores)
    for await (const page of rowsOf(store))
      for (const { pk, sk } of page)
        await database().dynamo.send(
          new BatchWriteCommand({
            RequestItems: { [tables()[store]]: [{ DeleteRequest: { Key: sk === undefined ? { pk } : { pk, sk } } }] },
          }),
        );
}
beforeEach(emptyTables);

/** A mail of Ada with a file and an old version, one that Bob got too, one of Bob's own, one that nobody could read. */
async function aPerson(): Promise<StoredData> {
  const { dynamo, platform, ledgerTable } = database();
  const data = aStoreOfData();
  const ledger = createDynamoLedger(platform, ledgerTable);
  const ofBob = anEvent({ messageId: 'b@other.example', from: bob, text: 'Hello.\n' });
  const events = [
    anEvent({ text: 'Quince jam.\n' }),
    anEvent({ messageId: 'shared@customer.example', cc: [bob], text: 'Quince jam for two.\n' }),
    { ...ofBob, envelope: { ...ofBob.envelope, mailFrom: bob.address } },
  ];
  for (const [nth, event] of events.entries()) {
    const { mailFrom } = event.envelope;
    const record = {
      mailId: `m${nth}`,
      objectKey: `inbound/m${nth}`,
      receivedAt: event.receivedAt,
      state: 'parsed',
      recipients: [],
      receipt: { mailFrom: mailFrom!, authentication: {} },
    } as const;
    await ledger.recordMail({ ...record, eventId: event.eventId }, { ...event, messageId: event.message.messageId! }, [
      aDelivery(event),
    ]);
    for (const version of ['old', 'new']) data.put('mail', `inbound/m${nth}`, `${version} raw of ${mailFrom}`);
    data.put('mail', `receipts/m${nth}.json`, `receipt of ${mailFrom}`);
    data.put('mail', `events/${event.eventId}.json`, JSON.stringify(event));
    data.put('attachments', `attachments/${event.eventId}/0`, `file of ${mailFrom}`);
  }
  data.hide('attachments', `attachments/${events[0]!.eventId}/0`);
  data.put('mail', 'inbound/m9', `From: ${ada}`);
  const more: ReadonlyArray<readonly [TableStore, Row]> = [
    [
      'ledger',
      {
        pk: 'MAIL#m9',
        sk: 'MAIL',
        mailId: 'm9',
        objectKey: 'inbound/m9',
        receivedAt: events[0]!.receivedAt,
        state: 'quarantined',
        recipients: [],
      },
    ],
    [
      'ledger',
      { pk: `PERSON#${personAt(subjectFor, 'main', ada)}`, sk: 'PERSON', contact: '51', at: at.toISOString() },
    ],
    ['ledger', { pk: 'OFFERS', sk: `${events[0]!.eventId}#sales`, offer: { eventId: events[0]!.eventId } }],
    [
      'threads',
      { pk: `M#acme#${sha256('a@customer.example')}`, sender: hash, threadKey: 't', threadSince: at.toISOString() },
    ],
    [
      'threads',
      { pk: 'M#acme#ours', sender: 'us', participants: ['us', hash], threadKey: 't', threadSince: at.toISOString() },
    ],
    ['consent', { pk: `SUBJECT#acme#${hash}`, sk: 'CONSENT', version: 1, address: ada }],
  ];
  for (const [store, Item] of more) await dynamo.send(new PutCommand({ TableName: tables()[store], Item }));
  return data;
}

const search = (data: StoredData): Promise<SubjectFindings> =>
  findSubject(
    { ...data, rowsOf, reader: createLedgerReader(database().dynamo, database().ledgerTable) },
    { address: ada, tenant: 'acme', connections: ['main'], subjectFor },
  );

async function erase(data: StoredData, changes: Partial<ErasePorts> = {}, given: Partial<ErasureRules> = {}) {
  const findings = await search(data);
  const ports: ErasePorts = {
    ...data,
    dynamo: database().dynamo,
    tables: tables(),
    holds: async () => given.holds ?? [],
    putEvent: async (event) => data.put('mail', `events/${event.eventId}.json`, JSON.stringify(event)),
    forget: async () => {},
    ...changes,
  };
  const options = { address: ada, alias: 'erased-1@erased.invalid', at, keptSeconds: 86_400 };
  return eraseSubject(ports, findings, planErasure(findings, { ...rules, ...given }), options);
}

/** Whether an object or a row still has the person. */
async function tracesOf(data: StoredData): Promise<string[]> {
  const isTrace = (text: string): boolean => textAddress(ada).isIn(text) || /Ada Lovelace|Quince/.test(text);
  const objects = Object.entries(data.contents()).filter(([, text]) => isTrace(text));
  const rows = (await allRows()).filter((row) => someText(row, isTrace));
  return [...objects.map(([name]) => name), ...rows.map(({ pk, sk }) => `${pk} ${sk}`)];
}

describe('an erasure', () => {
  it('leaves nothing of the person, in no version of an object and no row, and the mail of others as it is', async () => {
    const data = await aPerson();
    const before = (await tracesOf(data)).length;
    const result = await erase(data);
    const left = Object.keys(data.contents()).map((name) => name.replace(/@v\d+$/, '').replace(/evt_\w+/, 'evt'));

    expect(before).toBeGreaterThan(10);
    expect(await tracesOf(data)).toEqual([]);
    expect(left.toSorted()).toEqual(
      // The event of the shared mail stays, and all of Bob's own.
      [
        'mail/events/evt.json',
        'mail/events/evt.json',
        'mail/inbound/m2',
        'mail/inbound/m2',
        'mail/receipts/m2.json',
        'attachments/attachments/evt/0',
      ].toSorted(),
    );
    expect(result.mails.map(({ fate }) => fate.kind).toSorted()).toEqual(['erase', 'pseudonymize']);
    expect(result).toMatchObject({ versions: expect.any(Number), refused: [], rows: { buried: 2 } });
    expect(result.unread.map(({ fate }) => fate.kind)).toEqual(['erase']);
  });

  it('takes the mail out of the list of mails, with its words and its count', async () => {
    const data = await aPerson();
    const { dynamo, platform, ledgerTable: table } = database();
    const reader = createLedgerReader(dynamo, table);
    const index = createMailIndexWriter({
      platform: { ...platform, environment: {} },
      table,
      subjectHash: async () => subjectFor,
      mail: { getEvent: async (eventId) => ({ ...anEvent(), eventId }) },
    });
    const mails = [...(await reader.mails(['m0', 'm1', 'm2', 'm9'])).values()];
    const sources = mails.map(({ mailId, eventId }) => (eventId === undefined ? { mailId } : { eventId }));
    await index(sources);
    const listed = async () => {
      const rows = (await allRows()).map(({ pk, sk }) => `${pk} ${sk}`);
      const mailIdsIn = (kind: string) =>
        new Set(rows.filter((row) => row.startsWith(kind)).map((row) => row.slice(-2)));
      return { cards: [...mailIdsIn('MAILS#')].toSorted(), words: [...mailIdsIn('FIND#')].toSorted() };
    };
    expect(await listed()).toEqual({ cards: ['m0', 'm1', 'm2', 'm9'], words: ['m0', 'm1', 'm2', 'm9'] });

    await erase(data);
    // As feed does when it reads the changes of the rows.
    await index(sources);

    const { cards, words } = await listed();
    expect(cards).toEqual(['m1', 'm2']);
    expect(words).not.toContain('m0');
    expect(words).not.toContain('m9');
  });

  it('keeps the keyed hash in the consent ledger, and takes it out of conversations and memory', async () => {
    const data = await aPerson();
    await erase(data);
    const withHash = (await allRows()).filter((row) => JSON.stringify(row).includes(hash));
    const people = (await allRows()).filter(({ pk }) => String(pk).startsWith('PERSON#'));

    expect(withHash.map(({ pk }) => pk)).toEqual([`SUBJECT#acme#${hash}`]);
    expect(people).toEqual([]);
  });

  it('is finished by another run, wherever the first one broke off', async () => {
    for (let crashAt = 1; ; crashAt += 1) {
      const data = await aPerson();
      let calls = 0;
      const breaking =
        <A extends readonly unknown[], R>(work: (...values: A) => Promise<R>) =>
        async (...values: A): Promise<R> => {
          calls += 1;
          if (calls === crashAt) throw new Error('crash');
          return work(...values);
        };
      const { dynamo } = database();
      const send = breaking((command: never) => dynamo.send(command));
      const changes: Partial<ErasePorts> = {
        versions: { ...data.versions, remove: breaking(data.versions.remove) },
        dynamo: Object.assign(Object.create(dynamo), { send }),
        putEvent: breaking(async (event) => data.put('mail', `events/${event.eventId}.json`, JSON.stringify(event))),
      };
      const isBroken = await erase(data, changes).then(
        () => false,
        () => true,
      );
      if (!isBroken) {
        expect(crashAt).toBeGreaterThan(15);
        break;
      }
      await erase(data);

      expect({ crashAt, traces: await tracesOf(data) }).toEqual({ crashAt, traces: [] });
      await emptyTables();
    }
  }, 60_000);

  it('keeps a mail whose hold is placed while it runs', async () => {
    const data = await aPerson();
    let isPlaced = false;
    const hold = {
      id: 'hold-1',
      kind: 'address',
      address: ada,
      reason: 'r',
      placedAt: at.toISOString(),
      state: 'placing',
    } as LegalHold;
    const holds = async () => {
      const current = isPlaced ? [hold] : [];
      isPlaced = true;
      return current;
    };
    const { mails } = await erase(data, { holds });
    const kept = mails.filter(({ fate }) => fate.kind === 'keep');

    expect(kept).not.toEqual([]);
    for (const { mail, fate } of kept) {
      expect(fate).toEqual({ kind: 'keep', why: 'under legal hold hold-1' });
      expect(data.text('mail', `events/${mail.event.eventId}.json`)).toBe(JSON.stringify(mail.event));
    }
  });

  it('touches nothing under a hold, and leaves the consent of a held person as it is', async () => {
    const data = await aPerson();
    const before = { objects: data.contents(), rows: await allRows() };
    const holds = [
      {
        id: 'hold-1',
        kind: 'tenant',
        tenant: 'acme',
        reason: 'r',
        placedAt: at.toISOString(),
        state: 'placed',
      } as LegalHold,
    ];
    const forget = async () => {
      throw new Error('the consent is held');
    };
    const { mails } = await erase(data, { forget }, { holds });

    expect(mails.every(({ fate }) => fate.kind === 'keep')).toBe(true);
    // Mail that nobody could read has no tenant, and neither has the memory of look-ups.
    const isHeld = (name: string): boolean => !/^(?:mail\/inbound\/m9|MAIL#m9|PERSON#|M#)/.test(name);
    const objectsOf = (contents: object): object =>
      Object.fromEntries(Object.entries(contents).filter(([name]) => isHeld(name)));
    expect(objectsOf(data.contents())).toEqual(objectsOf(before.objects));
    expect((await allRows()).filter(({ pk }) => isHeld(pk))).toEqual(before.rows.filter(({ pk }) => isHeld(pk)));
  });

  it('says which versions S3 kept, and goes on', async () => {
    const data = await aPerson();
    data.locked.add('inbound/m0');
    const { refused, mails } = await erase(data);

    expect(refused.map(({ key, code }) => [key, code])).toEqual([
      ['inbound/m0', 'AccessDenied'],
      ['inbound/m0', 'AccessDenied'],
    ]);
    expect(mails).toHaveLength(2);
  });
});
