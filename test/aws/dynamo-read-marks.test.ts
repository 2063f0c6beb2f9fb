import { createReadMarks } from '../../lambdas/aws/dynamo-read-marks.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { createRecordMail } from '../../lambdas/aws/record-mail.ts';
import { aDelivery, anEvent } from '../helpers/builders.ts';
import { startTestDynamo, type TestDynamo } from '../helpers/dynamo.ts';

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

const marksOf = () => createReadMarks(database.platform, database.ledgerTable);

describe('createReadMarks', () => {
  it('counts the readings that had no answer, and those among them without another mail', async () => {
    const marks = marksOf();

    expect(await marks.standing('m1')).toEqual({ unanswered: 0, alone: 0, isGivenUp: false });
    await marks.begin('m1', false);
    await marks.begin('m1', true);
    expect(await marks.standing('m1')).toEqual({ unanswered: 2, alone: 1, isGivenUp: false });
  });

  it('removes the mark with an answer', async () => {
    const marks = marksOf();
    await marks.begin('m2', true);

    await marks.end('m2');

    expect(await marks.standing('m2')).toEqual({ unanswered: 0, alone: 0, isGivenUp: false });
  });
});

describe('the end of a mark', () => {
  const failing = (failures: number) => {
    let left = failures;
    const dynamo = { send: async () => (left-- > 0 ? Promise.reject(new Error('throttled')) : {}) };
    const pauses: number[] = [];
    const platform = { ...database.platform, dynamo: dynamo as never, pause: async (ms: number) => pauses.push(ms) };
    return { marks: createReadMarks(platform, 'ledger'), pauses };
  };

  it('tries again to remove a mark, which would count as a reading without an answer', async () => {
    const { marks, pauses } = failing(2);

    await marks.end('m3');

    expect(pauses).toEqual([100, 200]);
  });

  it('lets a mail pass that was read, although its mark stays', async () => {
    await expect(failing(100).marks.end('m4')).resolves.toBeUndefined();
  });
});

describe('a mail that was quarantined', () => {
  const event = anEvent();
  const about = { objectKey: 'inbound/m', receivedAt: event.receivedAt, recipients: [{ address: 'a@b.example' }] };
  const { eventId, externalId, contentDigest } = event;
  const stateOf = async (mailId: string) =>
    (await createLedgerReader(database.dynamo, database.ledgerTable).mails([mailId])).get(mailId);

  it('reads a quarantined mail after all, and keeps its last state only', async () => {
    const record = createRecordMail(database.platform, database.ledgerTable);
    await record({ mailId: 'q1', ...about, state: 'quarantined', reason: 'too-slow: so' });

    await record({ mailId: 'q1', ...about, state: 'parsed', eventId }, { eventId, externalId, contentDigest }, [
      aDelivery(event),
    ]);

    expect(await stateOf('q1')).toMatchObject({ state: 'parsed', eventId });
    expect(await stateOf('q1')).not.toHaveProperty('reason');
  });

  it('keeps a mail parsed when a copy of its message comes late and is quarantined', async () => {
    const record = createRecordMail(database.platform, database.ledgerTable);
    await record({ mailId: 'q2', ...about, state: 'parsed', eventId }, { eventId, externalId, contentDigest });

    await record({ mailId: 'q2', ...about, state: 'quarantined', reason: 'no-answer: so' });

    expect(await stateOf('q2')).toMatchObject({ state: 'parsed' });
  });

  it('knows a mail as given up only when its readings had no answer', async () => {
    const record = createRecordMail(database.platform, database.ledgerTable);
    await record({ mailId: 'q3', ...about, state: 'quarantined', reason: 'no-answer: so' });
    await record({ mailId: 'q4', ...about, state: 'quarantined', reason: 'too-slow: so' });

    const standings = await Promise.all(['q3', 'q4'].map((mailId) => marksOf().standing(mailId)));

    expect(standings.map(({ isGivenUp }) => isGivenUp)).toEqual([true, false]);
  });
});
