import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { MailRecord } from '../domain/delivery/ledger.ts';
import { cardsOf, type MailCardFacts } from '../domain/delivery/mail-cards.ts';
import { TransientError } from '../domain/errors.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import { cancellationReasonsOf } from './aws-error.ts';
import { getRows, queryAll } from './dynamo-query.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';
import { eventRowKey, ledgerSecondsOf, mailKey, toEventRows, toMailRecord } from './ledger-rows.ts';
import { cardChanges, countItems, type IndexPlan, type IndexTable, planIndex, sumOfCounts } from './mail-index-plan.ts';
import { type Indexed, type IndexSource, indexedKey, nothingIndexed, toIndexed } from './mail-index-rows.ts';
import { wordsOfCard, writeWords } from './mail-index-words.ts';
import type { Platform } from './platform.ts';

/** Most items that one TransactWriteItems takes. */
const itemsPerTransaction = 100;
/** Writers meet at the counts of a day; each round lets one of them through. */
const maxRounds = 60;
/** In ms: the longest pause between rounds. */
const longestPauseMs = 500;
/** Sources that are read at the same time. */
const readsAtOnce = 10;

/**
 * Brings the index of some mails up to date with the ledger, as it is now. It may be asked at any time, in any order and as often
 * as one likes.
 *
 * @throws TransientError when other writers were always first
 */
export type IndexMails = (sources: readonly IndexSource[]) => Promise<void>;

interface MailIndexPorts {
  readonly platform: Pick<Platform, 'dynamo' | 'pause' | 'random' | 'environment'>;
  readonly table: string;
  readonly subjectHash: () => Promise<SubjectHash>;
  readonly mail: Pick<MailStore, 'getEvent'>;
}

/**
 * The writer of the index. It reads the state of the index first, then the ledger, and the write holds only if nobody has
 * indexed the source in between: so a slow writer never puts an older state over a newer one. Cards, counts and fates are written
 * in one transaction, which makes the counts exact; the other words of a mail never change, and are written before it.
 */
export function createMailIndexWriter(ports: MailIndexPorts): IndexMails {
  const { platform, table } = ports;
  const rows: DynamoTable = { dynamo: platform.dynamo, table };
  const keptSeconds = ledgerSecondsOf(platform.environment);
  return async (sources) => {
    const target: IndexTable = { table, hash: await ports.subjectHash(), keptSeconds };
    let left = distinct(sources);
    for (let round = 0; round < maxRounds && left.length > 0; round += 1) {
      const indexed = await readIndexed(rows, left);
      const plans: IndexPlan[] = [];
      for (let start = 0; start < left.length; start += readsAtOnce) {
        const some = left.slice(start, start + readsAtOnce);
        const planned = await Promise.all(
          some.map((source) => planSource(ports, rows, target, source, indexed.get(nameOf(source)) ?? nothingIndexed)),
        );
        plans.push(...planned.flatMap((plan) => plan ?? []));
      }
      left = await writePlans(rows, target, plans);
      if (left.length > 0 && round > 0)
        await platform.pause(platform.random() * Math.min(longestPauseMs, 5 * 2 ** Math.min(round, 10)));
    }
    if (left.length > 0) throw new TransientError(`the index of ${left.length} mails is contended`);
  };
}

const nameOf = (source: IndexSource): string => indexedKey(source).pk;

const distinct = (sources: readonly IndexSource[]): IndexSource[] => [
  ...new Map(sources.map((source) => [nameOf(source), source])).values(),
];

async function readIndexed(rows: DynamoTable, sources: readonly IndexSource[]): Promise<Map<string, Indexed>> {
  const read = await getRows(rows, sources.map(indexedKey), (row) => [String(row.pk), toIndexed(row)] as const);
  return new Map(read);
}

/** The state of a source in the ledger. */
interface SourceRows {
  readonly mails: readonly MailRecord[];
  readonly deliveries: readonly Delivery[];
}

async function readSource(rows: DynamoTable, source: IndexSource): Promise<SourceRows> {
  if ('mailId' in source) {
    const mails = await getRows(rows, [mailKey(source.mailId)], toMailRecord);
    // Once it has an event, the event is its source.
    return { mails: mails.filter(({ eventId }) => eventId === undefined), deliveries: [] };
  }
  const read = await queryAll(
    rows.dynamo,
    {
      TableName: rows.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': eventRowKey(source.eventId).pk },
      ConsistentRead: true,
    },
    (row: Row) => row,
  );
  const event = toEventRows(read);
  const mails = await getRows(rows, (event?.mails ?? []).map(mailKey), toMailRecord);
  return {
    mails: mails.filter(({ eventId }) => eventId === source.eventId),
    deliveries: event?.deliveries ?? [],
  };
}

async function planSource(
  { mail }: MailIndexPorts,
  rows: DynamoTable,
  target: IndexTable,
  source: IndexSource,
  indexed: Indexed,
): Promise<IndexPlan | undefined> {
  const state = await readSource(rows, source);
  const wanted = cardsOf(state.mails, state.deliveries);
  const plan = planIndex(target, source, indexed, wanted);
  if (plan === undefined) return undefined;
  const fresh = freshCards(indexed.cards, wanted);
  if (fresh.length > 0) {
    const event = 'eventId' in source ? await mail.getEvent(source.eventId) : undefined;
    const cards = fresh.map((card) => {
      const record = state.mails.find(({ mailId }) => mailId === card.mailId)!;
      const deliveries = state.deliveries.filter(({ tenant }) => tenant === card.tenant);
      return { card, words: wordsOfCard(card, compact({ mail: record, deliveries, event })) };
    });
    await writeWords(rows, target, cards);
  }
  return plan;
}

/** Cards whose words may not be there yet. */
const freshCards = (before: readonly MailCardFacts[], after: readonly MailCardFacts[]): MailCardFacts[] =>
  cardChanges(before, after).flatMap(({ before: earlier, after: card }) =>
    card !== undefined && earlier?.integrations.join() !== card.integrations.join() ? [card] : [],
  );

/** Writes plans, as many as fit into a transaction each. @returns the sources that are to be planned anew */
async function writePlans(rows: DynamoTable, target: IndexTable, plans: readonly IndexPlan[]): Promise<IndexSource[]> {
  const left: IndexSource[] = [];
  for (let rest = [...plans]; rest.length > 0; ) {
    const together = fitting(target, rest);
    rest = rest.slice(together.length);
    left.push(...(await writeTogether(rows, target, together)));
  }
  return left;
}

function fitting(target: IndexTable, plans: readonly IndexPlan[]): readonly IndexPlan[] {
  let count = 1;
  while (count < plans.length && itemsFor(target, plans.slice(0, count + 1)).length <= itemsPerTransaction) count += 1;
  return plans.slice(0, count);
}

const itemsFor = (target: IndexTable, plans: readonly IndexPlan[]) => [
  ...plans.flatMap(({ items }) => items),
  ...countItems(target, sumOfCounts(plans.map(({ counts }) => counts))),
];

async function writeTogether(
  { dynamo }: DynamoTable,
  target: IndexTable,
  plans: readonly IndexPlan[],
): Promise<IndexSource[]> {
  try {
    await dynamo.send(new TransactWriteCommand({ TransactItems: itemsFor(target, plans) }));
    return plans.filter(({ isPart }) => isPart).map(({ source }) => source);
  } catch (error) {
    // Another writer was at one of the rows; any other error is thrown here.
    cancellationReasonsOf(error);
    return plans.map(({ source }) => source);
  }
}
