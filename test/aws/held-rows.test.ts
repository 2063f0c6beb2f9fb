import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ageThreads } from '../../lambdas/aws/age-threads.ts';
import { createForwardings } from '../../lambdas/aws/dynamo-forwardings.ts';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { createDynamoOutboundIndex } from '../../lambdas/aws/dynamo-outbound-index.ts';
import { createReviews } from '../../lambdas/aws/dynamo-reviews.ts';
import { createRecordScan } from '../../lambdas/aws/dynamo-scans.ts';
import { createThreadMerges } from '../../lambdas/aws/dynamo-thread-merges.ts';
import { marksOf } from '../../lambdas/aws/held-rows.ts';
import { createAddDelivery } from '../../lambdas/aws/record-mail.ts';
import { createRecordReceivedMail } from '../../lambdas/aws/record-received-mail.ts';
import { messageRow, threadRow } from '../../lambdas/aws/thread-rows.ts';
import { groupOf } from '../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { ThreadEntry } from '../../lambdas/domain/threads/thread-entry.ts';
import type { ThreadProposal } from '../../lambdas/domain/threads/thread-index.ts';
import { aDelivery, anEvent, subjectFor } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';
import { ada, sentMail } from '../helpers/thread-mails.ts';

const database = useTestDynamo();
const at = new Date('2026-11-20T10:00:00.000Z');
const receivedAt = at.toISOString();
const heldBy = ['hold_1'];
const event = { ...anEvent({ messageId: 'kept@x.example' }), messageId: 'kept@x.example' };
const other = { ...event, eventId: 'evt_other', contentDigest: 'f'.repeat(64) };
const mail = (mailId: string, changes: Partial<MailRecord> = {}): MailRecord => ({
  mailId,
  objectKey: `inbound/${mailId}`,
  receivedAt,
  state: 'parsed',
  recipients: [],
  ...changes,
});
const ledger = () => createDynamoLedger(database().platform, database().ledgerTable);
const settled = aDelivery(event);
const ended = aDelivery(event, { integration: 'bounces', lane: 'suppression' });
const givenUp = aDelivery(event, { integration: 'broken' });

const claim = (messageId: string, changes: Partial<ThreadEntry> = {}): ThreadEntry => ({
  messageId,
  threadKey: 'kept',
  threadSince: receivedAt,
  sender: 'ada',
  ...changes,
});
const proposal = (
  claims: readonly ThreadEntry[],
  known: readonly ThreadEntry[],
  more: { readonly aliases?: readonly string[]; readonly merges?: ReadonlyMap<string, string> } = {},
): ThreadProposal => ({
  clues: { tenant: 'acme', eventId: event.eventId, references: [], receivedAt },
  decision: {
    key: 'kept',
    since: receivedAt,
    aliases: more.aliases ?? [],
    matchedBy: 'references',
    confidence: 1,
    claims,
  },
  lookup: { known, merges: more.merges ?? new Map(), isCareful: true },
});

/** Records a mail that was quarantined before, a copy and a conflict of it, with the conversation. */
async function recordMails(): Promise<void> {
  const { platform, ledgerTable, threadsTable } = database();
  const record = createRecordReceivedMail(platform, { ledger: ledgerTable, threads: threadsTable });
  const own = mail('first', { eventId: event.eventId });
  await record(own, event, [settled, ended, givenUp], []);
  await record(mail('copy', { eventId: event.eventId }), event, [settled], []);
  await record(mail('other', { eventId: other.eventId }), other, [], []);
}

/** Ends the deliveries, and writes what belongs to them. */
async function endDeliveries(): Promise<void> {
  const loaded = (await ledger().load(settled, groupOf(settled))).delivery!;
  await ledger().settle(loaded, loaded.fence, { fate: 'delivered', at, isUnleased: true });
  await ledger().noteApplied(ended, 'change', 1, 'suppressed', at);
  await ledger().giveUp(givenUp, 'a person decided', at);
  const { dynamo, ledgerTable } = database();
  const scan = { eventId: event.eventId, part: '0', status: 'NO_THREATS_FOUND', at: receivedAt } as const;
  await createRecordScan({ dynamo, table: ledgerTable })(scan);
}

async function claimConversation(): Promise<void> {
  const { dynamo, platform, ledgerTable, threadsTable } = database();
  const record = createRecordReceivedMail(platform, { ledger: ledgerTable, threads: threadsTable });
  const named = claim('named');
  const { sender: _sender, ...mention } = named;
  await record(mail('first', { eventId: event.eventId }), event, [], [proposal([named], [mention])]);
  await record(
    mail('first', { eventId: event.eventId }),
    event,
    [],
    [
      proposal([claim('held-id', { isRival: true, sender: 'mallory' })], [claim('held-id')], {
        merges: new Map([['lost', 'kept']]),
      }),
    ],
  );
  const outbound = createDynamoOutboundIndex(dynamo, threadsTable, async () => subjectFor, 400);
  await outbound.learn('acme', sentMail([ada]));
}

/** Writes the rows that a claim finds: a mention, an id of somebody, a merge. */
async function seedConversation(): Promise<void> {
  const { dynamo, threadsTable } = database();
  const rows = [
    { pk: messageRow('acme', 'named'), threadKey: 'kept', threadSince: receivedAt, namedBy: 'bob' },
    { pk: messageRow('acme', 'held-id'), threadKey: 'kept', threadSince: receivedAt, sender: 'ada' },
    { pk: threadRow('acme', 'lost'), threadKey: 'lost', threadSince: receivedAt, aliasOf: 'kept' },
    { pk: threadRow('acme', 'split'), threadKey: 'split', threadSince: receivedAt, aliasOf: 'kept' },
  ];
  for (const { pk, ...row } of rows)
    await dynamo.send(
      new UpdateCommand({
        TableName: threadsTable,
        Key: { pk },
        UpdateExpression: `SET ${Object.keys(row)
          .map((name) => `${name} = :${name}`)
          .join(', ')}`,
        ExpressionAttributeValues: Object.fromEntries(Object.entries(row).map(([name, value]) => [`:${name}`, value])),
      }),
    );
}

async function rowsOf(table: string): Promise<Array<Record<string, unknown>>> {
  const { Items = [] } = await database().dynamo.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  return Items;
}

/** Puts a hold on every row of both tables, as a person does who has them all. */
async function holdAll(): Promise<void> {
  const { dynamo, ledgerTable, threadsTable } = database();
  for (const table of [ledgerTable, threadsTable])
    for (const { pk, sk } of await rowsOf(table)) {
      const { heldBy: ids, heldUntil } = marksOf(heldBy);
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: sk === undefined ? { pk } : { pk, sk },
          UpdateExpression: 'SET heldUntil = :until REMOVE #ttl ADD heldBy :ids',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':until': heldUntil, ':ids': ids },
        }),
      );
    }
}

const nameOf = ({ pk, sk }: Record<string, unknown>): string => (sk === undefined ? String(pk) : `${pk} ${sk}`);
/** Rows that DynamoDB deletes before the year 9999. */
const ending = (rows: ReadonlyArray<Record<string, unknown>>): string[] =>
  rows.filter(({ ttl }) => typeof ttl === 'number' && ttl < 253_402_300_799).map(nameOf);

describe('rows under a legal hold', () => {
  beforeAll(async () => {
    await ledger().recordMail(mail('first', { state: 'quarantined', reason: 'too-large: it is' }));
    await recordMails();
    await seedConversation();
    await claimConversation();
    await endDeliveries();
  });

  it('have ends of their own before the hold', async () => {
    const rows = await rowsOf(database().ledgerTable);

    expect(ending(rows)).toHaveLength(rows.length);
    expect(ending(rows).length).toBeGreaterThanOrEqual(10);
  });

  it('get no end by whatever is written to them meanwhile', async () => {
    await holdAll();
    const before = [...(await rowsOf(database().ledgerTable)), ...(await rowsOf(database().threadsTable))].map(nameOf);
    await recordMails();
    await endDeliveries();
    await claimConversation();
    const { dynamo, threadsTable } = database();
    await createThreadMerges(dynamo, threadsTable).undo({ tenant: 'acme', thread: 'split', into: 'kept' }, at);
    await ageThreads(dynamo, threadsTable, at, false);
    const rows = [...(await rowsOf(database().ledgerTable)), ...(await rowsOf(threadsTable))];

    expect(rows.map(nameOf).toSorted()).toEqual(before.toSorted());
    expect(ending(rows)).toEqual([]);
    expect(rows.filter(({ heldBy: ids }) => !(ids instanceof Set) || !ids.has('hold_1')).map(nameOf)).toEqual([]);
  });

  it('are no different for those who read them', async () => {
    const { delivery } = await ledger().load(settled, groupOf(settled));

    expect(delivery).toMatchObject({ fate: 'delivered', heldBy });
    expect(delivery).not.toHaveProperty('heldUntil');
  });

  it('keep the mark when a quarantined mail is read after all', async () => {
    await ledger().recordMail(mail('late', { state: 'quarantined', reason: 'too-large: it is' }));
    await holdAll();
    await ledger().recordMail(mail('late', { eventId: event.eventId }), event);
    const row = (await rowsOf(database().ledgerTable)).find(({ mailId }) => mailId === 'late');

    expect(row).toMatchObject({ state: 'parsed', eventId: event.eventId, heldBy: new Set(heldBy) });
    expect(row).not.toHaveProperty('reason');
    expect(ending([row!])).toEqual([]);
  });

  it('are those that are written later about the same mail', async () => {
    const { dynamo, platform, ledgerTable } = database();
    const seen = { eventId: 'evt_held', integration: 'sales', at: receivedAt };
    await createReviews(dynamo, ledgerTable).offer({ ...seen, reason: 'sender' }, heldBy);
    await createReviews(dynamo, ledgerTable).put(
      { eventId: 'evt_held', at: receivedAt, by: 'ada', kind: 'human' },
      heldBy,
    );
    await createForwardings(dynamo, ledgerTable).note({ ...seen, service: 'gmail' }, heldBy);
    const added = aDelivery(event, { integration: 'notice', heldBy });
    await createAddDelivery(platform, ledgerTable)(added);
    await ledger().giveUp(added, 'a person decided', at);
    const rows = (await rowsOf(ledgerTable)).filter((row) => /evt_held|notice/.test(nameOf(row)));

    expect(rows).toHaveLength(4);
    expect(ending(rows)).toEqual([]);
  });
});
