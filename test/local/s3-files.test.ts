import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  /** Writes an object as the emulator does: bytes and a description. */
  const writerInto = (path: string): ObjectFiles => ({
    upsertObject(bucket, object) {
      write(join(path, bucket, 'a.meta.json'), '{}');
      write(join(path, bucket, 'a.data'), String(object));
    },
  });

  it('moves both files of an object from the staging folder into the store', () => {
    const files: ObjectFiles = { upsertObject() {} };
    mkdirSync(staging, { recursive: true });
    writeWholeObjects(files, writerInto(staging), directory, staging);

    files.upsertObject('mail', 'bytes');

    expect(filesIn(directory)).toEqual(['a.data', 'a.meta.json']);
    expect(readFileSync(join(directory, 'mail', 'a.data'), 'utf8')).toBe('bytes');
    expect(filesIn(staging)).toEqual([]);
  });

  it('moves the description last, because it announces the object', () => {
    mkdirSync(staging, { recursive: true });
    const files: ObjectFiles = { upsertObject() {} };
    writeWholeObjects(files, writerInto(staging), directory, staging);
    // A folder in the place of the bytes stops the move of the bytes.
    write(join(directory, 'mail', 'a.data', 'in-the-way'), '');

    expect(() => files.upsertObject('mail', 'bytes')).toThrow();
    expect(existsSync(join(directory, 'mail', 'a.meta.json'))).toBe(false);
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
