import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ThreadClues, ThreadDecision } from '../domain/threads/thread-entry.ts';
import type { ThreadLookup, ThreadProposal } from '../domain/threads/thread-index.ts';
import { ambiguous } from '../domain/threads/thread-marks.ts';
import { ttlUnlessHeld } from './held-rows.ts';
import { type MessageRow, messageRow, type Rival, type ThreadRow, threadRow, threadTtl } from './thread-rows.ts';

/** One item of a transaction. */
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * Merges and checks of merges that the claims of a mail hold at most, so that they fit a transaction: a mail has at most
 * 52 ids and marks to claim.
 */
export const mostMerges = 38;

/**
 * The items that claim a mail's place in its conversation. Each is conditional on what the decision rests on: when another
 * worker has changed that in between, the transaction is canceled as a whole, and the decision has to be made anew.
 *
 * @param inactiveDays how long the rows stay after the mail
 */
export function claimItems(
  table: string,
  { clues, decision, lookup }: ThreadProposal,
  inactiveDays: number,
): TransactItem[] {
  const ttl = threadTtl(clues.receivedAt, inactiveDays);
  return [
    ...ownItems(table, clues, decision, lookup, ttl),
    ...mergeItems(table, clues, decision, ttl),
    ...unmergedChecks(table, clues, decision, lookup),
    ...keptMerges(table, clues, decision, lookup, ttl),
  ];
}

/** The rows of the ids that the mail claims. */
const ownItems = (
  table: string,
  { tenant }: ThreadClues,
  { claims }: ThreadDecision,
  { known }: ThreadLookup,
  ttl: number,
): TransactItem[] =>
  claims.map(({ messageId, isRival, ...claim }) => {
    const earlier = known.find((entry) => entry.messageId === messageId);
    const pk = messageRow(tenant, messageId);
    if (isRival) return rivalItem(table, pk, earlier?.sender, claim, ttl);
    const entry = {
      ...claim,
      ...compact({
        isOutbound: claim.isOutbound || earlier?.isOutbound ? true : undefined,
        campaign: earlier?.campaign ? earlier.campaign : undefined,
      }),
    };
    if (earlier !== undefined) return mentionItem(table, pk, entry, ttl);
    const Item: MessageRow = { pk, ...entry, ttl };
    return { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  });

/** Attributes that a mere mention may have and the claim that takes it over may lack. */
const claimAttributes = [
  'threadKey',
  'threadSince',
  'sender',
  'subject',
  'sentAt',
  'participants',
  'namedBy',
  'isGuest',
  'isJoined',
  'isOutbound',
  'campaign',
] as const satisfies ReadonlyArray<keyof MessageRow>;

/** Gives a mere mention its sender; an id that has one is never taken over. Marks of legal holds stay. */
function mentionItem(
  table: string,
  pk: string,
  claim: Partial<Pick<MessageRow, (typeof claimAttributes)[number]>>,
  ttl: number,
): TransactItem {
  const [given, absent] = [true, false].map((wanted) =>
    claimAttributes.filter((name) => (claim[name] !== undefined) === wanted),
  );
  return {
    Update: {
      TableName: table,
      Key: { pk },
      UpdateExpression: [
        `SET ${[...given!.map((name) => `#${name} = :${name}`), ttlUnlessHeld].join(', ')}`,
        ...(absent!.length > 0 ? [`REMOVE ${absent!.map((name) => `#${name}`).join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: 'attribute_not_exists(sender)',
      ExpressionAttributeNames: Object.fromEntries([...claimAttributes, 'ttl'].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(given!.map((name) => [`:${name}`, claim[name]])),
        ':ttl': ttl,
      },
    },
  };
}

/** Puts the mail beside the mail that has the id, as long as the holder is still its sender. */
const rivalItem = (table: string, pk: string, holder: string | undefined, rival: Rival, ttl: number): TransactItem => ({
  Update: {
    TableName: table,
    Key: { pk },
    UpdateExpression: `SET rivals = list_append(if_not_exists(rivals, :none), :rivals), ${ttlUnlessHeld}`,
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
  ttl: number,
): TransactItem[] {
  return aliases.map((alias) => {
    const Item: ThreadRow = {
      pk: threadRow(tenant, alias),
      threadKey: alias,
      threadSince: since,
      aliasOf: key,
      mergedBy: eventId,
      mergedAt: receivedAt,
      ttl,
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
): TransactItem[] {
  // The winner of a merge must not have lost another one meanwhile: aliases would run in a circle. Nor may a person have
  // split it, which only a careful look finds out.
  const winner = aliases.length === 0 ? [] : [unmerged(table, tenant, key, 'pk')];
  if (isCareful) return winner;
  const checked = new Set([ambiguous, ...(aliases.length === 0 ? [] : [...aliases, key])]);
  const others = distinct(known.map(({ threadKey }) => threadKey)).filter((thread) => !checked.has(thread));
  return [...winner, ...others.map((thread) => unmerged(table, tenant, thread, 'aliasOf'))];
}

const unmerged = (table: string, tenant: string, threadKey: string, absent: 'pk' | 'aliasOf'): TransactItem => ({
  ConditionCheck: {
    TableName: table,
    Key: keyOf(threadRow(tenant, threadKey)),
    ConditionExpression: `attribute_not_exists(${absent})`,
  },
});

/** Merges that the decision followed: they last as long as the rows that they are about. */
const keptMerges = (
  table: string,
  { tenant }: ThreadClues,
  { claims }: ThreadDecision,
  { merges }: ThreadLookup,
  ttl: number,
): TransactItem[] =>
  claims.length === 0
    ? []
    : [...merges].slice(0, mostMerges).map(([threadKey, aliasOf]) => ({
        Update: {
          TableName: table,
          Key: keyOf(threadRow(tenant, threadKey)),
          UpdateExpression: `SET ${ttlUnlessHeld}`,
          ConditionExpression: 'aliasOf = :aliasOf',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':ttl': ttl, ':aliasOf': aliasOf },
        },
      }));

const distinct = (keys: readonly string[]): string[] => [...new Set(keys)];
const keyOf = (pk: string): { readonly pk: string } => ({ pk });
