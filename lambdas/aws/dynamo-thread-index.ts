import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { TransientError } from '../domain/errors.ts';
import { decideThread, type ThreadIndex } from '../domain/threads/thread.ts';
import type { ThreadClues, ThreadDecision, ThreadEntry } from '../domain/threads/thread-entry.ts';
import { threadIds } from '../domain/threads/thread-marks.ts';
import { cancellationReasonsOf } from './aws-error.ts';
import { getRows } from './dynamo-query.ts';
import type { DynamoTable } from './dynamo-row.ts';
import type { Platform } from './platform.ts';
import {
  entriesOf,
  type MessageRow,
  messageRow,
  type Rival,
  type ThreadRow,
  threadRow,
  threadTtl,
  toMessageRow,
  toThreadRow,
} from './thread-rows.ts';

/** Two workers with mails of one conversation meet at most this often before one gives up its turn. */
const maxRounds = 8;

/**
 * Message-ID → conversation, per tenant, in DynamoDB.
 *
 * One batch read and one transaction, for nearly all mails. Threads that became one are rare: the transaction only proves
 * that the threads found have not, and where one has, the decision is made anew with its alias followed. Every claim is
 * conditional on what was read: when another worker claimed an id in between, the transaction fails as a whole and the
 * decision is made anew.
 */
export function createDynamoThreadIndex(
  { dynamo, pause, random }: Pick<Platform, 'dynamo' | 'pause' | 'random'>,
  table: string,
): ThreadIndex {
  const rows: DynamoTable = { dynamo, table };
  return {
    async resolve(clues) {
      const ids = threadIds(clues);
      for (let round = 0; round < maxRounds; round += 1) {
        const isCareful = round > 0;
        const lookup = ids.length === 0 ? emptyLookup : await lookUp(rows, clues.tenant, ids, isCareful);
        const decision = decideThread(clues, lookup.known);
        if (await writeDecision(rows, clues, decision, lookup)) return decision;
        // The winner's rows have to be visible, and losers that come back together would lose together.
        await pause(random() * 10 * 2 ** round);
      }
      throw new TransientError(`the thread of ${clues.eventId} is contended`);
    },
  };
}

/** @param isCareful whether to follow aliases, instead of letting the write find out that there are some */
async function lookUp(
  table: DynamoTable,
  tenant: string,
  ids: readonly string[],
  isCareful: boolean,
): Promise<ThreadLookup> {
  const byKey = new Map(ids.map((messageId) => [messageRow(tenant, messageId), messageId]));
  const rows = await getRows(table, [...byKey.keys()].map(keyOf), toMessageRow);
  const threads = new Map<string, ThreadRow>();
  for (let keys = isCareful ? distinct(rows.flatMap(threadsNamedBy)) : []; keys.length > 0; ) {
    const rowKeys = keys.map((key) => keyOf(threadRow(tenant, key)));
    const threadRows = await getRows(table, rowKeys, toThreadRow);
    for (const row of threadRows) threads.set(row.threadKey, row);
    keys = distinct(threadRows.flatMap(({ aliasOf }) => aliasOf ?? [])).filter((key) => !threads.has(key));
  }
  return { known: rows.flatMap((row) => entriesOf(row, byKey.get(row.pk)!, threads)), threads, isCareful };
}

/** @returns false when another worker has changed what the decision rests on */
async function writeDecision(
  { dynamo, table }: DynamoTable,
  clues: ThreadClues,
  decision: ThreadDecision,
  lookup: ThreadLookup,
): Promise<boolean> {
  const TransactItems = [
    ...claimItems(table, clues, decision, lookup),
    ...mergeItems(table, clues, decision),
    ...unmergedChecks(table, clues, decision, lookup),
    ...keptMerges(table, clues, decision, lookup),
  ];
  if (TransactItems.length === 0) return true;
  try {
    await dynamo.send(new TransactWriteCommand({ TransactItems }));
    return true;
  } catch (error) {
    cancellationReasonsOf(error);
    return false;
  }
}

/** The rows of the ids that the mail claims. */
const claimItems = (
  table: string,
  { tenant, receivedAt }: ThreadClues,
  { claims }: ThreadDecision,
  { known }: ThreadLookup,
): Item[] =>
  claims.map(({ messageId, isRival, ...claim }) => {
    const earlier = known.find((entry) => entry.messageId === messageId);
    const pk = messageRow(tenant, messageId);
    if (isRival) return rivalItem(table, pk, earlier?.sender, claim, threadTtl(receivedAt));
    const Item: MessageRow = {
      pk,
      ...claim,
      ...compact({
        isOutbound: claim.isOutbound || earlier?.isOutbound ? true : undefined,
        campaign: earlier?.campaign ? earlier.campaign : undefined,
      }),
      ttl: threadTtl(receivedAt),
    };
    // A mere mention may gain its sender; an id that has one is never taken over.
    const ConditionExpression = earlier === undefined ? 'attribute_not_exists(pk)' : 'attribute_not_exists(sender)';
    return { Put: { TableName: table, Item, ConditionExpression } };
  });

/** Puts the mail beside the mail that has the id, as long as the holder is still its sender. */
const rivalItem = (table: string, pk: string, holder: string | undefined, rival: Rival, ttl: number): Item => ({
  Update: {
    TableName: table,
    Key: { pk },
    UpdateExpression: 'SET rivals = list_append(if_not_exists(rivals, :none), :rivals), #ttl = :ttl',
    ConditionExpression: 'sender = :holder',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':none': [], ':rivals': [rival], ':holder': holder, ':ttl': ttl },
  },
});

/** The rows of the threads that the mail merges into its own, each only once. */
function mergeItems(
  table: string,
  { tenant, eventId, receivedAt }: ThreadClues,
  { key, since, aliases }: ThreadDecision,
): Item[] {
  return aliases.map((alias) => {
    const Item: ThreadRow = {
      pk: threadRow(tenant, alias),
      threadKey: alias,
      threadSince: since,
      aliasOf: key,
      mergedBy: eventId,
      mergedAt: receivedAt,
      ttl: threadTtl(receivedAt),
    };
    return { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  });
}

/** Checks that the threads found are what they were: an alias would have led elsewhere. */
function unmergedChecks(
  table: string,
  { tenant }: ThreadClues,
  { key, aliases }: ThreadDecision,
  { known, isCareful }: ThreadLookup,
): Item[] {
  // The winner of a merge must not have lost another one meanwhile: aliases would run in a circle. Nor may a person have
  // split it, which only a careful look finds out.
  const winner = aliases.length === 0 ? [] : [unmerged(table, tenant, key, 'pk')];
  if (isCareful) return winner;
  const checked = new Set(aliases.length === 0 ? [] : [...aliases, key]);
  const others = distinct(known.map(({ threadKey }) => threadKey)).filter((thread) => !checked.has(thread));
  return [...winner, ...others.map((thread) => unmerged(table, tenant, thread, 'aliasOf'))];
}

const unmerged = (table: string, tenant: string, threadKey: string, absent: 'pk' | 'aliasOf'): Item => ({
  ConditionCheck: {
    TableName: table,
    Key: keyOf(threadRow(tenant, threadKey)),
    ConditionExpression: `attribute_not_exists(${absent})`,
  },
});

/** Merges that the decision followed: they last as long as the rows that they are about. */
const keptMerges = (
  table: string,
  { receivedAt }: ThreadClues,
  { claims }: ThreadDecision,
  { threads }: ThreadLookup,
): Item[] =>
  claims.length === 0
    ? []
    : [...threads.values()]
        .filter(({ aliasOf }) => aliasOf !== undefined)
        .map(({ pk, aliasOf }) => ({
          Update: {
            TableName: table,
            Key: { pk },
            UpdateExpression: 'SET #ttl = :ttl',
            ConditionExpression: 'aliasOf = :aliasOf',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':ttl': threadTtl(receivedAt), ':aliasOf': aliasOf },
          },
        }));

type Item = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The rows of a mail's ids, and of the threads that they name. */
interface ThreadLookup {
  readonly known: readonly ThreadEntry[];
  /** Rows of threads that were merged, or split again, by key. */
  readonly threads: ReadonlyMap<string, ThreadRow>;
  readonly isCareful: boolean;
}

const emptyLookup: ThreadLookup = { known: [], threads: new Map(), isCareful: false };
const threadsNamedBy = ({ threadKey, rivals = [] }: MessageRow): string[] => [
  threadKey,
  ...rivals.map((rival) => rival.threadKey),
];
const distinct = (keys: readonly string[]): string[] => [...new Set(keys)];
const keyOf = (pk: string): { readonly pk: string } => ({ pk });
