import type { ThreadIndex } from './ports.ts';
import { decideThread, type ThreadEntry, threadIds } from './thread.ts';

/** The thread index of one process: for mail read offline, and as the model that the table is tested against. */
export function createMemoryThreadIndex(): ThreadIndex {
  const entries = new Map<string, ThreadEntry>();
  const aliases = new Map<string, string>();
  const winner = (key: string): string => {
    const next = aliases.get(key);
    return next === undefined ? key : winner(next);
  };
  return {
    async resolve(clues) {
      const rowKey = (messageId: string): string => `${clues.tenant}\n${messageId}`;
      const known = threadIds(clues).flatMap((id) => {
        const entry = entries.get(rowKey(id));
        return entry === undefined ? [] : [{ ...entry, threadKey: winner(entry.threadKey) }];
      });
      const decision = decideThread(clues, known);
      for (const claim of decision.claims) {
        const earlier = entries.get(rowKey(claim.messageId));
        const sender = earlier?.sender ?? claim.sender;
        entries.set(rowKey(claim.messageId), { ...claim, ...(sender !== undefined && { sender }) });
      }
      for (const alias of decision.aliases) aliases.set(alias, decision.key);
      return decision;
    },
  };
}
