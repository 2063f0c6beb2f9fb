/**
 * Gathers what a source yields into batches, the last of which may be smaller. Nothing comes of an empty source.
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
