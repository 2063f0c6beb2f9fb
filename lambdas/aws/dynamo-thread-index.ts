import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Campaign } from '../domain/consent/change.ts';
import { TransientError } from '../domain/errors.ts';
import { sha256 } from '../domain/identity.ts';
import type { ThreadIndex } from '../domain/ports.ts';
import { decideThread, type ThreadClues, type ThreadDecision, type ThreadEntry, threadIds } from '../domain/thread.ts';
import type { Platform } from './platform.ts';

/** Two workers with mails of one conversation meet at most this often before one gives up its turn. */
const maxRounds = 8;

interface Row {
  readonly pk: string;
  readonly threadKey: string;
  readonly threadSince: string;
  readonly sender?: string;
  readonly participants?: readonly string[];
  readonly isOutbound?: boolean;
  readonly campaign?: Campaign;
  readonly aliasOf?: string;
}

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
  const getRows = async (keys: readonly string[]): Promise<Row[]> => {
    const rows: Row[] = [];
    for (let rest = keys.map((pk) => ({ pk })); rest.length > 0; ) {
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: rest.slice(0, 100), ConsistentRead: true } } }),
      );
      rows.push(...((Responses?.[table] ?? []) as Row[]));
      rest = [...((UnprocessedKeys?.[table]?.Keys ?? []) as { pk: string }[]), ...rest.slice(100)];
    }
    return rows;
  };

  /** @param isCareful whether to follow aliases, instead of letting the write find out that there are some */
  const lookUp = async (
    { tenant }: ThreadClues,
    ids: readonly string[],
    isCareful: boolean,
  ): Promise<ThreadEntry[]> => {
    const byKey = new Map(ids.map((messageId) => [messageRow(tenant, messageId), messageId]));
    const rows = await getRows([...byKey.keys()]);
    const aliases = new Map<string, Row>();
    for (let keys = isCareful ? distinct(rows.map(({ threadKey }) => threadKey)) : []; keys.length > 0; ) {
      const found = (await getRows(keys.map((key) => threadRow(tenant, key)))).filter(
        ({ aliasOf }) => aliasOf !== undefined,
      );
      for (const row of found) aliases.set(row.threadKey, row);
      keys = distinct(found.map(({ aliasOf }) => aliasOf!)).filter((key) => !aliases.has(key));
    }
    return rows.map((row) => {
      const { key, since } = follow(row, aliases);
      return {
        messageId: byKey.get(row.pk)!,
        threadKey: key,
        threadSince: since,
        ...(row.sender !== undefined && { sender: row.sender }),
        ...(row.participants !== undefined && { participants: row.participants }),
        ...(row.isOutbound && { isOutbound: true }),
        ...(row.campaign && { campaign: row.campaign }),
      };
    });
  };

  const write = async (
    { tenant }: ThreadClues,
    decision: ThreadDecision,
    known: readonly ThreadEntry[],
    isCareful: boolean,
  ): Promise<boolean> => {
    const claims = decision.claims.map((claim) => {
      const earlier = known.find(({ messageId }) => messageId === claim.messageId);
      const Item: Row = {
        pk: messageRow(tenant, claim.messageId),
        threadKey: claim.threadKey,
        threadSince: claim.threadSince,
        ...(claim.sender !== undefined && { sender: claim.sender }),
        ...(claim.participants && { participants: claim.participants }),
        ...((claim.isOutbound || earlier?.isOutbound) && { isOutbound: true }),
        ...(earlier?.campaign && { campaign: earlier.campaign }),
      };
      return {
        Put: {
          TableName: table,
          Item,
          // A mere mention may gain its sender; an id that has one is never taken over.
          ConditionExpression: earlier === undefined ? 'attribute_not_exists(pk)' : 'attribute_not_exists(sender)',
        },
      };
    });
    const merges = decision.aliases.map((alias) => ({
      Put: {
        TableName: table,
        Item: { pk: threadRow(tenant, alias), threadKey: alias, threadSince: decision.since, aliasOf: decision.key },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }));
    // The winner of a merge must not have lost another one meanwhile: aliases would run in a circle.
    const winner = merges.length === 0 ? [] : [absent(tenant, decision.key)];
    // That the threads found are what they were: an alias would have led elsewhere.
    const taken = new Set([...decision.aliases, ...(merges.length > 0 ? [decision.key] : [])]);
    const unmerged = isCareful
      ? []
      : distinct(known.map(({ threadKey }) => threadKey))
          .filter((key) => !taken.has(key))
          .map((key) => absent(tenant, key));
    const items = [...claims, ...merges, ...winner, ...unmerged];
    if (items.length === 0) return true;
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if ((error as Error).name === 'TransactionCanceledException') return false;
      throw error;
    }
  };

  const absent = (tenant: string, threadKey: string) => ({
    ConditionCheck: {
      TableName: table,
      Key: { pk: threadRow(tenant, threadKey) },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  });

  return {
    async resolve(clues) {
      const ids = threadIds(clues);
      for (let round = 0; round < maxRounds; round += 1) {
        const isCareful = round > 0;
        const known = ids.length === 0 ? [] : await lookUp(clues, ids, isCareful);
        const decision = decideThread(clues, known);
        if (await write(clues, decision, known, isCareful)) return decision;
        // Whoever won has to be visible, and losers that come back together would lose together.
        await pause(random() * 10 * 2 ** round);
      }
      throw new TransientError(`the thread of ${clues.eventId} is contended`);
    },
  };
}

/** The row of a Message-ID. Ids are hashed: they can be long, and hold addresses. */
export const messageRow = (tenant: string, messageId: string): string => `M#${tenant}#${sha256(messageId)}`;
const threadRow = (tenant: string, threadKey: string): string => `T#${tenant}#${threadKey}`;
const distinct = (keys: readonly string[]): string[] => [...new Set(keys)];

/** Follows aliases to the thread that won; a circle, which no merge writes, would end after each was seen. */
function follow(row: Row, aliases: ReadonlyMap<string, Row>): { key: string; since: string } {
  let key = row.threadKey;
  let since = row.threadSince;
  for (let steps = 0; steps <= aliases.size; steps += 1) {
    const alias = aliases.get(key);
    if (alias?.aliasOf === undefined) break;
    key = alias.aliasOf;
    if (alias.threadSince < since) since = alias.threadSince;
  }
  return { key, since };
}
