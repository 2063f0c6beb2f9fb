import * as z from 'zod';
import { lineOf, mistakesOf, oneOf, strict, whole } from '../../lib/stage-mistakes.ts';

const schema = strict({ mode: oneOf(['own', 'shared', 'existing']), days: whole(14, 3650, 'the letters need it') });
const mistakes = (json: unknown) => mistakesOf(schema.safeParse(json).error);

describe('mistakesOf', () => {
  it.each<{ title: string; json: unknown; found: Array<[path: PropertyKey[], message: string]> }>([
    { title: 'finds nothing wrong', json: { mode: 'own', days: 14 }, found: [] },
    {
      title: 'names each unknown key by itself',
      json: { mode: 'own', days: 14, a: 1, b: 2 },
      found: [
        [['a'], 'no such key; wants one of mode, days'],
        [['b'], 'no such key; wants one of mode, days'],
      ],
    },
    {
      title: 'says which words and numbers are wanted',
      json: { mode: 'none', days: 13 },
      found: [
        [['mode'], 'wants own, shared or existing'],
        [['days'], 'wants a whole number from 14 to 3650: the letters need it'],
      ],
    },
    { title: 'wants an object', json: 'own', found: [[[], 'wants an object with the keys mode, days']] },
  ])('$title', ({ json, found }) => {
    expect(mistakes(json).map(({ path, message }) => [path, message])).toEqual(found);
  });

  it('reports a key of a record by the message of the key', () => {
    const record = z.record(z.string().regex(/^[a-z]+$/, 'wants letters'), z.string());

    expect(mistakesOf(record.safeParse({ '1': 'x' }).error)).toEqual([{ path: ['1'], message: 'wants letters' }]);
    expect(mistakesOf(undefined)).toEqual([]);
  });
});

describe('lineOf', () => {
  const json = { prod: { secrets: [{ secret: 'x' }] } };

  it.each([
    [['prod', 'secrets', 0, 'secret'], '  prod.secrets.0.secret: found "x"; wants y'],
    [['prod', 'region'], '  prod.region: found nothing; wants y'],
    [['dev', 'region'], '  dev.region: found nothing; wants y'],
    [[], `  (file): found ${JSON.stringify(json)}; wants y`],
  ])('shows what is at %j', (path, line) => {
    expect(lineOf({ path, message: 'wants y' }, json)).toBe(line);
  });
});
