import fc from 'fast-check';
import {
  currentSegments,
  type Membership,
  type Memberships,
  mostMemberships,
  noMemberships,
  withMembership,
} from '../../../lambdas/domain/consent/membership.ts';

const aMembership = (changes: Partial<Membership> = {}): Membership => ({
  source: 'engage',
  id: 'aud_1',
  segment: 'vip',
  state: 'in',
  at: '2026-11-20T09:00:00.000Z',
  reason: 'Audience Entered',
  evidence: 'm1',
  ...changes,
});
const allOf = (statements: readonly Membership[]): Memberships =>
  statements.reduce((before, statement) => withMembership(before, statement) ?? before, noMemberships);

describe('withMembership', () => {
  it('keeps the newest statement of each segment, and knows a repetition', () => {
    const left = aMembership({ state: 'out', at: '2026-11-21T09:00:00.000Z', evidence: 'm2' });
    const memberships = allOf([aMembership(), left]);

    expect(memberships).toEqual({ version: 2, entries: [left] });
    expect(withMembership(memberships, aMembership())).toBeUndefined();
    expect(withMembership(memberships, left)).toBeUndefined();
  });

  it('keeps the segments of two CDPs apart, and a segment under its id when it is renamed', () => {
    const renamed = aMembership({ segment: 'gold', at: '2026-11-22T09:00:00.000Z' });
    const { entries } = allOf([aMembership(), aMembership({ source: 'rudder' }), renamed]);

    expect(entries.map(({ source, segment }) => [source, segment])).toEqual([
      ['engage', 'gold'],
      ['rudder', 'vip'],
    ]);
  });

  it('ends the same in any order of arrival', () => {
    const statement = fc.record({
      id: fc.constantFrom('a', 'b'),
      state: fc.constantFrom('in' as const, 'out' as const),
      at: fc.constantFrom('2026-11-20T09:00:00.000Z', '2026-11-21T09:00:00.000Z'),
      evidence: fc.constantFrom('1', '2', '3'),
    });
    const sorted = (statements: readonly Membership[]) =>
      allOf(statements).entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), (list) => {
        const statements = list.map(aMembership);
        expect(sorted(statements.toReversed())).toEqual(sorted(statements));
      }),
    );
  });

  it('lets go of the segments that were left longest ago when there are more than it keeps', () => {
    const left = aMembership({ id: 'old', state: 'out', at: '2020-01-01T00:00:00.000Z' });
    const many = Array.from({ length: mostMemberships }, (_, index) => aMembership({ id: `s${index}` }));
    const { entries } = allOf([left, ...many]);

    expect(entries).toHaveLength(mostMemberships);
    expect(entries.map(({ id }) => id)).not.toContain('old');
  });
});

describe('currentSegments', () => {
  it('names the segments that the person has not left', () => {
    const memberships = allOf([aMembership(), aMembership({ id: 'aud_2', segment: 'churned', state: 'out' })]);

    expect(currentSegments(memberships).map(({ segment }) => segment)).toEqual(['vip']);
  });
});
