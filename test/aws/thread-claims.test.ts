import { claimItems, mostMerges } from '../../lambdas/aws/thread-claims.ts';
import { messageRow, threadRow, threadTtl } from '../../lambdas/aws/thread-rows.ts';
import type { ThreadDecision, ThreadEntry } from '../../lambdas/domain/threads/thread-entry.ts';
import type { ThreadLookup } from '../../lambdas/domain/threads/thread-index.ts';

const at = '2026-11-20T09:00:00.000Z';
const clues = { tenant: 'acme', eventId: 'evt_1', references: [], receivedAt: at };
const entry = (messageId: string, changes: Partial<ThreadEntry> = {}): ThreadEntry => ({
  messageId,
  threadKey: 'kept',
  threadSince: at,
  ...changes,
});

const inactiveDays = 90;

/** Returns the items of a decision as text: kind, row, condition. */
function itemsOf(decision: Partial<ThreadDecision>, lookup: Partial<ThreadLookup> = {}): string[] {
  const items = claimItems(
    'T',
    {
      clues,
      decision: { key: 'kept', since: at, aliases: [], matchedBy: 'none', confidence: 1, claims: [], ...decision },
      lookup: { known: [], merges: new Map(), isCareful: false, ...lookup },
    },
    inactiveDays,
  );
  return items.map(({ Put, Update, ConditionCheck }) => {
    const kind = Put ? 'Put' : Update ? 'Update' : 'ConditionCheck';
    const { ConditionExpression } = Put ?? Update ?? ConditionCheck!;
    return `${kind} ${(Put?.Item ?? Update?.Key ?? ConditionCheck?.Key)?.pk} ${ConditionExpression}`;
  });
}

describe('claimItems', () => {
  it('has nothing to write for a mail that is known, in a conversation that was looked up with care', () => {
    expect(itemsOf({}, { known: [entry('a')], isCareful: true })).toEqual([]);
  });

  it('claims an id only while nobody holds it, and a mention only while it has no sender', () => {
    const claims = [entry('new'), entry('named', { sender: 'ada' })];

    expect(itemsOf({ claims }, { known: [entry('named')], isCareful: true })).toEqual([
      `Put ${messageRow('acme', 'new')} attribute_not_exists(pk)`,
      `Update ${messageRow('acme', 'named')} attribute_not_exists(sender)`,
    ]);
  });

  it('puts a mail of somebody else beside the one that holds the id', () => {
    const claims = [entry('a', { isRival: true, sender: 'mallory' })];

    expect(itemsOf({ claims }, { known: [entry('a', { sender: 'ada' })], isCareful: true })).toEqual([
      `Update ${messageRow('acme', 'a')} sender = :holder`,
    ]);
  });

  it('checks that the conversations found were not merged, unless that was looked up', () => {
    const known = [entry('a'), entry('b', { threadKey: 'other' }), entry('c', { threadKey: 'ambiguous' })];
    const checks = [
      `ConditionCheck ${threadRow('acme', 'kept')} attribute_not_exists(aliasOf)`,
      `ConditionCheck ${threadRow('acme', 'other')} attribute_not_exists(aliasOf)`,
    ];

    expect(itemsOf({}, { known })).toEqual(checks);
    expect(itemsOf({}, { known, isCareful: true })).toEqual([]);
  });

  it('merges each conversation once, into one that is no part of another', () => {
    const known = [entry('a'), entry('b', { threadKey: 'lost' })];

    expect(itemsOf({ aliases: ['lost'] }, { known })).toEqual([
      `Put ${threadRow('acme', 'lost')} attribute_not_exists(pk)`,
      `ConditionCheck ${threadRow('acme', 'kept')} attribute_not_exists(pk)`,
    ]);
  });

  it('keeps the merges that it followed as long as the new rows, as many as a transaction has room for', () => {
    const merges = new Map(Array.from({ length: mostMerges + 5 }, (_, nth) => [`t${nth}`, 'kept'] as const));
    const [first, ...rest] = claimItems(
      'T',
      {
        clues,
        decision: { key: 'kept', since: at, aliases: [], matchedBy: 'references', confidence: 1, claims: [entry('a')] },
        lookup: { known: [], merges, isCareful: true },
      },
      inactiveDays,
    );

    expect(first?.Put?.Item).toMatchObject({ pk: messageRow('acme', 'a'), ttl: Date.parse(at) / 1000 + 90 * 86_400 });
    expect(rest).toHaveLength(mostMerges);
    expect(rest[0]?.Update).toMatchObject({
      Key: { pk: threadRow('acme', 't0') },
      ConditionExpression: 'aliasOf = :aliasOf',
      ExpressionAttributeValues: { ':aliasOf': 'kept', ':ttl': threadTtl(at, inactiveDays) },
    });
    expect(itemsOf({}, { merges, isCareful: true })).toEqual([]);
  });
});
