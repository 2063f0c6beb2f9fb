/**
 * Gathers what a source yields into batches, and yields a smaller one at the end. An empty source yields nothing.
 *
 * @param size items of a batch, at least 1
 */
export async function* batchesOf<T>(source: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of source) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
