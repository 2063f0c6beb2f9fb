import {
  entriesOf,
  inactiveDaysOf,
  messageRow,
  type ThreadRow,
  threadRow,
  threadTtl,
  toMerge,
  toMessageRow,
  toThreadRow,
} from '../../lambdas/aws/thread-rows.ts';
import { env } from '../../lambdas/env.ts';

const at = '2026-11-20T10:00:00.000Z';
const aliasRow = (threadKey: string, more: Partial<ThreadRow>): ThreadRow => ({
  pk: threadRow('acme', threadKey),
  threadKey,
  threadSince: at,
  ...more,
});
const threadsOf = (...rows: readonly ThreadRow[]) => new Map(rows.map((row) => [row.threadKey, row]));

describe('keys of the threads table', () => {
  it('hashes a Message-ID, and keeps the tenants apart', () => {
    expect(messageRow('acme', 'ada@x.example')).toMatch(/^M#acme#[0-9a-f]{64}$/);
    expect(messageRow('acme', 'a')).not.toBe(messageRow('other', 'a'));
  });

  it.each([
    ['400 days where the stage says nothing', {}, '2027-12-25T10:00:00.000Z'],
    ['as long as the stage says', { [env.inactiveDays]: '30' }, '2026-12-20T10:00:00.000Z'],
  ])('keeps a row for %s', (_what, environment, end) => {
    expect(threadTtl(at, inactiveDaysOf(environment))).toBe(Date.parse(end) / 1000);
  });
});

describe('rows of the threads table', () => {
  it.each([
    ['a Message-ID', toMessageRow],
    ['a thread', toThreadRow],
  ])('refuses a row that is not of %s', (_, read) => {
    expect(() => read({ pk: 'p', threadKey: 'k' })).toThrow('threadSince');
  });

  it('knows a merge, and one that was taken back', () => {
    const merged = aliasRow('old', { aliasOf: 'new', mergedBy: 'evt_1', mergedAt: at });

    expect(toMerge('acme', merged)).toEqual({ tenant: 'acme', thread: 'old', into: 'new', by: 'evt_1', at });
    expect(toMerge('acme', aliasRow('old', { aliasOf: 'new' }))).toEqual({
      tenant: 'acme',
      thread: 'old',
      into: 'new',
    });
    expect(toMerge('acme', aliasRow('old', { splitAt: at }))).toBeUndefined();
  });

  const message = { pk: 'M#', threadKey: 'a', threadSince: at, sender: 's', ttl: 5 };

  it('gives the first mail under an id, and then its rivals', () => {
    const rival = { threadKey: 'r', threadSince: at, sender: 'x' };

    expect(entriesOf({ ...message, rivals: [rival] }, 'id', new Map())).toEqual([
      { messageId: 'id', threadKey: 'a', threadSince: at, sender: 's' },
      { messageId: 'id', ...rival, isRival: true },
    ]);
  });

  it('follows merges to the thread that won, and takes the older start', () => {
    const older = '2026-11-01T10:00:00.000Z';
    const threads = threadsOf(
      aliasRow('a', { aliasOf: 'b', threadSince: older }),
      aliasRow('b', { aliasOf: 'c' }),
      aliasRow('c', { splitAt: at }),
    );

    expect(entriesOf(message, 'id', threads)).toEqual([
      { messageId: 'id', threadKey: 'c', threadSince: older, sender: 's', home: 'a', isSplit: true },
    ]);
  });

  it('ends in a circle of merges, too', () => {
    const threads = threadsOf(aliasRow('a', { aliasOf: 'b' }), aliasRow('b', { aliasOf: 'a' }));

    expect(entriesOf(message, 'id', threads)).toHaveLength(1);
  });
});
