import { branchesOf } from '../../../tools/patterns/branches.ts';

describe('branchesOf', () => {
  it.each([
    ['a|b', ['a', 'b']],
    ['^(?:a|b)c$', ['^(?:a)c$', '^(?:b)c$']],
    ['x(?:(y|z))', ['x(?:(?:y))', 'x(?:(?:z))']],
    ['(?:a|b)*c', undefined],
    ['(?=a|b)c', undefined],
    ['abc', undefined],
    ['(a|b)\\1', undefined],
  ])('takes %s apart', (source, branches) => {
    expect(branchesOf(source, '')).toEqual(branches);
  });
});
