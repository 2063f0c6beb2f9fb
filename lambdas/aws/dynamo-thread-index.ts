import { BatchGetCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { TransientError } from '../domain/errors.ts';
import { decideThread, type ThreadIndex } from '../domain/threads/thread.ts';
import type { ThreadClues, ThreadDecision, ThreadEntry } from '../domain/threads/thread-entry.ts';
import { threadIds } from '../domain/threads/thread-marks.ts';
import type { Platform } from './platform.ts';
import {
  entriesOf,
  type MessageRow,
  messageRow,
  type Rival,
  type ThreadRow,
  threadRow,
  threadTtl,
} from './thread-rows.ts';

/** Two workers with mails of one conversation meet at most this often before one gives up its turn. */
const maxRounds = 8;

/**
 * Message-ID → conversation, per tenant, in DynamoDB.
 *
 * One batch read and one transaction, for nearly all mails. Threads that became one are rare, so that the transaction
 * only proves that those found have not; where one has, the decision is made anew with its alias followed. Every claim is conditional on what was read: when another
 * worker claimed an id in between, the transaction fails as a whole and the decision is made anew.
 */
export function createDynamoThreadIndex(
  { dynamo, pause, random }: Pick<Platform, 'dynamo' | 'pause' | 'random'>,
  table: string,
): ThreadIndex {
  const getRows = async <R>(keys: readonly string[]): Promise<R[]> => {
    const rows: R[] = [];
    for (let rest = keys.map((pk) => ({ pk })); rest.length > 0; ) {
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: rest.slice(0, 100), ConsistentRead: true } } }),
      );
      rows.push(...((Responses?.[table] ?? []) as R[]));
      rest = [...((UnprocessedKeys?.[table]?.Keys ?? []) as { pk: string }[]), ...rest.slice(100)];
    }
    return rows;
  };

  /** @param isCareful whether to follow aliases, instead of letting the write find out that there are some */
  const lookUp = async ({ tenant }: ThreadClues, ids: readonly string[], isCareful: boolean): Promise<Found> => {
    const byKey = new Map(ids.map((messageId) => [messageRow(tenant, messageId), messageId]));
    const rows = await getRows<MessageRow>([...byKey.keys()]);
    const threads = new Map<string, ThreadRow>();
    for (let keys = isCareful ? distinct(rows.flatMap(threadsNamedBy)) : []; keys.length > 0; ) {
      const found = await getRows<ThreadRow>(keys.map((key) => threadRow(tenant, key)));
      for (const row of found) threads.set(row.threadKey, row);
      keys = distinct(found.flatMap(({ aliasOf }) => aliasOf ?? [])).filter((key) => !threads.has(key));
    }
    return { known: rows.flatMap((row) => entriesOf(row, byKey.get(row.pk)!, threads)), threads, isCareful };
  };

  const write = async (clues: ThreadClues, decision: ThreadDecision, found: Found): Promise<boolean> => {
    const items = [...claimItems(clues, decision, found), ...threadItems(clues, decision, found)];
    if (items.length === 0) return true;
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if ((error as Error).name === 'TransactionCanceledException') return false;
      throw error;
    }
  };

  const claimItems = ({ tenant, receivedAt }: ThreadClues, { claims }: ThreadDecision, { known }: Found): Item[] =>
    claims.map(({ messageId, isRival, ...claim }) => {
      const earlier = known.find((entry) => entry.messageId === messageId);
      if (isRival) return rivalItem(messageRow(tenant, messageId), earlier?.sender, claim, threadTtl(receivedAt));
      const Item: MessageRow = {
        pk: messageRow(tenant, messageId),
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

  /** Beside the mail that has the id, as long as that is whose it was. */
  const rivalItem = (pk: string, holder: string | undefined, rival: Rival, ttl: number): Item => ({
    Update: {
      TableName: table,
      Key: { pk },
      UpdateExpression: 'SET rivals = list_append(if_not_exists(rivals, :none), :rivals), #ttl = :ttl',
      ConditionExpression: 'sender = :holder',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':none': [], ':rivals': [rival], ':holder': holder, ':ttl': ttl },
    },
  });

  const threadItems = (
    { tenant, eventId, receivedAt }: ThreadClues,
    { key, since, aliases, claims }: ThreadDecision,
    { known, threads, isCareful }: Found,
  ): Item[] => {
    const ttl = threadTtl(receivedAt);
    const merges = aliases.map((alias) => {
      const merged = { aliasOf: key, mergedBy: eventId, mergedAt: receivedAt };
      const Item: ThreadRow = { pk: threadRow(tenant, alias), threadKey: alias, threadSince: since, ...merged, ttl };
      return { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
    });
    // The winner of a merge must not have lost another one meanwhile: aliases would run in a circle. Nor may a person have
    // split it, which only a careful look finds out.
    const winner = merges.length === 0 ? [] : [unmerged(tenant, key, 'pk')];
    // That the threads found are what they were: an alias would have led elsewhere.
    const taken = new Set([...aliases, ...(merges.length > 0 ? [key] : [])]);
    const others = isCareful
      ? []
      : distinct(known.map(({ threadKey }) => threadKey))
          .filter((thread) => !taken.has(thread))
          .map((thread) => unmerged(tenant, thread));
    // A merge lasts as long as the rows that it is about.
    const followed = claims.length === 0 ? [] : [...threads.values()].filter(({ aliasOf }) => aliasOf !== undefined);
    return [...merges, ...winner, ...others, ...followed.map((row) => kept(row, ttl))];
  };

  const unmerged = (tenant: string, threadKey: string, absent: 'pk' | 'aliasOf' = 'aliasOf'): Item => ({
    ConditionCheck: {
      TableName: table,
      Key: { pk: threadRow(tenant, threadKey) },
      ConditionExpression: `attribute_not_exists(${absent})`,
    },
  });

  const kept = ({ pk, aliasOf }: ThreadRow, ttl: number): Item => ({
    Update: {
      TableName: table,
      Key: { pk },
      UpdateExpression: 'SET #ttl = :ttl',
      ConditionExpression: 'aliasOf = :aliasOf',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':ttl': ttl, ':aliasOf': aliasOf },
    },
  });

  return {
    async resolve(clues) {
      const ids = threadIds(clues);
      for (let round = 0; round < maxRounds; round += 1) {
        const isCareful = round > 0;
        const found = ids.length === 0 ? nothing : await lookUp(clues, ids, isCareful);
        const decision = decideThread(clues, found.known);
        if (await write(clues, decision, found)) return decision;
        // Whoever won has to be visible, and losers that come back together would lose together.
        await pause(random() * 10 * 2 ** round);
      }
      throw new TransientError(`the thread of ${clues.eventId} is contended`);
    },
  };
}

type Item = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What the table says of the ids of a mail. */
interface Found {
  readonly known: readonly ThreadEntry[];
  /** Rows of threads that were merged, or split again, by key. */
  readonly threads: ReadonlyMap<string, ThreadRow>;
  readonly isCareful: boolean;
}

const nothing: Found = { known: [], threads: new Map(), isCareful: false };
const threadsNamedBy = ({ threadKey, rivals = [] }: MessageRow): string[] => [
  threadKey,
  ...rivals.map((rival) => rival.threadKey),
];
const distinct = (keys: readonly string[]): string[] => [...new Set(keys)];
