import { Readable } from 'node:stream';

interface StoredObject {
  readonly body: Buffer;
  readonly storedAt: number;
}

const failure = (name: string): Error => Object.assign(new Error(name), { name });

/** In-memory buckets, following S3's documentation: strongly consistent, with conditional puts. */
export class SimulatedS3 {
  private readonly buckets = new Map<string, Map<string, StoredObject>>();
  private readonly listings = new Map<string, { readonly size: number; readonly keys: readonly string[] }>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** @returns the answer in the form of the SDK; throws the same errors */
  execute(operation: string, input: Record<string, unknown>): unknown {
    const bucket = this.bucket(String(input.Bucket));
    const key = String(input.Key);
    switch (operation) {
      case 'PutObjectCommand':
        if (input.IfNoneMatch === '*' && bucket.has(key)) throw failure('PreconditionFailed');
        bucket.set(key, { body: Buffer.from(input.Body as string | Uint8Array), storedAt: this.now() });
        return { ETag: `"${bucket.size}"` };
      case 'GetObjectCommand': {
        const object = bucket.get(key);
        if (object === undefined) throw failure('NoSuchKey');
        const stream = Readable.from([object.body]);
        const whole = {
          transformToByteArray: async () => object.body,
          transformToString: async () => object.body.toString('utf8'),
        };
        return { Body: Object.assign(stream, whole) };
      }
      case 'ListObjectsV2Command': {
        const keys = this.sortedKeys(String(input.Bucket), String(input.Prefix ?? ''));
        const after = input.ContinuationToken as string | undefined;
        const rest = after === undefined ? keys : keys.slice(keys.indexOf(after) + 1);
        const page = rest.slice(0, Math.min(1000, Number(input.MaxKeys ?? 1000)));
        return {
          Contents: page.map((name) => ({ Key: name, LastModified: new Date(bucket.get(name)!.storedAt) })),
          ...(page.length < rest.length && { NextContinuationToken: page.at(-1) }),
        };
      }
      default:
        throw failure('NotImplemented');
    }
  }

  /** Bytes of all objects with a key for which the condition holds. */
  storedBytes(isCounted: (key: string) => boolean): number {
    const objects = [...this.buckets.values()].flatMap((bucket) => [...bucket]);
    return objects.reduce((sum, [key, { body }]) => sum + (isCounted(key) ? body.length : 0), 0);
  }

  /** Returns an object in the form of {@link GetObject}. */
  bytesOf(bucket: string, key: string): Uint8Array | undefined {
    return this.bucket(bucket).get(key)?.body;
  }

  /** Returns the keys of a prefix in order; the pages of a listing share one sorted array. */
  private sortedKeys(name: string, prefix: string): readonly string[] {
    const bucket = this.bucket(name);
    const id = `${name}/${prefix}`;
    const known = this.listings.get(id);
    if (known?.size === bucket.size) return known.keys;
    const keys = [...bucket.keys()].filter((key) => key.startsWith(prefix)).toSorted();
    this.listings.set(id, { size: bucket.size, keys });
    return keys;
  }

  bucket(name: string): Map<string, StoredObject> {
    const bucket = this.buckets.get(name) ?? new Map<string, StoredObject>();
    this.buckets.set(name, bucket);
    return bucket;
  }
}
