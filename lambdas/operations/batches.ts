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

/**
 * Works on several items at once and yields the results in the order of the items.
 *
 * @param atOnce items in work, at least 1
 * @throws the error of the first item that fails
 */
export async function* inOrder<T, R>(
  source: AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for await (const item of source) {
    const result = work(item);
    // Whoever asks for the result gets the error; until then it is not unhandled.
    result.catch(() => {});
    running.push(result);
    if (running.length >= atOnce) yield await running.shift()!;
  }
  for (const result of running) yield await result;
}
