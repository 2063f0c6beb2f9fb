import { openTokens } from '../../../lambdas/domain/configuration/open-tokens.ts';

describe('openTokens', () => {
  it('warns of each integration that lets everybody write to any deal', () => {
    expect(openTokens([{ key: 'a', tokens: 'open' }, { key: 'b', tokens: 'checked' }, { key: 'c' }])).toEqual([
      'WARNING a: tokens: open lets everybody write to any deal by its number',
    ]);
  });
});
