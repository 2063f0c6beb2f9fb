import { strToU8, zipSync } from 'fflate';
import { archiveReasons, type InspectEntry } from '../../lambdas/inspect/archive.ts';
import { type Budget, newBudget } from '../../lambdas/inspect/budget.ts';

const archive = (files: Record<string, Uint8Array | string>): Buffer =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [name, typeof bytes === 'string' ? strToU8(bytes) : bytes]),
      ),
    ),
  );
/** The same archive, with another size of its first file in the directory. */
function claiming(bytes: Buffer, size: number): Buffer {
  const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  bytes.writeUInt32LE(size, entry + 24);
  return bytes;
}
const findsNothing: InspectEntry = async () => [];
const finds =
  (reason: string): InspectEntry =>
  async () => [reason];

describe('archiveReasons', () => {
  it.each<[string, Buffer, InspectEntry, string[]]>([
    ['nothing against plain files', archive({ 'a.txt': 'a', 'b/c.txt': 'c' }), findsNothing, []],
    [
      'that it is no archive',
      Buffer.from('just words, long enough for the end of a list'),
      findsNothing,
      ['archive.broken'],
    ],
    ['a program by its name', archive({ 'a.exe': 'MZ' }), findsNothing, ['archive.executable']],
    ['a file of a program', archive({ 'a.txt': 'MZ' }), finds('type.executable'), ['archive.executable']],
    ['a script', archive({ 'a.txt': 'x' }), finds('name.script'), ['archive.executable']],
    ['a file that nobody could inspect', archive({ 'a.x': 'x' }), finds('type.not-inspected'), ['archive.unread']],
    ['a broken archive within it', archive({ 'a.zip': 'x' }), finds('archive.broken'), ['archive.unread']],
    ['the reasons of its files as they are', archive({ 'a.doc': 'x' }), finds('office.macros'), ['office.macros']],
    ['a bomb', claiming(archive({ 'a.txt': 'a' }), 65 * 1024 * 1024), findsNothing, ['archive.bomb']],
  ])('says: %s', async (_name, bytes, inspectEntry, reasons) => {
    expect(await archiveReasons(bytes, 0, newBudget(), inspectEntry)).toEqual(reasons);
  });

  it('opens archives three deep, and no deeper', async () => {
    const bytes = archive({ 'a.txt': 'a' });

    expect(await archiveReasons(bytes, 2, newBudget(), findsNothing)).toEqual([]);
    expect(await archiveReasons(bytes, 3, newBudget(), findsNothing)).toEqual(['archive.deep']);
  });

  it('hands over each file with its name, and takes it off the budget', async () => {
    const budget = newBudget();
    const inspected: string[] = [];
    const before = { ...budget };

    await archiveReasons(
      archive({ 'a.txt': 'Hello', 'folder/': '', 'b.txt': 'Hi' }),
      0,
      budget,
      async (name, bytes) => {
        inspected.push(`${name}: ${bytes.toString()}`);
        return [];
      },
    );

    expect(inspected).toEqual(['a.txt: Hello', 'b.txt: Hi']);
    expect([before.bytes - budget.bytes, before.entries - budget.entries]).toEqual([7, 2]);
  });

  it.each<[string, Partial<Budget>]>([
    ['bytes', { bytes: 4 }],
    ['files', { entries: 0 }],
  ])('leaves a file unread when the budget has no %s left', async (_name, rest) => {
    const reasons = await archiveReasons(archive({ 'a.txt': 'Hello' }), 0, { ...newBudget(), ...rest }, findsNothing);

    expect(reasons).toEqual(['archive.unread']);
  });

  it('does not expect to know every part of a document', async () => {
    const document = (name: string): Buffer => archive({ '[Content_Types].xml': '<Types/>', [name]: 'x' });
    const reasonsOf = async (name: string): Promise<string[]> =>
      archiveReasons(document(name), 0, newBudget(), async (entry) =>
        entry === '[Content_Types].xml' ? [] : ['type.not-inspected'],
      );

    expect(await reasonsOf('word/media/image1.emf')).toEqual([]);
    expect(await reasonsOf('word/embeddings/object1.x')).toEqual(['archive.unread']);
  });
});
