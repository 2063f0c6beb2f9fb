import { readFileSync } from 'node:fs';
import { type Case, changed, mismatchOf, resolved, valueAt } from '../../../tools/clients/case-list.ts';

describe('valueAt', () => {
  it.each([
    [{ a: [{ b: 1 }] }, 'a.0.b', 1],
    [{ a: [1, 2] }, 'a.length', 2],
    [{ a: null }, 'a.b.c', undefined],
    [undefined, 'a', undefined],
  ])('finds in %j at %s the value %j', (value, path, found) => {
    expect(valueAt(value, path)).toEqual(found);
  });
});

describe('resolved', () => {
  it('puts the values of a run in the place of their names, wherever they are', () => {
    const values = { event: 'evt_1', hook: { secret: 's' } };

    expect(resolved({ id: '$event', of: ['$hook.secret', 'x'], n: 1, none: null }, values)).toEqual({
      id: 'evt_1',
      of: ['s', 'x'],
      n: 1,
      none: null,
    });
  });

  it('refuses a name without a value: a misspelt one must not pass', () => {
    expect(() => resolved(['$evnet'], { event: 1 })).toThrow('the run has no $evnet');
  });
});

describe('changed', () => {
  it('sets and removes values of a copy', () => {
    const given = { headers: { a: 1, b: 2 }, now: 3 };

    expect(changed(given, { 'headers.a': 9, 'headers.b': null, now: 4 })).toEqual({ headers: { a: 9 }, now: 4 });
    expect(given).toEqual({ headers: { a: 1, b: 2 }, now: 3 });
  });
});

describe('mismatchOf', () => {
  const result = { value: { events: [{ eventId: 'a' }] }, waits: [7000] };

  it('says nothing of a result that is as expected', () => {
    expect(
      mismatchOf(result, { 'value.events.0.eventId': 'a', 'value.events.length': 1, waits: [7000] }),
    ).toBeUndefined();
  });

  it('names the first value that differs', () => {
    expect(mismatchOf(result, { waits: [] })).toContain('waits: wants [], found [7000]');
    expect(mismatchOf(result, { 'error.type': 'not-found' })).toContain(
      'error.type: wants "not-found", found undefined',
    );
  });
});

describe('clients/cases.json', () => {
  const cases = JSON.parse(readFileSync('clients/cases.json', 'utf8')) as Case[];

  it('has cases with names of their own, each of which expects something', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.filter(({ steps }) => !steps.some(({ expect: expected }) => expected !== undefined))).toEqual([]);
  });

  it.each(['tampered', 'stale'])('has webhooks that are %s under both schemes', (kind) => {
    const reasons = kind === 'stale' ? ['stale'] : ['mismatch', 'digest'];
    const refused = cases.filter(({ steps }) =>
      steps.some(({ expect: expected }) => reasons.includes(String(expected?.['error.reason']))),
    );

    for (const scheme of ['Standard Webhooks', 'RFC 9421'])
      expect(refused.filter(({ name }) => name.startsWith(scheme)).length).toBeGreaterThan(1);
  });
});
