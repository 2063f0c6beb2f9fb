import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { deliveryKey } from '../../lambdas/aws/ledger-rows.ts';
import { createMailIndexReader } from '../../lambdas/aws/mail-index-reader.ts';
import type { IndexSource } from '../../lambdas/aws/mail-index-rows.ts';
import { createMailIndexWriter } from '../../lambdas/aws/mail-index-writer.ts';
import type { MailRecord, NewDelivery } from '../../lambdas/domain/delivery/ledger.ts';
import { fateWord, mailIdAt } from '../../lambdas/domain/delivery/mail-cards.ts';
import { aboveAll, readPlaces } from '../../lambdas/domain/delivery/place-lists.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { aDelivery, anEvent, subjectFor } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const day = '2026-11-20';
const timeOf = (nth: number): string => `${day}T09:00:00.${String(nth).padStart(3, '0')}Z`;
const budget = { left: Number.POSITIVE_INFINITY };

/** A tenant of one test, with its mails in the ledger. */
function worldOf(tenant: string, content: Partial<EmailReceived> = {}) {
  const { dynamo, platform, ledgerTable: table } = database();
  const ledger = createDynamoLedger(platform, table);
  const reads: string[] = [];
  const index = createMailIndexWriter({
    platform: { ...platform, environment: {} },
    table,
    subjectHash: async () => subjectFor,
    mail: {
      getEvent: async (eventId) => {
        reads.push(eventId);
        return { ...anEvent(), eventId, ...content };
      },
    },
  });
  const reader = createMailIndexReader({ dynamo, table }, subjectFor);
  const idOf = (nth: number): string => `evt_${tenant}${nth}`;
  const deliveryOf = (nth: number, changes: Partial<NewDelivery> = {}): NewDelivery => ({
    ...aDelivery(anEvent()),
    eventId: idOf(nth),
    tenant,
    integration: `${tenant}-sales`,
    receivedAt: timeOf(nth),
    ...changes,
  });
  const mailOf = (nth: number): MailRecord => ({
    mailId: `${tenant}-m${nth}`,
    objectKey: `inbound/${tenant}-m${nth}`,
    receivedAt: timeOf(nth),
    state: 'parsed',
    recipients: [{ address: 'sales@inbound.localhost', integration: `${tenant}-sales` }],
  });
  const quarantine = (nth: number) => ledger.recordMail({ ...mailOf(nth), state: 'quarantined', reason: 'unreadable' });
  const record = async (nth: number): Promise<void> => {
    const event = { eventId: idOf(nth), externalId: idOf(nth), contentDigest: 'd', messageId: idOf(nth) };
    await ledger.recordMail({ ...mailOf(nth), eventId: idOf(nth) }, event, [deliveryOf(nth)]);
  };
  const setFate = (nth: number, fate: string) =>
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: deliveryKey(deliveryOf(nth)),
        UpdateExpression: 'SET fate = :fate',
        ExpressionAttributeValues: { ':fate': fate },
      }),
    );
  const listed = async (word?: string, name = tenant): Promise<string[]> => {
    const list = word === undefined ? reader.all(name, budget) : reader.withWord(name, word, budget);
    return (await readPlaces(list, aboveAll, 1000)).places.map(mailIdAt);
  };
  const counts = async (name = tenant) => (await reader.days(name, day, day))[0];
  const source = (nth: number): IndexSource => ({ eventId: idOf(nth) });
  return { index, record, quarantine, setFate, listed, counts, source, reads, idOf };
}

describe('createMailIndexWriter', () => {
  it('lists a mail, the newest first, and finds it by its words and filters', async () => {
    const { index, record, listed, counts, source } = worldOf('first');
    await record(1);
    await record(2);
    await index([source(1), source(2)]);

    expect(await listed()).toEqual(['first-m2', 'first-m1']);
    for (const word of [
      'ada@customer.example',
      'customer.example',
      'hello',
      'kind:human',
      'attachments:no',
      'fate:pending',
    ])
      expect([word, await listed(word)]).toEqual([word, ['first-m2', 'first-m1']]);
    expect(await listed('evt_first1')).toEqual(['first-m1']);
    expect(await listed('integration:first-sales')).toHaveLength(2);
    expect(await counts()).toEqual({ day, received: 2, byFate: { pending: 2 } });
  });

  it('keeps the words of one tenant from another', async () => {
    const { index, record, listed, source } = worldOf('mine');
    await record(1);
    await index([source(1)]);

    expect(await listed('hello', 'theirs')).toEqual([]);
    expect(await listed(undefined, 'theirs')).toEqual([]);
  });

  it('moves a mail to its new fate, and reads its event only once', async () => {
    const { index, record, setFate, listed, counts, source, reads } = worldOf('moved');
    await record(1);
    await index([source(1)]);
    await setFate(1, 'delivered');
    await index([source(1)]);
    await index([source(1)]);

    expect(await listed(fateWord('pending'))).toEqual([]);
    expect(await listed(fateWord('delivered'))).toEqual(['moved-m1']);
    expect(await counts()).toEqual({ day, received: 1, byFate: { delivered: 1 } });
    expect(reads).toHaveLength(1);
  });

  it('lists a mail without an event among those of no tenant, until it has one', async () => {
    const { index, record, quarantine, listed } = worldOf('late');
    const mailId = 'late-m1';
    await quarantine(1);
    await index([{ mailId }]);
    expect(await listed(mailId, '-')).toEqual([mailId]);
    expect(await listed(undefined, '-')).toContain(mailId);

    await record(1);
    await index([{ mailId }, { eventId: 'evt_late1' }]);

    expect(await listed(undefined, '-')).not.toContain(mailId);
    expect(await listed()).toEqual([mailId]);
  });

  it('has a card without words for a mail whose event is gone', async () => {
    const { index, record, listed, source } = worldOf('gone', undefined);
    await record(1);
    const { platform, ledgerTable: table } = database();
    const blind = createMailIndexWriter({
      platform: { ...platform, environment: {} },
      table,
      subjectHash: async () => subjectFor,
      mail: { getEvent: async () => undefined },
    });
    await blind([source(1)]);
    await index([source(1)]);

    expect(await listed()).toEqual(['gone-m1']);
    expect(await listed('gone-m1')).toEqual(['gone-m1']);
    expect(await listed('hello')).toEqual([]);
  });

  it('writes more mails than a transaction takes', async () => {
    const { index, record, listed, counts, source } = worldOf('many');
    const all = Array.from({ length: 60 }, (_, nth) => nth);
    for (const nth of all) await record(nth);
    await index(all.map(source));

    expect(await listed()).toHaveLength(60);
    expect(await counts()).toEqual({ day, received: 60, byFate: { pending: 60 } });
  }, 30_000);

  it('counts each mail once, whatever the order, the repeats and the writers at the same time', async () => {
    const step = fc.record({
      mails: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
      fate: fc.constantFrom('delivered', 'parked', 'dead'),
      writers: fc.integer({ min: 0, max: 3 }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        run += 1;
        const { index, record, setFate, listed, counts, source } = worldOf(`run${run}`);
        const fates = new Map<number, string>();
        for (const { mails, fate, writers } of steps) {
          const isKnown = mails.every((nth) => fates.has(nth));
          for (const nth of mails) {
            await record(nth);
            if (isKnown) await setFate(nth, fate);
            fates.set(nth, isKnown ? fate : (fates.get(nth) ?? 'pending'));
          }
          await Promise.all(Array.from({ length: writers }, () => index(mails.map(source))));
        }
        await index([...fates.keys()].map(source));

        const byFate = Object.fromEntries(
          [...Map.groupBy(fates.values(), (fate) => fate)].map(([fate, all]) => [fate, all.length]),
        );
        expect(await counts()).toEqual({ day, received: fates.size, byFate });
        for (const [fate, count] of Object.entries(byFate)) expect(await listed(fateWord(fate))).toHaveLength(count);
        expect(await listed()).toHaveLength(fates.size);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('does not put an older state over a newer one', async () => {
    const { index, record, setFate, listed, source } = worldOf('slow');
    await record(1);
    const { platform, ledgerTable: table } = database();
    const held = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const slow = createMailIndexWriter({
      platform: { ...platform, environment: {} },
      table,
      subjectHash: async () => subjectFor,
      mail: {
        getEvent: async (eventId) => {
          asked.resolve();
          await held.promise;
          return { ...anEvent(), eventId };
        },
      },
    });
    const running = slow([source(1)]);
    // It has read the ledger by then.
    await asked.promise;
    await setFate(1, 'delivered');
    await index([source(1)]);
    held.resolve();
    await running;

    expect(await listed(fateWord('delivered'))).toEqual(['slow-m1']);
    expect(await listed(fateWord('pending'))).toEqual([]);
  });
});
