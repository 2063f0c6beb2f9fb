import fc from 'fast-check';
import { scrollTo, windowOf } from '../../../../console/src/mails/window.ts';

const rowHeight = 66;

describe('windowOf', () => {
  it('has every seen row, and few others, of a list of any length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: -500, max: 14_000_000 }),
        fc.integer({ min: 0, max: 3000 }),
        (rows, top, height) => {
          const { first, end } = windowOf({ top, height }, rowHeight, rows);
          const seenFirst = Math.max(0, Math.floor(top / rowHeight));
          const seenEnd = Math.min(rows, Math.ceil((top + height) / rowHeight));

          expect(end).toBeLessThanOrEqual(Math.max(rows, first + 1));
          expect(end - first).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 25);
          if (seenFirst < rows && seenFirst < seenEnd) {
            expect(first).toBeLessThanOrEqual(seenFirst);
            expect(end).toBeGreaterThanOrEqual(seenEnd);
          }
        },
      ),
    );
  });

  it('is empty for an empty list', () => {
    expect(windowOf({ top: 0, height: 900 }, rowHeight, 0)).toEqual({ first: 0, end: 0 });
  });
});

describe('scrollTo', () => {
  it.each([
    [5, { top: 0, height: 660 }, undefined],
    [0, { top: 100, height: 660 }, 0],
    [10, { top: 0, height: 660 }, 66],
    [9, { top: 30, height: 600 }, 60],
  ])('shows row %d in %o by scrolling to %s', (row, view, top) => {
    expect(scrollTo(row, view, rowHeight)).toBe(top);
  });
});
