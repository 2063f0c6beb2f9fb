import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { createAddDelivery, createRecordMail } from '../../lambdas/aws/record-mail.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { aDelivery, anEvent } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';
import { awsError, canceledTransaction, scriptedClient } from '../helpers/scripted-client.ts';

const database = useTestDynamo();
const record = () => createRecordMail(database().platform, database().ledgerTable);
const reader = () => createLedgerReader(database().dynamo, database().ledgerTable);
let counter = 0;

/** A mail of its own with its event and one delivery. */
function aMail() {
  const mailId = `record-${counter++}`;
  const messageId = `${mailId}@x.example`;
  const event = { ...anEvent({ messageId }), messageId };
  const mail: MailRecord = {
    mailId,
    objectKey: `inbound/${mailId}`,
    receivedAt: event.receivedAt,
    state: 'parsed',
    eventId: event.eventId,
    recipients: [],
  };
  return { mail, event, delivery: aDelivery(event) };
}

describe('createRecordMail', () => {
  it('records a mail, its event and its deliveries, and a repetition changes nothing', async () => {
    const { mail, event, delivery } = aMail();

    for (let trial = 0; trial < 2; trial += 1) expect(await record()(mail, event, [delivery])).toEqual({});

    expect((await reader().mails([mail.mailId])).get(mail.mailId)).toMatchObject(mail);
    expect(await reader().event(event.eventId)).toMatchObject({ mails: [mail.mailId], deliveries: [delivery] });
    expect(await reader().eventsByMessageId(`<${event.messageId}>`)).toEqual([event.eventId]);
  });

  it('reads a quarantined mail after all, and never quarantines one that was read', async () => {
    const { mail, event, delivery } = aMail();
    const quarantined: MailRecord = { ...mail, state: 'quarantined', reason: 'too large' };
    const stateOf = async () => (await reader().mails([mail.mailId])).get(mail.mailId)?.state;

    await record()(quarantined);
    expect(await stateOf()).toBe('quarantined');
    await record()(mail, event, [delivery]);
    expect(await stateOf()).toBe('parsed');
    await record()(quarantined);
    expect(await stateOf()).toBe('parsed');
  });

  it('keeps both of two contents under one external id, and names the event that the second conflicts with', async () => {
    const { mail, event, delivery } = aMail();
    await record()(mail, event, [delivery]);
    const other = { ...event, eventId: `${event.eventId.slice(0, -1)}x`, contentDigest: 'f'.repeat(64) };

    const second = { ...mail, mailId: `${mail.mailId}-2`, eventId: other.eventId };
    const result = await record()(second, other, [aDelivery(other)]);

    expect(result).toEqual({ conflictsWith: event.eventId });
    expect(await reader().event(other.eventId)).toMatchObject({ conflictsWith: event.eventId });
    expect(await reader().event(event.eventId)).not.toHaveProperty('conflictsWith');
  });

  const scripted = async (...answers: object[]) => {
    const { client: dynamo, sent } = scriptedClient<Parameters<typeof createRecordMail>[0]['dynamo']>(...answers);
    const pauses: number[] = [];
    const { mail } = aMail();
    await createRecordMail({ dynamo, pause: async (ms) => void pauses.push(ms) }, 'T')(mail);
    return { calls: sent.length, pauses };
  };
  const conflict = canceledTransaction('TransactionConflict');

  it.each([
    ['at once', [], 1, []],
    ['after conflicts with other transactions', [conflict, conflict], 3, [10, 20]],
    ['when all rows are there', [canceledTransaction('ConditionalCheckFailed')], 1, []],
  ])('succeeds %s', async (_, answers, calls, pauses) => {
    expect(await scripted(...answers)).toEqual({ calls, pauses });
  });

  it.each([
    ['ten conflicts', Array.from({ length: 10 }, () => conflict), 'contended'],
    ['another error', [awsError('ThrottlingException')], 'ThrottlingException'],
  ])('fails after %s', async (_, answers, message) => {
    await expect(scripted(...answers)).rejects.toThrow(message);
  });
});

describe('createAddDelivery', () => {
  it('adds a delivery, and leaves one alone that is there', async () => {
    const { mail, event, delivery } = aMail();
    await record()(mail, event, [delivery]);
    const add = createAddDelivery(database().platform, database().ledgerTable);

    await add({ ...delivery, threadKey: 'elsewhere' });
    await add({ ...delivery, integration: 'support' });

    expect((await reader().event(event.eventId))?.deliveries).toMatchObject([
      { integration: 'sales', threadKey: delivery.threadKey },
      { integration: 'support' },
    ]);
  });
});
