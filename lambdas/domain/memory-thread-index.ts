import type { ThreadIndex } from './ports.ts';
import { decideThread, type ThreadEntry, threadIds } from './thread.ts';

/** The thread index of one process: for mail read offline, and as the model that the table is tested against. */
export function createMemoryThreadIndex(): ThreadIndex {
  const entries = new Map<string, ThreadEntry>();
  const aliases = new Map<string, { readonly key: string; readonly since: string }>();
  const follow = (entry: ThreadEntry): ThreadEntry => {
    const winner = aliases.get(entry.threadKey);
    if (winner === undefined) return entry;
    const threadSince = winner.since < entry.threadSince ? winner.since : entry.threadSince;
    return follow({ ...entry, threadKey: winner.key, threadSince });
  };
  return {
    async resolve(clues) {
      const rowKey = (messageId: string): string => `${clues.tenant}\n${messageId}`;
      const known = threadIds(clues).flatMap((id) => {
        const entry = entries.get(rowKey(id));
        return entry === undefined ? [] : [follow(entry)];
      });
      const decision = decideThread(clues, known);
      for (const claim of decision.claims) {
        const earlier = entries.get(rowKey(claim.messageId));
        const sender = earlier?.sender ?? claim.sender;
        entries.set(rowKey(claim.messageId), { ...earlier, ...claim, ...(sender !== undefined && { sender }) });
      }
      for (const alias of decision.aliases) aliases.set(alias, { key: decision.key, since: decision.since });
      return decision;
    },
  };
}
