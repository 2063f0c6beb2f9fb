import { mergesOf, splitThread, type ThreadPorts } from '../../cli/threads.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import type { ThreadMerge } from '../../lambdas/domain/threads/thread-merge.ts';
import { aFakeReader, aSettledDelivery } from '../helpers/fake-reader.ts';

const aMerge = (changes: Partial<ThreadMerge> = {}): ThreadMerge => ({
  tenant: 'acme',
  thread: 'thread-2',
  into: 'thread-1',
  by: 'evt_3',
  at: '2026-11-20T09:00:00.000Z',
  ...changes,
});

/** Conversations with these merges; those of `partedBefore` were parted by somebody else. */
function aTable(merges: readonly ThreadMerge[], partedBefore: readonly ThreadMerge[] = []) {
  const undone: ThreadMerge[] = [];
  const { reader } = aFakeReader({
    deliveries: [aSettledDelivery(1), aSettledDelivery(1, { integration: 'support' })],
  });
  const ports: ThreadPorts = {
    reader,
    tenants: async () => ['acme', 'globex'],
    merges: {
      of: async (tenant, key) =>
        merges.filter((merge) => merge.tenant === tenant && [merge.thread, merge.into].includes(key)),
      undo: async (merge) => {
        if (partedBefore.includes(merge)) return false;
        undone.push(merge);
        return true;
      },
    },
  };
  return { ports, undone };
}

describe('mergesOf', () => {
  const merges = [aMerge(), aMerge({ tenant: 'globex' }), aMerge({ thread: 'thread-9', into: 'thread-8' })];

  it.each([
    ['a key, over all tenants', 'thread-2', undefined, [merges[0], merges[1]]],
    ['a key of one tenant', 'thread-1', 'globex', [merges[1]]],
    ['an event in the conversation, once for all its deliveries', 'evt_1', 'acme', [merges[0]]],
    ['a conversation without merges', 'thread-7', undefined, []],
  ])('finds the merges of %s', async (_what, thread, tenant, found) => {
    expect(await mergesOf(aTable(merges).ports, thread, tenant)).toEqual(found);
  });

  it.each([
    ['an unknown tenant', 'thread-1', 'nobody', '--tenant: found "nobody", which no integration has'],
    ['an unknown event', 'evt_9', undefined, 'nothing is known of evt_9'],
  ])('refuses %s', async (_what, thread, tenant, message) => {
    const attempt = mergesOf(aTable(merges).ports, thread, tenant);

    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(message);
  });
});

describe('splitThread', () => {
  const split = (table: ReturnType<typeof aTable>, options: { by?: string; dryRun?: boolean } = {}) =>
    Array.fromAsync(splitThread(table.ports, 'thread-1', { dryRun: false, ...options }));

  it('takes every merge of the conversation back, and says which it did not', async () => {
    const merges = [aMerge(), aMerge({ thread: 'thread-3' })];
    const table = aTable(merges, [merges[1]!]);

    expect(await split(table)).toEqual([
      { merge: merges[0], split: true, at: expect.any(Date) },
      { merge: merges[1], split: false, at: expect.any(Date) },
    ]);
    expect(table.undone).toEqual([merges[0]]);
  });

  it('takes back only what one mail merged', async () => {
    const merges = [aMerge(), aMerge({ thread: 'thread-3', by: 'evt_4' })];
    const table = aTable(merges);

    await split(table, { by: 'evt_4' });

    expect(table.undone).toEqual([merges[1]]);
  });

  it('changes nothing in a dry run', async () => {
    const table = aTable([aMerge()]);

    expect(await split(table, { dryRun: true })).toEqual([expect.objectContaining({ split: false })]);
    expect(table.undone).toEqual([]);
  });

  it.each([
    [[], {}, 'thread-1 has no part in a merge'],
    [[aMerge()], { by: 'evt_4' }, 'thread-1 has no part in a merge by evt_4'],
  ])('refuses a conversation without such a merge', async (merges, options, message) => {
    await expect(split(aTable(merges), options)).rejects.toThrow(message);
  });
});
