import { findingMeans } from '../../../lambdas/domain/understanding/finding-means.ts';
import { trustWeights } from '../../../lambdas/domain/understanding/trust.ts';

describe('findingMeans', () => {
  it('has words for every finding that counts for trust', () => {
    expect(Object.keys(trustWeights).filter((id) => findingMeans(id) === id)).toEqual([]);
  });

  it.each([
    ['antivirus.unavailable', 'the antivirus engine did not answer'],
    ['antivirus.Test.Evil-1', 'the antivirus engine found Test.Evil-1'],
    ['some.new-finding', 'some.new-finding'],
  ])('says %s in words', (id, words) => {
    expect(findingMeans(id)).toBe(words);
  });
});
