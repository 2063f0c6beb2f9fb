import { concepts, negatable } from '../../../../lambdas/domain/understanding/intent/concepts.ts';

describe('concepts', () => {
  it('names each meaning once', () => {
    expect(new Set(concepts).size).toBe(concepts.length);
  });

  it('lets no negation turn a word of grammar', () => {
    for (const grammar of ['not', 'more', 'i', 'me', 'my', 'you', 'please', 'but', 'if', 'list', 'off'] as const)
      expect([grammar, negatable.has(grammar)]).toEqual([grammar, false]);
  });
});
