import { findInPages, pageOf } from '../../lambdas/crm/find-in-pages.ts';
import { ok } from '../../lambdas/domain/crm/outcome.ts';

describe('findInPages', () => {
  /** A list of one number a page. */
  const pages = (numbers: readonly number[]) => {
    const cursors: Array<string | undefined> = [];
    const fetchPage = async (cursor: string | undefined) => {
      cursors.push(cursor);
      const at = Number(cursor ?? 0);
      return ok({ items: [numbers[at]!], next: at + 1 < numbers.length ? String(at + 1) : undefined });
    };
    return { fetchPage, cursors };
  };

  it('stops at the first page with a match', async () => {
    const { fetchPage, cursors } = pages([1, 2, 3, 4]);

    expect(await findInPages(fetchPage, (number) => number === 3)).toEqual(ok([3]));
    expect(cursors).toEqual([undefined, '1', '2']);
  });

  it('finds nothing after the last page', async () => {
    expect(await findInPages(pages([1, 2]).fetchPage, () => false)).toEqual(ok([]));
  });

  it('rejects a list that is too long rather than to take its rest for empty', async () => {
    const { fetchPage, cursors } = pages(Array.from({ length: 100 }, (_, index) => index));

    expect(await findInPages(fetchPage, () => false)).toMatchObject({ kind: 'rejected', code: 'TOO_MANY' });
    expect(cursors).toHaveLength(40);
  });

  it.each([
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
    [{ kind: 'absent' } as const, { kind: 'rejected', code: 'OBJECT_NOT_FOUND' }],
  ])('ends with the failure of a page: %j', async (answer, failure) => {
    expect(
      await findInPages(
        async () => answer,
        () => true,
      ),
    ).toMatchObject(failure);
  });
});

describe('pageOf', () => {
  it('reads the page of a success alone', () => {
    expect(pageOf(ok([1, 2]), (items) => ({ items, next: '2' }))).toEqual(ok({ items: [1, 2], next: '2' }));
    expect(pageOf({ kind: 'absent' }, () => ({ items: [] }))).toEqual({ kind: 'absent' });
  });
});
