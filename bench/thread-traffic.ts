// Synthetic list traffic, to measure how many conversations are found again when clients cut the references.

import { createMemoryThreadIndex } from '../cli/memory-thread-index.ts';
import type { ThreadClues } from '../lambdas/domain/threads/thread-entry.ts';

/** How the clients of a list name the mails that they answer. */
const habits = ['all', 'all', 'all', 'last', 'last', 'first and last', 'none'] as const;
const topics = ['steam engine pressure', 'punched card layout', 'difference tables', 'mill gears', 'store columns'];

interface TrafficResult {
  readonly mails: number;
  readonly conversations: number;
  /** The share of pairs put together that belong together, 0 to 1. */
  readonly precision: number;
  /** The share of pairs that belong together and were put together, 0 to 1. */
  readonly recall: number;
  /** The same, over mails with at least one reference. */
  readonly recallWithReferences: number;
}

interface Post extends ThreadClues {
  readonly conversation: number;
  readonly habit: (typeof habits)[number];
}

/** Conversations of 2 to 25 mails on a list, interleaved in their order of arrival, and the same for the same seed. */
export async function measureTraffic(conversations: number, seed: number): Promise<TrafficResult> {
  let state = seed;
  const pick = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const posts: Post[] = [];
  for (let conversation = 0; conversation < conversations; conversation += 1) {
    const people = Array.from({ length: 3 + pick(5) }, () => `p${pick(200)}@list.example`);
    // One conversation in ten shares its subject with others.
    const subject = pick(10) === 0 ? topics[pick(topics.length)]! : `${topics[pick(topics.length)]} ${conversation}`;
    const chains: string[][] = [];
    const start = pick(20 * 86_400);
    for (let turn = 0; turn < 2 + pick(24); turn += 1) {
      const id = `c${conversation}-${turn}@list.example`;
      const parent = turn === 0 ? undefined : pick(turn);
      const chain = parent === undefined ? [] : chains[parent]!;
      chains.push([...chain, id]);
      const habit = turn === 0 ? 'all' : habits[pick(habits.length)]!;
      const references =
        habit === 'all'
          ? chain
          : habit === 'none'
            ? []
            : habit === 'last'
              ? chain.slice(-1)
              : [...new Set([...chain.slice(0, 1), ...chain.slice(-1)])];
      posts.push({
        conversation,
        habit,
        tenant: 'list',
        eventId: id,
        messageId: id,
        references,
        ...(references.length > 0 && { inReplyTo: references.at(-1)! }),
        from: people[pick(people.length)]!,
        to: ['engines@list.example', people[pick(people.length)]!],
        subject: turn === 0 ? subject : `Re: ${subject}`,
        authentication: 'pass',
        receivedAt: new Date(Date.UTC(2026, 9, 1) + (start + turn * 1800 + pick(1700)) * 1000).toISOString(),
      });
    }
  }
  posts.sort((a, b) => a.receivedAt.localeCompare(b.receivedAt));
  const index = createMemoryThreadIndex();
  for (const post of posts) await index.resolve(post);
  const keys: string[] = [];
  for (const post of posts) keys.push((await index.resolve(post)).key);
  return { mails: posts.length, conversations, ...pairsOf(posts, keys) };
}

function pairsOf(posts: readonly Post[], keys: readonly string[]) {
  let together = 0;
  let belonging = 0;
  let right = 0;
  let withReferences = 0;
  let withReferencesRight = 0;
  for (let a = 0; a < posts.length; a += 1) {
    for (let b = a + 1; b < posts.length; b += 1) {
      const isPutTogether = keys[a] === keys[b];
      const belongsTogether = posts[a]!.conversation === posts[b]!.conversation;
      const hasReferences = belongsTogether && posts[a]!.habit !== 'none' && posts[b]!.habit !== 'none';
      if (isPutTogether) together += 1;
      if (belongsTogether) belonging += 1;
      if (isPutTogether && belongsTogether) right += 1;
      if (hasReferences) withReferences += 1;
      if (hasReferences && isPutTogether) withReferencesRight += 1;
    }
  }
  return {
    precision: right / together,
    recall: right / belonging,
    recallWithReferences: withReferencesRight / withReferences,
  };
}
