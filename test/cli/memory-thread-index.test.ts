import { createMemoryThreadIndex } from '../../cli/memory-thread-index.ts';
import type { ThreadClues } from '../../lambdas/domain/threads/thread-entry.ts';

const clues = (id: string, references: readonly string[] = [], changes: Partial<ThreadClues> = {}): ThreadClues => ({
  tenant: 'acme',
  eventId: `evt_${id}`,
  messageId: `${id}@x.example`,
  references: references.map((reference) => `${reference}@x.example`),
  from: 'ada@customer.example',
  receivedAt: '2026-11-20T09:00:00.000Z',
  authentication: 'pass',
  ...changes,
});

describe('createMemoryThreadIndex', () => {
  it('puts an answer into the conversation of the mail that it answers', async () => {
    const index = createMemoryThreadIndex();

    const { key } = await index.resolve(clues('a'));

    expect((await index.resolve(clues('b', ['a']))).key).toBe(key);
    expect((await index.resolve(clues('c'))).key).not.toBe(key);
  });

  it('keeps the conversations of tenants apart', async () => {
    const index = createMemoryThreadIndex();

    await index.resolve(clues('a'));
    const decision = await index.resolve(clues('b', ['a'], { tenant: 'globex' }));

    expect(decision.matchedBy).not.toBe((await index.resolve(clues('c', ['a']))).matchedBy);
  });

  it('merges two conversations that a mail names, until the merge is taken back', async () => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(clues('a'));
    const second = await index.resolve(clues('b', [], { receivedAt: '2026-11-20T10:00:00.000Z' }));

    const { key, aliases } = await index.resolve(clues('c', ['a', 'b']));
    const loser = aliases[0]!;

    expect([first.key, second.key]).toEqual(expect.arrayContaining([key, loser]));
    expect((await index.resolve(clues('d', ['b']))).key).toBe(key);

    expect(index.split('acme', loser)).toBe(true);
    const answered = loser === second.key ? 'b' : 'a';
    expect((await index.resolve(clues('e', [answered]))).key).toBe(loser);
  });

  it('has no merge to take back where there is none, nor twice', async () => {
    const index = createMemoryThreadIndex();
    await index.resolve(clues('a'));
    await index.resolve(clues('b'));
    const { aliases } = await index.resolve(clues('c', ['a', 'b']));

    expect(index.split('acme', 'nothing')).toBe(false);
    expect(aliases.map((alias) => index.split('acme', alias))).toEqual([true]);
    expect(aliases.map((alias) => index.split('acme', alias))).toEqual([false]);
  });
});
