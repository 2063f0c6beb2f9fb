import {
  type Checker,
  complaintsAbout,
  keyOf,
  type Proofs,
  recheck,
  staleVerdicts,
} from '../../../tools/patterns/prove.ts';

const about = (
  source: string,
  flags = '',
  { proofs = new Map(), checker = recheck }: Partial<Parameters<typeof complaintsAbout>[1]> = {},
) => complaintsAbout({ source, flags }, { proofs, checker });

describe('complaintsAbout', () => {
  it.each([
    ['a repeated group that repeats', '(a+)+$', ''],
    ['two equal branches that repeat', '^(?:a|a)*$', ''],
    ['two equal branches that repeat up to a limit', '^(?:a|a){0,60}b', ''],
    ['a point that two branches take', String.raw`ich (?:[^.!?]|\.(?=\S)|(?<=\d)\.){0,60}nicht`, 'y'],
    ['blanks at the end', String.raw`\s+$`, ''],
    ['a search for an end behind any start', '<a[^>]*b', 'g'],
    ['a branch of several that is slow', '^(?:one|two|(?:x+)+y|three)$', 'i'],
  ])('complains about %s', async (_name, source, flags) => {
    expect(await about(source, flags)).not.toEqual([]);
  });

  it.each([
    ['a word', 'abc', ''],
    ['many words', `^(?:${Array.from({ length: 80 }, (_, index) => `word${index}`).join('|')})$`, 'iu'],
    ['a run between two limits', 'from [^\\n]{0,300}daemon', ''],
    ['a look ahead within a run', String.raw`a(?:[^.]|\.(?!\s)){0,60}b`, 'u'],
    ['names for groups', '^(?<a>\\d+)-(?<b>\\d+)$', ''],
  ])('accepts %s', async (_name, source, flags) => {
    expect(await about(source, flags)).toEqual([]);
  });

  it('complains when recheck gives no verdict', async () => {
    const checker = async (source: string, flags: string) =>
      ({ source, flags, status: 'unknown', error: { kind: 'timeout' } }) as const;

    expect(await about('a[^b]*c', '', { checker })).toEqual([{ branch: '/a[^b]*c/', reason: 'unknown: timeout' }]);
  });

  it('searches for attacks only where no automaton can express the pattern', async () => {
    const asked: string[] = [];
    const checker: Checker = async (source, flags, { checker: kind }) => {
      asked.push(kind);
      return { source, flags, status: 'unknown', error: { kind: 'timeout' } };
    };

    await about(String.raw`\s+$`, '', { checker });
    expect(asked).toEqual(['automaton']);
    await about(String.raw`\s+(?=b)$`, '', { checker });
    expect(asked).toEqual(['automaton', 'fuzz']);
  });

  it('asks recheck for what has no stored verdict, and for nothing else', async () => {
    const known = String.raw`known([\s\S]*)$`;
    const asked: string[] = [];
    const checker: typeof recheck = (source, ...rest) => {
      asked.push(source);
      return recheck(source, ...rest);
    };
    const proofs: Proofs = new Map([[keyOf(known, 'i'), 'automaton' as const]]);

    await about(known, 'gi', { proofs, checker });
    await about(known, '', { proofs, checker });
    await about('few ways', '', { proofs, checker });

    expect(asked).toEqual([known]);
    expect([...proofs.keys()]).toEqual([keyOf(known, 'i'), keyOf(known, '')]);
  });
});

describe('staleVerdicts', () => {
  it('names the verdicts that no pattern needs', () => {
    const [needed, gone, fewWays] = [String.raw`\s+$`, 'gone', 'few ways'].map((source) => keyOf(source, ''));
    const proofs: Proofs = new Map([needed!, gone!, fewWays!].map((key) => [key, 'automaton' as const]));
    const patterns = [String.raw`\s+$`, 'few ways'].map((source) => ({ source, flags: '' }));

    expect(staleVerdicts(proofs, patterns)).toEqual([gone, fewWays]);
  });
});
