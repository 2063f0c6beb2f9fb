import type { ThreadClues, ThreadDecision, ThreadEntry } from './thread-entry.ts';

/** The entries of a mail's ids and marks in the index, and the merges of the conversations that they name. */
export interface ThreadLookup {
  readonly known: readonly ThreadEntry[];
  /** Conversations that were merged, each with the one that it was merged into. */
  readonly merges: ReadonlyMap<string, string>;
  /** Whether merges were looked up; if not, the write of the claims has to check that there are none. */
  readonly isCareful: boolean;
}

/**
 * The conversation of a mail by what the index held a moment ago. Nothing is written yet: the claims of the decision are
 * recorded together with the mail, on the condition that the index still holds the same.
 */
export interface ThreadProposal {
  readonly clues: ThreadClues;
  readonly decision: ThreadDecision;
  readonly lookup: ThreadLookup;
}

/** Message-IDs and the conversations they belong to. */
export interface ThreadIndex {
  /**
   * Looks up the ids and marks of a mail, and decides its conversation.
   *
   * @param round how many proposals for this mail were refused because another worker had claimed an id; a later round
   *   waits a moment first
   */
  propose(clues: ThreadClues, round: number): Promise<ThreadProposal>;
}
