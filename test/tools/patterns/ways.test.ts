import { isTriedOnce, mostWays } from '../../../tools/patterns/ways.ts';

const endless = Number.POSITIVE_INFINITY;

describe('mostWays', () => {
  it.each<[name: string, source: string, flags: string, ways: number]>([
    ['one for a word', 'abc', '', 1],
    ['one for alternatives of which one can begin', '^(?:am|by|cc)$', '', 1],
    ['one for alternatives that only begin alike', 'from (?:member|message|mail)', '', 1],
    ['two for a word that begins another one', '(?:mail|mailbox)\\w', '', 2],
    ['two for letters that differ in case only', '(?:K|l|\u212a)x', 'iu', 2],
    ['each length of a run that what follows can take, too', 'a[^\\n]{0,50}b', '', 51],
    ['one for a run that what follows ends', '<[^<>]{0,50}>', '', 1],
    ['the product along a sequence', 'a.{0,9}b.{0,4}c', '', 50],
    ['the ways of each number of repetitions', '(?:a|a){0,3}[ab]', '', 1 + 2 + 4 + 8],
    ['those of the slowest condition', 'a(?!.{0,30}b.{0,30}c)d', '', 961],
    ['none for a condition of few words', 'a(?!b|c)d', '', 1],
    ['two for a group that may be missing', '<(?:\\w+:)?script', '', 2],
    ['one for each number of words', 'ich (?:\\S{1,60} ){0,4}da', '', 5],
  ])('counts %s', (_name, source, flags, ways) => {
    expect(mostWays(source, flags)).toBe(ways);
  });

  it.each<[name: string, source: string, flags: string]>([
    ['a pattern tried once, whose runs end with a character of what follows', '^\\s*(\\w+)\\s*=(.*)$', ''],
    ['a repeated group that can be read in one way', '^(?:re|fwd):(?: (?:re|fwd):)*$', 'i'],
    ['a run behind a character that is not in it', 'display\\s*:\\s*none', 'i'],
    ['a run at the end of the pattern', 'https?:\\/\\/\\S+', 'g'],
    ['a first condition that reads on', '^(?=\\D*\\d)\\S{12,}$', ''],
    ['a sticky pattern', '\\s*(\\w+)', 'y'],
  ])('has one way for %s', (_name, source, flags) => {
    expect(mostWays(source, flags)).toBe(1);
  });

  it.each<[name: string, source: string, flags: string]>([
    ['a repeated run', '^(?:a+)+$', ''],
    ['a repetition whose part may be empty', '^(?:a?)*$', ''],
    ['equal alternatives that repeat', '^(?:a|a)*$', ''],
    ['a run that begins at any character of itself', '\\s+$', ''],
    ['a run behind a character of its own', 'a[^b]*c', ''],
    ['a run behind a part that may be missing', 'x?\\s*:', ''],
    ['a run behind a start of any line', '^\\s*a', 'm'],
    ['a run with a condition behind it', 'x\\S+(?!y)$|\\S+(?=z)', ''],
    ['a run within a repetition', '(?:,\\s*){2}x', ''],
    ['two runs that share characters', '^\\s*([\\s\\S]*)x', ''],
    ['two runs with nothing that must stand between', '^[ ]*[0-7]*[ ]*$', ''],
    ['a condition that reads on from every point', '^a*(?!a*b)', ''],
    ['a condition that looks back without a limit', '^x(?<=a*)y', ''],
    ['classes that share one character', '^[a-m]*[m-z]*$', ''],
    ['classes that share one character without case', '^[a-m]*[M-Z]x', 'i'],
    ['a group with flags of its own', '^(?i:a*)b', ''],
  ])('has no bound for %s', (_name, source, flags) => {
    expect(mostWays(source, flags)).toBe(endless);
  });

  it('counts each alternative of a look behind, which is read from its end', () => {
    expect(mostWays(`a(?<=${Array.from({ length: 20 }, (_, index) => `${index}a`).join('|')})`, '')).toBe(20);
  });
});

describe('isTriedOnce', () => {
  it.each<[source: string, flags: string, isOnce: boolean]>([
    ['^a', '', true],
    ['^a|^b', '', true],
    ['(?:^a|(^b))c', '', true],
    ['^a|b', '', false],
    ['^a', 'm', false],
    ['a', 'y', true],
    ['(?<!x)^a', '', false],
  ])('reads /%s/%s', (source, flags, isOnce) => {
    expect(isTriedOnce(source, flags)).toBe(isOnce);
  });
});
