import * as fc from 'fast-check';
import { type ListingStore, listInKeyOrder } from '../../local/fauxqs-listing.ts';

type Store = ListingStore & {
  createBucket(name: string): void;
  putObject(bucket: string, key: string, body: Buffer): void;
};

let S3Store: new () => Store;

beforeAll(async () => {
  ({ S3Store } = await import(new URL('./s3/s3Store.js', import.meta.resolve('fauxqs')).href));
});

function aStore(keys: readonly string[]): Store {
  const store = new S3Store();
  store.createBucket('mail');
  for (const key of keys) store.putObject('mail', key, Buffer.from(key));
  listInKeyOrder(store);
  return store;
}

/** Every page of a list, each after the last key of the page before. */
function pages(store: Store, prefix: string, maxKeys: number): string[][] {
  const listed: string[][] = [];
  for (let startAfter = ''; ; startAfter = listed.at(-1)!.at(-1)!) {
    const { objects, isTruncated } = store.listObjects('mail', { prefix, maxKeys, startAfter });
    listed.push(objects.map(({ key }) => key));
    if (!isTruncated) return listed;
  }
}

describe('listInKeyOrder', () => {
  it('lists every key with the prefix once, by code units, in full pages', () => {
    const key = fc.tuple(fc.constantFrom('a/', 'b/', 'B/', ''), fc.string({ minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(fc.uniqueArray(key, { selector: String }), fc.integer({ min: 1, max: 5 }), (parts, maxKeys) => {
        const keys = [...new Set(parts.map(([prefix, name]) => `${prefix}${name}`))];
        const wanted = keys.filter((each) => each.startsWith('a/')).toSorted();

        const listed = pages(aStore(keys), 'a/', maxKeys);

        expect(listed.flat()).toEqual(wanted);
        expect(listed.slice(0, -1).every(({ length }) => length === maxKeys)).toBe(true);
      }),
    );
  });

  it('skips no key where upper and lower case differ in order, as a sort by language does', () => {
    const keys = ['a', 'B', 'c', 'D', 'Z', 'z'];

    expect(pages(aStore(keys), '', 2)).toEqual([
      ['B', 'D'],
      ['Z', 'a'],
      ['c', 'z'],
    ]);
  });

  it('begins after the marker of the first version of the call, and shows the objects themselves', () => {
    const { objects, isTruncated } = aStore(['a', 'b', 'c']).listObjects('mail', { marker: 'a', maxKeys: 1 });

    expect([objects, isTruncated]).toEqual([[expect.objectContaining({ key: 'b', contentLength: 1 })], true]);
  });

  it('leaves lists with a delimiter, and of a bucket that is not there, to the emulator', () => {
    const store = aStore(['a/1', 'a/2', 'b']);

    expect(store.listObjects('mail', { delimiter: '/' })).toMatchObject({
      objects: [{ key: 'b' }],
      commonPrefixes: ['a/'],
    });
    expect(() => store.listObjects('other')).toThrow('does not exist');
  });
});
