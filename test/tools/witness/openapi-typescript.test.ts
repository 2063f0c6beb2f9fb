import { judgeClient, wrongPrograms } from '../../../tools/witness/openapi-typescript.ts';

const ok = { exitCode: 0, printed: '' };
const refused = new Map([['a field', { exitCode: 2, printed: 'error TS2339' }]]);
const printed =
  '{"listed":2,"isSame":true,"fate":"delivered","answer":true,"problem":"urn:postern:problem:not-found"}\n';
const answered = { exitCode: 0, printed };
const problemsOf = (changes: object): string[] =>
  judgeClient({ generated: ok, compiled: ok, answered, refused, ...changes }).checks.flatMap(
    ({ problem }) => problem ?? [],
  );

describe('judgeClient', () => {
  it('confirms a client that compiles and works, and refuses what is wrong', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each([
    ['no types', { generated: { exitCode: 1, printed: 'x\nnot a document\n' } }, 'not a document'],
    ['a program that does not compile', { compiled: { exitCode: 2, printed: '' } }, 'it ended with 2'],
    ['a program that fails', { answered: { exitCode: 1, printed: 'fetch failed\n' } }, 'fetch failed'],
    ['another answer', { answered: { exitCode: 0, printed: '{"listed":0}' } }, 'it printed {"listed":0}'],
    ['no answer', { answered: { exitCode: 0, printed: 'hm' } }, 'it printed hm'],
    ['a wrong program that compiles', { refused: new Map([['a field', ok]]) }, 'it compiles'],
  ])('reports %s', (_, changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });
});

describe('the wrong programs', () => {
  it('differ from the right one and from each other', () => {
    const texts = Object.values(wrongPrograms);

    expect(new Set(texts).size).toBe(texts.length);
    expect(
      texts.some(
        (text) => text.includes('page.data?.events[0]') && text.includes("GET('/v1/events',") && text.includes('lea@'),
      ),
    ).toBe(false);
  });
});
