import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openCacheEntry, privateFolder } from '../../local/cache-entry.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

let root: string;
beforeEach(() => {
  root = temporaryFolder();
});
afterEach(() => rmSync(root, { recursive: true }));

/** No process has this id: Linux and macOS give smaller ones. */
const nobody = 2 ** 30;

/** Writes what an entry holds. */
const writing = (text: string) => async (folder: string) => {
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'file'), text);
};
const neverMake = () => Promise.reject(new Error('it was made again'));
const read = (folder: string): string => readFileSync(join(folder, 'deep', 'file'), 'utf8');
const entries = (): string[] => readdirSync(root).toSorted();

describe('openCacheEntry', () => {
  it('makes what is missing, once', async () => {
    const first = await openCacheEntry(root, 'key', writing('made'));
    const second = await openCacheEntry(root, 'key', neverMake);

    expect(read(second.folder)).toBe('made');
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(entries()).toEqual(['key']);
  });

  it.each<[string, (entry: string) => void]>([
    ['a file that is cut off', (entry) => writeFileSync(join(entry, 'content/deep/file'), 'ma')],
    ['a file with other bytes', (entry) => writeFileSync(join(entry, 'content/deep/file'), 'mode')],
    ['a file that is missing', (entry) => rmSync(join(entry, 'content/deep/file'))],
    ['a file that nobody made', (entry) => writeFileSync(join(entry, 'content/deep/other'), 'made')],
    [
      'a link in place of a file',
      (entry) => {
        const file = join(entry, 'content/deep/file');
        renameSync(file, join(entry, 'elsewhere'));
        symlinkSync(join(entry, 'elsewhere'), file);
      },
    ],
    ['no folder of users', (entry) => rmSync(join(entry, 'users'), { recursive: true })],
    ['no inventory', (entry) => rmSync(join(entry, 'inventory.json'))],
    ['an inventory that is cut off', (entry) => writeFileSync(join(entry, 'inventory.json'), '{"deep')],
  ])('makes an entry with %s anew', async (_, damage) => {
    await openCacheEntry(root, 'key', writing('made'));
    damage(join(root, 'key'));

    const { folder, isNew } = await openCacheEntry(root, 'key', writing('again'));

    expect({ isNew, text: read(folder) }).toEqual({ isNew: true, text: 'again' });
    expect(entries()).toEqual(['key']);
  });

  it('gives two callers the same entry when both make it at once', async () => {
    const bothMake = Promise.withResolvers<void>();
    let making = 0;
    const together = (text: string) => async (folder: string) => {
      await writing(text)(folder);
      making += 1;
      if (making === 2) bothMake.resolve();
      await bothMake.promise;
    };

    const [item, other] = await Promise.all([
      openCacheEntry(root, 'key', together('same')),
      openCacheEntry(root, 'key', together('same')),
    ]);

    expect([read(item.folder), other.folder]).toEqual(['same', item.folder]);
    expect(entries()).toEqual(['key']);
  });

  it('leaves nothing behind when the content cannot be made', async () => {
    const failing = openCacheEntry(root, 'key', async (folder) => {
      await writing('half')(folder);
      throw new Error('out of ideas');
    });

    await expect(failing).rejects.toThrow('out of ideas');
    expect(entries()).toEqual([]);
  });

  it('removes the rest of a killed process, and not the work of a living process', async () => {
    for (const pid of [nobody, process.pid]) mkdirSync(join(root, `other.making-${pid}-id`));

    await openCacheEntry(root, 'key', writing('made'));

    expect(entries()).toEqual(['key', `other.making-${process.pid}-id`]);
  });

  it('keeps the five entries that were used last, and those in use', async () => {
    /** An entry that was used so many minutes ago, by a process. */
    const anEntry = (key: string, minutesAgo: number, user: number): void => {
      mkdirSync(join(root, key, 'users'), { recursive: true });
      writeFileSync(join(root, key, 'users', String(user)), '');
      const usedAt = new Date(Date.now() - minutesAgo * 60_000);
      utimesSync(join(root, key), usedAt, usedAt);
    };
    for (const [index, key] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) anEntry(key, index + 1, nobody);
    anEntry('old, in use', 1000, process.pid);

    await openCacheEntry(root, 'new', writing('new'));

    expect(entries()).toEqual(['a', 'b', 'c', 'd', 'new', 'old, in use']);
  });

  it('forgets a process that has released the entry', async () => {
    const { release } = await openCacheEntry(root, 'key', writing('made'));
    const users = (): string[] => readdirSync(join(root, 'key', 'users'));
    const during = users();
    release();

    expect(during.map((user) => user.split('-')[0])).toEqual([String(process.pid)]);
    expect(users()).toEqual([]);
  });

  it('keeps a use of a process when another use of the same process ends', async () => {
    const first = await openCacheEntry(root, 'key', writing('made'));
    await openCacheEntry(root, 'key', neverMake);
    first.release();

    expect(readdirSync(join(root, 'key', 'users'))).toHaveLength(1);
  });

  it('has no user of an entry that is not whole', async () => {
    const { release } = await openCacheEntry(root, 'key', writing('made'));
    release();
    rmSync(join(root, 'key/content/deep/file'));

    await expect(openCacheEntry(root, 'key', neverMake)).rejects.toThrow('it was made again');
    expect(readdirSync(join(root, 'key', 'users'))).toEqual([]);
  });

  it('holds no link, and does not follow one', async () => {
    const linking = async (folder: string) => symlinkSync('/', join(folder, 'link'));

    await expect(openCacheEntry(root, 'key', linking)).rejects.toThrow(/link is neither a file nor a folder$/);
    expect(entries()).toEqual([]);
  });
});

describe('privateFolder', () => {
  it('makes a folder that only its user may write', () => {
    const path = join(root, 'mine');

    expect([privateFolder(path), privateFolder(path)]).toEqual([path, path]);
  });

  it('rejects a file, and a link without a target', () => {
    const [file, link] = [join(root, 'file'), join(root, 'link')];
    writeFileSync(file, '');
    symlinkSync(join(root, 'nowhere'), link);

    expect([privateFolder(file), privateFolder(link)]).toEqual([undefined, undefined]);
  });

  it('rejects a folder that others may write, and a link to any folder', () => {
    const shared = join(root, 'shared');
    const link = join(root, 'link');
    mkdirSync(shared);
    symlinkSync(shared, link);
    rmSync(shared, { recursive: true });
    mkdirSync(shared, { mode: 0o700 });

    expect(privateFolder(link)).toBeUndefined();
    expect(existsSync(link)).toBe(true);
  });
});
