import { Readable } from 'node:stream';

interface StoredObject {
  readonly body: Buffer;
  readonly storedAt: number;
}

/** A version of an object, or the marker of its deletion. */
interface StoredVersion extends Partial<StoredObject> {
  readonly id: string;
  readonly since: number;
  /** When another version or a marker took its place; absent for the newest. */
  noncurrentSince?: number;
  isHeld?: boolean;
}

/** When the objects under a prefix go, as a lifecycle rule of the template says. */
export interface LifecycleRule {
  readonly bucket: string;
  readonly prefix: string;
  readonly days: number;
  readonly noncurrentDays: number;
}

const dayMs = 86_400_000;
const failure = (name: string): Error => Object.assign(new Error(name), { name });

/**
 * In-memory buckets, following S3's documentation: strongly consistent, with conditional puts, versions, legal holds and
 * lifecycle rules.
 */
export class SimulatedS3 {
  private readonly buckets = new Map<string, Map<string, StoredObject>>();
  /** By bucket and key, the newest first. */
  private readonly history = new Map<string, Map<string, StoredVersion[]>>();
  private readonly listings = new Map<string, { readonly size: number; readonly keys: readonly string[] }>();
  private readonly now: () => number;
  /** Buckets that were created without Object Lock. */
  private readonly withoutLock = new Set<string>();
  private versions = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** @returns the answer in the form of the SDK; throws the same errors */
  execute(operation: string, input: Record<string, unknown>): unknown {
    const name = String(input.Bucket);
    const bucket = this.bucket(name);
    const key = String(input.Key);
    switch (operation) {
      case 'PutObjectCommand':
        if (input.IfNoneMatch === '*' && bucket.has(key)) throw failure('PreconditionFailed');
        this.put(name, key, Buffer.from(input.Body as string | Uint8Array));
        return { ETag: `"${bucket.size}"` };
      case 'GetObjectCommand':
        return this.get(name, key, input.VersionId as string | undefined);
      case 'ListObjectsV2Command': {
        const keys = this.sortedKeys(name, String(input.Prefix ?? ''));
        if (input.Delimiter !== undefined) return foldersOf(keys, String(input.Prefix), String(input.Delimiter));
        const after = input.ContinuationToken as string | undefined;
        const rest = after === undefined ? keys : keys.slice(keys.indexOf(after) + 1);
        const page = rest.slice(0, Math.min(1000, Number(input.MaxKeys ?? 1000)));
        return {
          Contents: page.map((name) => ({ Key: name, LastModified: new Date(bucket.get(name)!.storedAt) })),
          ...(page.length < rest.length && { NextContinuationToken: page.at(-1) }),
        };
      }
      case 'CreateBucketCommand':
        if (input.ObjectLockEnabledForBucket === true) this.withoutLock.delete(name);
        else this.withoutLock.add(name);
        return {};
      case 'PutBucketVersioningCommand':
        return {};
      case 'DeleteObjectCommand':
        if (!bucket.has(key)) return {};
        this.hide(name, key);
        return {};
      case 'DeleteObjectsCommand':
        return this.deleteVersions(name, input.Delete as never);
      case 'ListObjectVersionsCommand':
        return this.listVersions(name, String(input.Prefix ?? ''));
      case 'PutObjectLegalHoldCommand':
        return this.setHold(name, key, input as never);
      default:
        throw failure('NotImplemented');
    }
  }

  /** Applies lifecycle rules as S3 does to a bucket with versions: a held version stays, whatever a rule says. */
  expire(rules: readonly LifecycleRule[]): void {
    for (const { bucket: name, prefix, days, noncurrentDays } of rules) {
      for (const [key, versions] of this.historyOf(name)) {
        if (!key.startsWith(prefix)) continue;
        const [newest] = versions;
        if (newest?.body !== undefined && newest.since + days * dayMs <= this.now()) {
          this.hide(name, key);
        }
        const kept = versions.filter(
          ({ noncurrentSince, isHeld }) =>
            isHeld || noncurrentSince === undefined || noncurrentSince + noncurrentDays * dayMs > this.now(),
        );
        // A marker with nothing behind it goes as well.
        const isBare = kept.length === 1 && kept[0]!.body === undefined;
        versions.splice(0, versions.length, ...(isBare ? [] : kept));
      }
    }
    this.listings.clear();
  }

  /** All versions with bytes of an object, and whether they are under a legal hold. */
  versionsOf(bucket: string, key: string): ReadonlyArray<{ readonly isHeld: boolean }> {
    const versions = this.historyOf(bucket).get(key) ?? [];
    return versions.flatMap(({ body, isHeld = false }) => (body === undefined ? [] : [{ isHeld }]));
  }

  /** Keys of a bucket that have a version, hidden ones among them. */
  storedKeys(bucket: string): string[] {
    return [...this.historyOf(bucket)].flatMap(([key, versions]) =>
      versions.some(({ body }) => body !== undefined) ? [key] : [],
    );
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

  /** Puts the marker of a deletion before the versions of an object. */
  private hide(bucket: string, key: string): void {
    this.addVersion(bucket, key, {});
    this.bucket(bucket).delete(key);
    this.listings.clear();
  }

  private deleteVersions(
    bucket: string,
    { Objects }: { readonly Objects: ReadonlyArray<{ readonly Key: string; readonly VersionId: string }> },
  ): unknown {
    const Errors: object[] = [];
    for (const { Key, VersionId } of Objects) {
      const versions = this.historyOf(bucket).get(Key) ?? [];
      const at = versions.findIndex(({ id }) => id === VersionId);
      if (at < 0) continue;
      if (versions[at]!.isHeld) Errors.push({ Key, VersionId, Code: 'AccessDenied' });
      else {
        versions.splice(at, 1);
        const [newest] = versions;
        if (newest?.body === undefined) this.bucket(bucket).delete(Key);
        else this.bucket(bucket).set(Key, { body: newest.body, storedAt: newest.since });
      }
    }
    this.listings.clear();
    return { Errors };
  }

  private put(bucket: string, key: string, body: Buffer): void {
    this.addVersion(bucket, key, { body });
    this.bucket(bucket).set(key, { body, storedAt: this.now() });
  }

  private addVersion(bucket: string, key: string, version: Pick<StoredVersion, 'body'>): void {
    const versions = this.historyOf(bucket).get(key) ?? [];
    this.historyOf(bucket).set(key, versions);
    if (versions[0] !== undefined) versions[0].noncurrentSince = this.now();
    this.versions += 1;
    versions.unshift({ id: `v${this.versions}`, since: this.now(), ...version });
  }

  private get(bucket: string, key: string, version: string | undefined): unknown {
    const body =
      version === undefined
        ? this.bucket(bucket).get(key)?.body
        : this.historyOf(bucket)
            .get(key)
            ?.find(({ id }) => id === version)?.body;
    if (body === undefined) throw failure(version === undefined ? 'NoSuchKey' : 'NoSuchVersion');
    const whole = {
      transformToByteArray: async () => body,
      transformToString: async () => body.toString('utf8'),
    };
    return { Body: Object.assign(Readable.from([body]), whole) };
  }

  private listVersions(bucket: string, prefix: string): unknown {
    const found = [...this.historyOf(bucket)]
      .filter(([key]) => key.startsWith(prefix))
      .flatMap(([Key, versions]) =>
        versions.map(({ id, body, since }, nth) => ({
          Key,
          VersionId: id,
          IsLatest: nth === 0,
          LastModified: new Date(since),
          body,
        })),
      );
    return {
      Versions: found.flatMap(({ body, ...version }) =>
        body === undefined ? [] : [{ ...version, Size: body.length }],
      ),
      DeleteMarkers: found.flatMap(({ body, ...marker }) => (body === undefined ? [marker] : [])),
      IsTruncated: false,
    };
  }

  private setHold(
    bucket: string,
    key: string,
    { VersionId, LegalHold }: { readonly VersionId?: string; readonly LegalHold: { readonly Status: string } },
  ): unknown {
    if (this.withoutLock.has(bucket)) throw failure('InvalidRequest');
    const versions = this.historyOf(bucket).get(key) ?? [];
    const version = VersionId === undefined ? versions[0] : versions.find(({ id }) => id === VersionId);
    if (version === undefined) throw failure(VersionId === undefined ? 'NoSuchKey' : 'NoSuchVersion');
    if (version.body === undefined) throw failure(VersionId === undefined ? 'NoSuchKey' : 'MethodNotAllowed');
    version.isHeld = LegalHold.Status === 'ON';
    return {};
  }

  private historyOf(name: string): Map<string, StoredVersion[]> {
    const history = this.history.get(name) ?? new Map<string, StoredVersion[]>();
    this.history.set(name, history);
    return history;
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

  /** The newest versions of a bucket, by key. */
  bucket(name: string): Map<string, StoredObject> {
    const bucket = this.buckets.get(name) ?? new Map<string, StoredObject>();
    this.buckets.set(name, bucket);
    return bucket;
  }
}

/** A listing of the folders under a prefix, on one page. */
const foldersOf = (keys: readonly string[], prefix: string, delimiter: string): object => {
  const rests = keys.map((key) => key.slice(prefix.length).split(delimiter));
  const folders = new Set(rests.flatMap(([folder, rest]) => (rest === undefined ? [] : [`${prefix}${folder}/`])));
  return { CommonPrefixes: [...folders].map((Prefix) => ({ Prefix })) };
};
