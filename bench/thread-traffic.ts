// Synthetic list traffic, to measure how many conversations are found again when clients cut the references.

import { createMemoryThreadIndex } from '../cli/memory-thread-index.ts';
import type { ThreadClues } from '../lambdas/domain/threads/thread-entry.ts';

/** How the clients of a list name the mails that they answer. */
const habits = ['all', 'all', 'all', 'last', 'last', 'first and last', 'none'] as const;
const topics = ['steam engine pressure', 'punched card layout', 'difference tables', 'mill gears', 'store columns'];

export interface TrafficResult {
  readonly mails: number;
  readonly conversations: number;
  /** The share of pairs put together that belong together, 0 to 1. */
  readonly precision: number;
  /** The share of pairs that belong together and were put together, 0 to 1. */
  readonly recall: number;
  /** The same, over mails whose clients named at least the mail that they answer. */
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
    for (let nth = 0; nth < 2 + pick(24); nth += 1) {
      const id = `c${conversation}-${nth}@list.example`;
      const parent = nth === 0 ? undefined : pick(nth);
      const chain = parent === undefined ? [] : chains[parent]!;
      chains.push([...chain, id]);
      const habit = nth === 0 ? 'all' : habits[pick(habits.length)]!;
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
        subject: nth === 0 ? subject : `Re: ${subject}`,
        authentication: 'pass',
        receivedAt: new Date(Date.UTC(2026, 9, 1) + (start + nth * 1800 + pick(1700)) * 1000).toISOString(),
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
  let named = 0;
  let namedRight = 0;
  for (let a = 0; a < posts.length; a += 1) {
    for (let b = a + 1; b < posts.length; b += 1) {
      const isPut = keys[a] === keys[b];
      const isOne = posts[a]!.conversation === posts[b]!.conversation;
      const isNamed = isOne && posts[a]!.habit !== 'none' && posts[b]!.habit !== 'none';
      if (isPut) together += 1;
      if (isOne) belonging += 1;
      if (isPut && isOne) right += 1;
      if (isNamed) named += 1;
      if (isNamed && isPut) namedRight += 1;
    }
  }
  return { precision: right / together, recall: right / belonging, recallWithReferences: namedRight / named };
}
