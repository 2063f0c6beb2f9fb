import { findingMeans, verdictsMean } from '../../../lambdas/domain/understanding/finding-means.ts';
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

describe('verdictsMean', () => {
  it.each<readonly [string, Array<readonly [string, string]>, string[]]>([
    ['none', [], ['the receiver gave no verdicts; headers that claim some are not believed']],
    [
      'those of a receiver',
      [
        ['spf', 'pass'],
        ['dkim', 'none'],
      ],
      ['the receiver’s verdicts: spf pass, dkim none'],
    ],
  ])('lists %s', (_, verdicts, words) => {
    expect(verdictsMean(verdicts)).toEqual(words);
  });

  it('says why a check has no result', () => {
    expect(verdictsMean([['spf', 'temperror']])).toEqual([
      'the receiver’s verdicts: spf temperror',
      expect.stringContaining('could not ask DNS'),
    ]);
  });
});
