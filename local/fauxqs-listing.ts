// fauxqs sorts all objects of a bucket for each page of a list, by the rules of a language. S3 lists keys by their bytes, and a
// list of many thousand objects is read a thousand at a time.

interface StoredObject {
  readonly key: string;
}

interface ListOptions {
  readonly prefix?: string;
  readonly delimiter?: string | undefined;
  readonly maxKeys?: number;
  readonly startAfter?: string;
  readonly marker?: string;
}

interface ObjectPage {
  readonly objects: StoredObject[];
  readonly commonPrefixes: string[];
  readonly isTruncated: boolean;
}

/** The part of fauxqs' store of objects that lists. */
export interface ListingStore {
  readonly buckets: ReadonlyMap<string, ReadonlyMap<string, StoredObject>>;
  listObjects(bucket: string, options?: ListOptions): ObjectPage;
}

/**
 * Makes a store list the objects of a bucket in the order of S3, without a sort of those that the page does not show. A list
 * with a delimiter stays fauxqs' own.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listInKeyOrder(store: ListingStore): void {
  const original = store.listObjects.bind(store);
  store.listObjects = (bucket, options = {}) => {
    const objects = store.buckets.get(bucket);
    const { prefix = '', delimiter, maxKeys = 1000, startAfter, marker } = options;
    if (objects === undefined || delimiter) return original(bucket, options);
    const keys = firstKeys(objects.keys(), prefix, startAfter ?? marker ?? '', maxKeys + 1);
    return {
      objects: keys.slice(0, maxKeys).map((key) => objects.get(key)!),
      commonPrefixes: [],
      isTruncated: keys.length > maxKeys,
    };
  };
}

/** The first keys with a prefix behind a key, in order. Only twice as many as are wanted are held and sorted at a time. */
function firstKeys(keys: Iterable<string>, prefix: string, after: string, count: number): string[] {
  let first: string[] = [];
  let last: string | undefined;
  for (const key of keys) {
    if (key <= after || !key.startsWith(prefix) || (last !== undefined && key > last)) continue;
    first.push(key);
    if (first.length < 2 * count) continue;
    first = first.sort().slice(0, count);
    last = first.at(-1);
  }
  return first.sort().slice(0, count);
}
