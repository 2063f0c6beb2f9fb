import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoConsent } from '../../lambdas/aws/dynamo-consent.ts';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { deliveryMessageOf } from '../../lambdas/domain/delivery.ts';
import { sha256 } from '../../lambdas/domain/identity.ts';
import { createSuppressRecipient } from '../../lambdas/domain/suppress-recipient.ts';
import { aDelivery, anEvent } from '../helpers/builders.ts';
import { startTestDynamo, type TestDynamo } from '../helpers/dynamo.ts';

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

let counter = 0;

/** A delivery report in the ledger, about one hard and one soft failure. */
async function aBounce({ isGone = false } = {}) {
  const base = anEvent({ messageId: `bounce-${counter++}@x.example` });
  const event = {
    ...base,
    classification: {
      kind: 'bounce' as const,
      confidence: 1,
      reasons: ['report.delivery-status'],
      bounce: {
        recipients: [
          { address: 'gone@nowhere.example', type: 'hard' as const },
          { address: 'full@nowhere.example', type: 'soft' as const },
        ],
      },
    },
  };
  const delivery = aDelivery(event, { lane: 'suppression' });
  const ledger = createDynamoLedger(database.platform, database.ledgerTable);
  await ledger.recordMail(
    {
      mailId: `mail-${event.eventId}`,
      objectKey: 'x',
      receivedAt: event.receivedAt,
      state: 'parsed',
      eventId: event.eventId,
      recipients: [],
    },
    event,
    [delivery],
  );
  const suppress = createSuppressRecipient({
    ledger,
    mail: { getEvent: async () => (isGone ? undefined : event) },
    consent: createDynamoConsent(database.dynamo, database.consentTable),
    now: () => new Date('2026-11-20T10:00:00Z'),
  });
  const reader = createLedgerReader(database.dynamo, database.ledgerTable);
  return {
    run: () => suppress(deliveryMessageOf(delivery), 30_000),
    fate: async () => (await reader.event(event.eventId))?.deliveries[0]?.fate,
  };
}

const suppressionOf = async (address: string): Promise<unknown> => {
  const Key = { pk: `SUBJECT#acme#${sha256(address)}`, sk: 'SUPPRESSED#bounce' };
  return (await database.dynamo.send(new GetCommand({ TableName: database.consentTable, Key }))).Item;
};

describe('suppression', () => {
  it('takes effect for the address that is gone, once, and not for a full mailbox', async () => {
    const bounce = await aBounce();

    expect(await bounce.run()).toEqual({ kind: 'settled', fate: 'suppressed', how: 'now' });
    expect(await bounce.run()).toEqual({ kind: 'settled', fate: 'suppressed', how: 'before' });
    expect(await suppressionOf('gone@nowhere.example')).toMatchObject({ suppressedAt: '2026-11-20T09:00:00.000Z' });
    expect(await suppressionOf('full@nowhere.example')).toBeUndefined();
  });

  it('ends as dead, not as pending for ever, when the event is gone', async () => {
    const bounce = await aBounce({ isGone: true });

    expect(await bounce.run()).toEqual({ kind: 'dead', reason: 'the event object is gone' });
    expect(await bounce.fate()).toBe('dead');
  });
});
