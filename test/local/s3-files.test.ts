import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { discardUnfinished, type ObjectFiles, writeWholeObjects } from '../../local/s3-files.ts';
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

describe('writeWholeObjects', () => {
  /** The emulator's own store of files, which reads what was written. */
  interface EmulatorFiles extends ObjectFiles {
    readBody(bucket: string, key: string): Buffer;
    loadS3(store: {
      createBucket(): void;
      setBucketCreationDate(): void;
      restoreObject(...object: unknown[]): void;
    }): void;
    insertBucket(name: string, created: Date, type: string): void;
  }
  let files: EmulatorFiles;

  beforeEach(async () => {
    const { href } = new URL('./s3/fileS3Persistence.js', import.meta.resolve('fauxqs'));
    const { FileS3Persistence }: { FileS3Persistence: new (path: string) => EmulatorFiles } = await import(href);
    files = new FileS3Persistence(directory);
    files.insertBucket('mail', new Date(), 'general-purpose');
    writeWholeObjects(files, directory, staging);
  });

  const anObject = (key: string, body: string) => ({
    key,
    body: Buffer.from(body),
    contentType: 'text/plain',
    contentLength: body.length,
    etag: '"1"',
    lastModified: new Date('2026-11-20T09:00:00.000Z'),
    metadata: { a: 'b' },
    parts: [{ partNumber: 1, offset: 0, length: body.length, etag: '1' }],
  });
  /** The objects that a next start finds. */
  const loaded = (): unknown[] => {
    const objects: unknown[] = [];
    files.loadS3({
      createBucket() {},
      setBucketCreationDate() {},
      restoreObject: (_bucket, object) => void objects.push(object),
    });
    return objects;
  };

  it.each(['plain', 'inbound/a/b c.json', 'ümlaut/\u{1f600}', 'a:b*c?d|e<f>g"h\\i%j', 'tab\tand\u0001'])(
    'writes %j where the emulator reads it, now and after a restart',
    (key) => {
      files.upsertObject('mail', anObject(key, 'bytes'));

      expect(files.readBody('mail', key).toString()).toBe('bytes');
      expect(loaded()).toEqual([{ ...anObject(key, 'bytes'), body: Buffer.alloc(0) }]);
      expect(filesIn(staging)).toEqual([]);
    },
  );

  it('replaces an object', () => {
    files.upsertObject('mail', anObject('a', 'old'));
    files.upsertObject('mail', anObject('a', 'newer'));

    expect(files.readBody('mail', 'a').toString()).toBe('newer');
    expect(loaded()).toHaveLength(1);
  });

  it('leaves no folders beside the store, however many objects have a folder of their own', () => {
    for (let nth = 0; nth < 20; nth += 1) files.upsertObject('mail', anObject(`attachments/${nth}/1`, 'bytes'));

    expect(readdirSync(staging, { recursive: true })).toEqual([]);
  });

  it('moves the description last, because it announces the object', () => {
    // A folder in the place of the bytes stops the move of the bytes.
    write(join(directory, 'buckets', 'mail', 'objects', 'a.data', 'in-the-way'), '');

    expect(() => files.upsertObject('mail', anObject('a', 'bytes'))).toThrow();
    expect(existsSync(join(directory, 'buckets', 'mail', 'objects', 'a.meta.json'))).toBe(false);
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
