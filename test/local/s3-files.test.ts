import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { discardUnfinished, keepObjectsInDatabase, type ObjectFiles } from '../../local/s3-files.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

let folder: string;
let directory: string;
let staging: string;

beforeEach(() => {
  folder = temporaryFolder();
  directory = join(folder, 's3');
  staging = join(folder, 's3-staging');
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted();

describe('keepObjectsInDatabase', () => {
  /** The emulator's own store of files. */
  interface EmulatorFiles extends ObjectFiles {
    insertBucket(name: string, created: Date, type: string): void;
  }
  let original: EmulatorFiles;
  let files: EmulatorFiles;

  /** The store of a process that starts with the present folder. */
  const start = async (): Promise<EmulatorFiles> => {
    const { href } = new URL('./s3/fileS3Persistence.js', import.meta.resolve('fauxqs'));
    const { FileS3Persistence }: { FileS3Persistence: new (path: string) => EmulatorFiles } = await import(href);
    original = new FileS3Persistence(directory);
    const started = new FileS3Persistence(directory);
    keepObjectsInDatabase(started, directory, staging);
    return started;
  };
  const restart = async (): Promise<void> => {
    files.close();
    files = await start();
  };

  beforeEach(async () => {
    files = await start();
    files.insertBucket('mail', new Date(), 'general-purpose');
  });

  afterEach(() => files.close());

  const anObject = (key: string, body: string | Buffer) => ({
    key,
    body: Buffer.from(body),
    contentType: 'text/plain',
    contentLength: body.length,
    etag: '"1"',
    lastModified: new Date('2026-11-20T09:00:00.000Z'),
    metadata: { a: 'b' },
    parts: [{ partNumber: 1, offset: 0, length: body.length, etag: '1' }],
  });
  const large = Buffer.alloc(300_000, 'x');
  /** The objects that a next start finds, by key. */
  const loaded = (): Record<string, unknown> => {
    const objects: Record<string, unknown> = {};
    files.loadS3({
      createBucket() {},
      setBucketCreationDate() {},
      restoreBucketLifecycleConfiguration() {},
      restoreMultipartUpload() {},
      restoreObject(_bucket, object) {
        objects[object.key] = object;
      },
    });
    return objects;
  };
  const filesOfObjects = (): string[] => filesIn(join(directory, 'buckets', 'mail', 'objects'));

  it.each(['plain', 'inbound/a/b c.json', 'ümlaut/\u{1f600}', 'a:b*c?d|e<f>g"h\\i%j', 'tab\tand\u0001'])(
    'reads %j now and after a restart, small in the database and large in a file',
    async (key) => {
      for (const bytes of [Buffer.from('bytes'), large]) {
        files.upsertObject('mail', anObject(key, bytes));

        expect(files.readBody('mail', key).equals(bytes)).toBe(true);
        expect(filesOfObjects()).toHaveLength(bytes === large ? 1 : 0);
        await restart();
        expect(files.readBody('mail', key).equals(bytes)).toBe(true);
        expect(loaded()).toEqual({ [key]: { ...anObject(key, bytes), body: Buffer.alloc(0) } });
        expect(filesIn(staging)).toEqual([]);
      }
    },
  );

  it.each([
    ['a small one', Buffer.from('newer')],
    ['a large one', large],
    ['an empty one', Buffer.alloc(0)],
  ])('replaces a small, a large and an earlier object by %s', async (_what, newer) => {
    original.upsertObject('mail', anObject('earlier', 'old'));
    await restart();
    loaded();
    files.upsertObject('mail', anObject('small', 'old'));
    files.upsertObject('mail', anObject('large', Buffer.alloc(300_001, 'y')));

    for (const key of ['earlier', 'small', 'large']) files.upsertObject('mail', anObject(key, newer));
    await restart();

    expect(Object.keys(loaded()).toSorted()).toEqual(['earlier', 'large', 'small']);
    for (const key of ['earlier', 'small', 'large']) expect(files.readBody('mail', key).equals(newer)).toBe(true);
    if (newer !== large) expect(filesOfObjects()).toEqual([]);
  });

  it('reads the objects of an earlier version, and deletes their files with them', async () => {
    original.upsertObject('mail', anObject('inbound/earlier', 'old'));
    await restart();

    expect(Object.keys(loaded())).toEqual(['inbound/earlier']);
    expect(files.readBody('mail', 'inbound/earlier').toString()).toBe('old');
    files.deleteObject('mail', 'inbound/earlier');
    await restart();

    expect(loaded()).toEqual({});
    expect(filesOfObjects()).toEqual([]);
  });

  it('deletes small and large objects, one by one and all of a bucket', async () => {
    for (const [key, bytes] of Object.entries({ a: 'small', b: large, c: 'small', d: large }))
      files.upsertObject('mail', anObject(key, bytes));

    for (const key of ['a', 'b', 'absent']) files.deleteObject('mail', key);
    expect(Object.keys(loaded())).toEqual(['c', 'd']);
    files.deleteObjectsByBucket('mail');
    await restart();

    expect(loaded()).toEqual({});
    expect(filesOfObjects()).toEqual([]);
  });

  it('leaves no folders beside the store, however many objects have a folder of their own', () => {
    for (let nth = 0; nth < 20; nth += 1) files.upsertObject('mail', anObject(`attachments/${nth}/1`, large));

    expect(readdirSync(staging, { recursive: true })).toEqual([]);
  });

  it('announces a large object last, when its bytes are in their place', () => {
    // A folder in the place of the bytes stops the move of the bytes.
    write(join(directory, 'buckets', 'mail', 'objects', 'a.data', 'in-the-way'), '');

    expect(() => files.upsertObject('mail', anObject('a', large))).toThrow();
    expect(loaded()).toEqual({});
  });
});

describe('discardUnfinished', () => {
  it('removes staged files, uploads in parts and truncated descriptions, and keeps whole objects', () => {
    write(join(staging, 'mail', 'a.data'), 'staged');
    write(join(directory, '_multipart', '1', 'part.data'), 'part');
    write(join(directory, 'mail', 'half.meta.json'), '{"key":');
    write(join(directory, 'mail', 'whole.meta.json'), '{"key":"a"}');
    write(join(directory, 'mail', 'whole.data'), 'bytes');

    discardUnfinished(directory, staging);

    expect(filesIn(folder)).toEqual(['whole.data', 'whole.meta.json']);
    expect(existsSync(staging)).toBe(false);
  });

  it('creates the store of a first start', () => {
    discardUnfinished(directory, staging);

    expect(readdirSync(directory)).toEqual([]);
  });
});
