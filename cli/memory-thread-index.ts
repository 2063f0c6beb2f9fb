import { compact } from '../lambdas/compact.ts';
import { decideThread, type ThreadIndex } from '../lambdas/domain/threads/thread.ts';
import type { ThreadEntry } from '../lambdas/domain/threads/thread-entry.ts';
import { threadIds } from '../lambdas/domain/threads/thread-marks.ts';

/** The thread index of one process: for mail read offline, and as the model that the table is tested against. */
export function createMemoryThreadIndex(): ThreadIndex & {
  /** Takes back the merge of a conversation into another. @returns whether there was one */
  split(tenant: string, key: string): boolean;
} {
  const entries = new Map<string, ThreadEntry>();
  /** Mails of other senders under an id that is already in use. */
  const rivals = new Map<string, readonly ThreadEntry[]>();
  /** The thread into which each thread was merged; undefined where the merge was taken back. */
  const aliases = new Map<string, { readonly key: string; readonly since: string } | undefined>();
  const threadRow = (tenant: string, key: string): string => `${tenant}\n${key}`;
  const follow = (tenant: string, entry: ThreadEntry): ThreadEntry => {
    const winner = aliases.get(threadRow(tenant, entry.threadKey));
    if (winner === undefined)
      return aliases.has(threadRow(tenant, entry.threadKey)) ? { ...entry, isSplit: true } : entry;
    const threadSince = winner.since < entry.threadSince ? winner.since : entry.threadSince;
    return follow(tenant, { ...entry, home: entry.home ?? entry.threadKey, threadKey: winner.key, threadSince });
  };
  return {
    async resolve(clues) {
      const { tenant } = clues;
      const rowKey = (messageId: string): string => `${tenant}\n${messageId}`;
      const known = threadIds(clues).flatMap((id) => {
        const entry = entries.get(rowKey(id));
        return entry === undefined
          ? []
          : [entry, ...(rivals.get(rowKey(id)) ?? [])].map((each) => follow(tenant, each));
      });
      const decision = decideThread(clues, known);
      for (const claim of decision.claims) {
        if (claim.isRival) {
          rivals.set(rowKey(claim.messageId), [...(rivals.get(rowKey(claim.messageId)) ?? []), claim]);
          continue;
        }
        const earlier = entries.get(rowKey(claim.messageId));
        const { isOutbound, campaign } = earlier ?? {};
        entries.set(
          rowKey(claim.messageId),
          compact({
            isOutbound: isOutbound || undefined,
            campaign,
            ...claim,
          }),
        );
      }
      for (const alias of decision.aliases)
        aliases.set(threadRow(tenant, alias), { key: decision.key, since: decision.since });
      return decision;
    },
    split(tenant, key) {
      const isMerged = aliases.get(threadRow(tenant, key)) !== undefined;
      if (isMerged) aliases.set(threadRow(tenant, key), undefined);
      return isMerged;
    },
  };
}
