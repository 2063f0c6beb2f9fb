import fc from 'fast-check';
import {
  filterCount,
  filterNames,
  filtersIn,
  searchOf,
  sinceOf,
  withFilter,
} from '../../../../console/src/mails/filters.ts';

describe('filters in the address', () => {
  it('come back from the address as they were set', () => {
    const value = fc
      .string({ minLength: 1, maxLength: 300, unit: 'grapheme' })
      .map((text) => text.trim())
      .filter((text) => text !== '' && text.length <= 300 && text.isWellFormed());
    const filters = fc.dictionary(fc.constantFrom(...filterNames), value);

    fc.assert(fc.property(filters, (given) => expect(filtersIn(searchOf(given))).toEqual({ ...given })));
  });

  it('leave out what is no filter, and cut what no person typed', () => {
    expect(filtersIn(`?q=%20&tab=why&fate=parked&kind=${'x'.repeat(900)}`)).toEqual({
      fate: 'parked',
      kind: 'x'.repeat(300),
    });
  });

  it('are set and taken away one at a time', () => {
    expect(withFilter({ q: 'ada' }, 'fate', 'dead')).toEqual({ q: 'ada', fate: 'dead' });
    expect(withFilter({ q: 'ada', fate: 'dead' }, 'fate', '')).toEqual({ q: 'ada' });
    expect(filterCount({ q: 'ada', fate: 'dead', kind: 'human' })).toBe(2);
  });
});

describe('sinceOf', () => {
  it.each([
    ['hour', '2026-11-20T11:30:00Z'],
    ['day', '2026-11-19T12:30:00Z'],
    ['week', '2026-11-13T12:30:00Z'],
    ['month', '2026-10-21T12:30:00Z'],
  ] as const)('begins the last %s at %s', (span, since) => {
    expect(sinceOf(span, new Date('2026-11-20T12:30:45Z'))).toBe(since);
  });
});
