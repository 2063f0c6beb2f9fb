import { compact } from '../lambdas/compact.ts';
import { decideThread } from '../lambdas/domain/threads/thread.ts';
import type { ThreadClues, ThreadDecision, ThreadEntry } from '../lambdas/domain/threads/thread-entry.ts';
import type { ThreadIndex, ThreadProposal } from '../lambdas/domain/threads/thread-index.ts';
import { threadIds } from '../lambdas/domain/threads/thread-marks.ts';

/** The thread index of one process, which writes the claims of its proposals itself. */
export interface MemoryThreadIndex extends ThreadIndex {
  /** Writes the claims of a proposal. */
  claim(proposal: ThreadProposal): void;
  /** Decides the conversation of a mail, and writes its claims at once. */
  resolve(clues: ThreadClues): Promise<ThreadDecision>;
  /** Takes back the merge of a conversation into another. @returns whether there was one */
  split(tenant: string, key: string): boolean;
}

/** The thread index of one process: for mail read offline, and as the model that the table is tested against. */
export function createMemoryThreadIndex(): MemoryThreadIndex {
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
  const rowKey = (tenant: string, messageId: string): string => `${tenant}\n${messageId}`;
  const entriesOf = (tenant: string, id: string): readonly ThreadEntry[] => {
    const entry = entries.get(rowKey(tenant, id));
    return entry === undefined ? [] : [entry, ...(rivals.get(rowKey(tenant, id)) ?? [])];
  };
  async function propose(clues: ThreadClues): Promise<ThreadProposal> {
    const { tenant } = clues;
    const known = threadIds(clues)
      .flatMap((id) => entriesOf(tenant, id))
      .map((each) => follow(tenant, each));
    return { clues, decision: decideThread(clues, known), lookup: { known, merges: new Map(), isCareful: true } };
  }
  function claim({ clues: { tenant }, decision }: ThreadProposal): void {
    for (const each of decision.claims) {
      const row = rowKey(tenant, each.messageId);
      if (each.isRival) {
        rivals.set(row, [...(rivals.get(row) ?? []), each]);
        continue;
      }
      const { isOutbound, campaign } = entries.get(row) ?? {};
      entries.set(row, compact({ isOutbound: isOutbound || undefined, campaign, ...each }));
    }
    for (const alias of decision.aliases)
      aliases.set(threadRow(tenant, alias), { key: decision.key, since: decision.since });
  }
  return {
    propose,
    claim,
    async resolve(clues) {
      const proposal = await propose(clues);
      claim(proposal);
      return proposal.decision;
    },
    split(tenant, key) {
      const isMerged = aliases.get(threadRow(tenant, key)) !== undefined;
      if (isMerged) aliases.set(threadRow(tenant, key), undefined);
      return isMerged;
    },
  };
}
