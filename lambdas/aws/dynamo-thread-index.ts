import { decideThread } from '../domain/threads/thread.ts';
import type { ThreadEntry } from '../domain/threads/thread-entry.ts';
import type { ThreadIndex, ThreadLookup } from '../domain/threads/thread-index.ts';
import { threadIds } from '../domain/threads/thread-marks.ts';
import type { ReadRows } from './gathered-reads.ts';
import type { Platform } from './platform.ts';
import { mostMerges } from './thread-claims.ts';
import {
  entriesOf,
  type MessageRow,
  messageRow,
  type ThreadRow,
  threadRow,
  toMessageRow,
  toThreadRow,
} from './thread-rows.ts';

/**
 * Message-ID → conversation, per tenant, in DynamoDB.
 *
 * One batch read, for nearly all mails; the claims are written with the mail. Threads that became one
 * are rare: the write only proves that the threads found have not, and where one has, the decision is made anew with its
 * alias followed.
 */
export function createDynamoThreadIndex(
  { pause, random }: Pick<Platform, 'pause' | 'random'>,
  readRows: ReadRows,
  table: string,
): ThreadIndex {
  return {
    async propose(clues, round) {
      // The winner's rows have to be visible, and losers that come back together would lose together.
      if (round > 0) await pause(random() * 5 * 2 ** round);
      const read = (pks: readonly string[]) => readRows(table, pks.map(keyOf));
      const lookup = await lookUp(read, clues.tenant, threadIds(clues), round > 0);
      return { clues, lookup, decision: decideThread(clues, lookup.known) };
    },
  };
}

type ReadThreadRows = (pks: readonly string[]) => ReturnType<ReadRows>;

/** @param isContended whether merges may be the reason why an earlier proposal was refused: then they are followed */
async function lookUp(
  read: ReadThreadRows,
  tenant: string,
  ids: readonly string[],
  isContended: boolean,
): Promise<ThreadLookup> {
  const byKey = new Map(ids.map((messageId) => [messageRow(tenant, messageId), messageId]));
  const rows = (await read([...byKey.keys()])).map(toMessageRow);
  const named = distinct(rows.flatMap(threadsNamedBy));
  const isCareful = isContended || named.length > mostMerges;
  const threads = isCareful ? await followMerges(read, tenant, named) : noThreads;
  const known = rows.flatMap((row): ThreadEntry[] => entriesOf(row, byKey.get(row.pk)!, threads));
  return { known, merges: mergesAmong(threads), isCareful };
}

const noThreads: ReadonlyMap<string, ThreadRow> = new Map();

/** The rows of threads, and of those that they were merged into. Only a thread that was merged has one. */
async function followMerges(
  read: ReadThreadRows,
  tenant: string,
  named: readonly string[],
): Promise<ReadonlyMap<string, ThreadRow>> {
  const threads = new Map<string, ThreadRow>();
  for (let keys = named; keys.length > 0; ) {
    const rows = (await read(keys.map((key) => threadRow(tenant, key)))).map(toThreadRow);
    for (const row of rows) threads.set(row.threadKey, row);
    keys = distinct(rows.flatMap(({ aliasOf }) => aliasOf ?? [])).filter((key) => !threads.has(key));
  }
  return threads;
}

const mergesAmong = (threads: ReadonlyMap<string, ThreadRow>): ReadonlyMap<string, string> =>
  new Map([...threads.values()].flatMap(({ threadKey, aliasOf }) => (aliasOf ? [[threadKey, aliasOf]] : [])));

const threadsNamedBy = ({ threadKey, rivals = [] }: MessageRow): string[] => [
  threadKey,
  ...rivals.map((rival) => rival.threadKey),
];
const distinct = (keys: readonly string[]): string[] => [...new Set(keys)];
const keyOf = (pk: string): { readonly pk: string } => ({ pk });
