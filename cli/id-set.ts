import { hash } from 'node:crypto';

/** Ids that take eight bytes each, so that an audit of millions of mails needs little memory. */
export interface IdSet {
  /** Whether an id is in the set. The chance to find an absent id among a million is 1 in 18 million million. */
  has(id: string): boolean;
}

/**
 * Gathers ids, of which the first 64 bits of their SHA-256 are kept.
 *
 * @param pages of ids
 * @param onCount called after each page with the count of ids so far
 */
export async function gatherIds(
  pages: AsyncIterable<readonly string[]>,
  onCount: (count: number) => void = () => {},
): Promise<IdSet> {
  let digests = new BigUint64Array(1024);
  let count = 0;
  for await (const ids of pages) {
    if (count + ids.length > digests.length) digests = grown(digests, count + ids.length);
    for (const id of ids) {
      digests[count] = digestOf(id);
      count += 1;
    }
    onCount(count);
  }
  const sorted = digests.subarray(0, count).sort();
  return { has: (id) => isAmong(sorted, digestOf(id)) };
}

/** The same digests with room for at least so many. */
function grown(digests: BigUint64Array<ArrayBuffer>, wanted: number): BigUint64Array<ArrayBuffer> {
  const larger = new BigUint64Array(Math.max(digests.length * 2, wanted));
  larger.set(digests);
  return larger;
}

const digestOf = (id: string): bigint => hash('sha256', id, 'buffer').readBigUInt64LE();

/** Binary search. */
function isAmong(sorted: BigUint64Array, wanted: bigint): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
