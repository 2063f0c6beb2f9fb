import fc from 'fast-check';
import { createMemoryThreadIndex, type MemoryThreadIndex } from '../../../cli/memory-thread-index.ts';
import type { ThreadClues } from '../../../lambdas/domain/threads/thread-entry.ts';

interface Sketch {
  readonly id: string;
  readonly references: readonly string[];
  readonly from?: string;
}

const clues = ({ id, references, from = 'ada@customer.example' }: Sketch, nth = 0): ThreadClues => ({
  tenant: 'acme',
  eventId: `evt_${id}`,
  messageId: id,
  references,
  ...(references.length > 0 && { inReplyTo: references.at(-1)! }),
  from,
  receivedAt: new Date(Date.UTC(2026, 10, 20) + nth * 1000).toISOString(),
});

/** The conversations as sets of ids, after every mail has come and aliases are followed. */
async function partition(index: MemoryThreadIndex, mails: readonly Sketch[]): Promise<string[][]> {
  let nth = 0;
  for (const mail of mails) await index.resolve(clues(mail, nth++));
  const groups = new Map<string, string[]>();
  for (const mail of mails) {
    const { key } = await index.resolve(clues(mail, nth++));
    groups.set(key, [...(groups.get(key) ?? []), mail.id]);
  }
  return [...groups.values()].map((ids) => ids.toSorted()).toSorted((a, b) => a[0]!.localeCompare(b[0]!));
}

/** Conversations as trees: each mail answers an earlier one, and its client kept all, the last, or a cut of the chain. */
const forest: fc.Arbitrary<Sketch[]> = fc
  .array(fc.record({ answers: fc.nat(), keeps: fc.constantFrom('all', 'last', 'ends') }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((plans) => {
    const chains: string[][] = [];
    return plans.map(({ answers, keeps }, nth) => {
      const id = `m${nth}@x.example`;
      const parent = answers % (nth + 2);
      const chain = parent < nth ? chains[parent]! : [];
      chains.push([...chain, id]);
      const references =
        keeps === 'all'
          ? chain
          : keeps === 'last'
            ? chain.slice(-1)
            : [...new Set([...chain.slice(0, 1), ...chain.slice(-1)])];
      return { id, references };
    });
  });

describe('thread decision', () => {
  it('puts a reply into the thread of the mail it answers', async () => {
    const index = createMemoryThreadIndex();

    const first = await index.resolve(clues({ id: 'a', references: [] }));
    const reply = await index.resolve(clues({ id: 'b', references: ['a'] }));

    expect(reply).toMatchObject({ key: first.key, matchedBy: 'in-reply-to' });
    expect(first.matchedBy).toBe('none');
  });

  it('lets a parent find the thread that its overtaking reply opened', async () => {
    const index = createMemoryThreadIndex();

    const reply = await index.resolve(clues({ id: 'b', references: ['a'] }));
    const parent = await index.resolve(clues({ id: 'a', references: [] }));

    expect(parent).toMatchObject({ key: reply.key, matchedBy: 'message-id' });
  });

  it('makes two threads one when a mail names both; the older one wins', async () => {
    const index = createMemoryThreadIndex();
    const older = await index.resolve(clues({ id: 'a', references: [] }, 0));
    const younger = await index.resolve(clues({ id: 'b', references: [] }, 1));

    const both = await index.resolve(clues({ id: 'c', references: ['a', 'b'] }, 2));
    const later = await index.resolve(clues({ id: 'd', references: ['b'] }, 3));

    expect(both).toMatchObject({ key: older.key, aliases: [younger.key] });
    expect(later.key).toBe(older.key);
  });

  it('takes a Message-ID that another sender has used for no evidence', async () => {
    const index = createMemoryThreadIndex();
    const original = await index.resolve(clues({ id: 'a', references: [], from: 'ada@customer.example' }));

    const forged = await index.resolve(clues({ id: 'a', references: [], from: 'mallory@evil.example' }));

    expect(forged.key).not.toBe(original.key);
  });

  it('keeps tenants apart', async () => {
    const index = createMemoryThreadIndex();

    const entry = await index.resolve(clues({ id: 'a', references: [] }));
    const other = await index.resolve({ ...clues({ id: 'a', references: [] }), tenant: 'other' });

    expect(other.key).not.toBe(entry.key);
  });

  it('gives the same partition for any order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(
        forest.chain((mails) => fc.tuple(fc.constant(mails), fc.shuffledSubarray(mails, { minLength: mails.length }))),
        async ([mails, shuffled]) => {
          expect(await partition(createMemoryThreadIndex(), shuffled)).toEqual(
            await partition(createMemoryThreadIndex(), mails),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never splits a thread by further mail', async () => {
    await fc.assert(
      fc.asyncProperty(forest, forest, async (before, after) => {
        const renamed = after.map(({ id, references }) => ({ id: `later-${id}`, references }));
        const index = createMemoryThreadIndex();
        const earlier = await partition(index, before);
        const all = await partition(index, [...before, ...renamed]);
        for (const group of earlier) expect(all.some((wider) => group.every((id) => wider.includes(id)))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('answers a mail that comes again with the thread it is in', async () => {
    await fc.assert(
      fc.asyncProperty(forest, async (mails) => {
        const index = createMemoryThreadIndex();
        const first = await partition(index, mails);
        expect(await partition(index, mails)).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });
});
