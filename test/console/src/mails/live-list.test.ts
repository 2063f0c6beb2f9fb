import type { Fate, MailCard, MailPage } from '../../../../console/src/contract.ts';
import { differenceOf, mailsIn, mergeHead } from '../../../../console/src/mails/live-list.ts';

const mail = (mailId: string, fate: Fate = 'delivered'): MailCard => ({
  mailId,
  receivedAt: '2026-11-20T09:00:00Z',
  state: 'parsed',
  to: [],
  attachments: { count: 0 },
  deliveries: [{ integration: 'sales', tenant: 'acme', lane: 'conversation', fate }],
});
const page = (mails: readonly MailCard[], hasMore = false): MailPage => ({
  mails,
  hasMore,
  waiting: { unread: 0, pending: 0, parked: 0 },
});
const idsOf = (pages: readonly MailPage[]): string[] => mailsIn(pages).map(({ mailId }) => mailId);

describe('differenceOf', () => {
  it('finds the mails that are new, without a gap', () => {
    const { fresh, hasGap } = differenceOf(page([mail('c'), mail('b')], true), [page([mail('b'), mail('a')])]);

    expect(fresh.map(({ mailId }) => mailId)).toEqual(['c']);
    expect(hasGap).toBe(false);
  });

  it('reports a gap when the newest page and the list have no mail in common', () => {
    expect(differenceOf(page([mail('z'), mail('y')], true), [page([mail('a')])]).hasGap).toBe(true);
  });

  it('sees no gap when the newest page is all there is', () => {
    expect(differenceOf(page([mail('z')], false), [page([mail('a')])]).hasGap).toBe(false);
  });

  it('compares nothing before both are loaded', () => {
    expect(differenceOf(undefined, [page([mail('a')])])).toEqual({ fresh: [], hasGap: false });
    expect(differenceOf(page([mail('a')]), [])).toEqual({ fresh: [], hasGap: false });
  });
});

describe('mergeHead', () => {
  it('puts new mails first, each once', () => {
    const merged = mergeHead([page([mail('b')]), page([mail('a')])], page([mail('d'), mail('c'), mail('b')]), true);

    expect(idsOf(merged)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('keeps new mails out while somebody reads further down, and still renews the shown ones', () => {
    const merged = mergeHead([page([mail('b', 'pending')])], page([mail('c'), mail('b', 'delivered')]), false);

    expect(idsOf(merged)).toEqual(['b']);
    expect(merged[0]?.mails[0]?.deliveries[0]?.fate).toBe('delivered');
  });

  it('returns the same pages when nothing has changed, so that nothing is drawn again', () => {
    const pages = [page([mail('b')]), page([mail('a')])];

    expect(mergeHead(pages, page([mail('b')]), true)).toBe(pages);
  });
});

describe('mailsIn', () => {
  it('shows a mail once that two pages have', () => {
    expect(idsOf([page([mail('b'), mail('a')]), page([mail('a')])])).toEqual(['b', 'a']);
  });
});
