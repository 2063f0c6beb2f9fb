import fc from 'fast-check';
import { isCompound, readCompoundFile } from '../../lambdas/inspect/compound-file.ts';
import { aCompoundFile } from '../helpers/compound-file.ts';

const large = Buffer.from('0123456789abcdef'.repeat(600));
const file = aCompoundFile([
  { name: 'WordDocument', content: large },
  {
    name: 'Macros',
    classId: 'ab'.repeat(16),
    children: [{ name: 'VBA', children: [{ name: 'dir', content: Buffer.from('small') }] }],
  },
  { name: 'empty', content: Buffer.alloc(0) },
]);

describe('readCompoundFile', () => {
  it('lists storages and streams by their paths', () => {
    const read = readCompoundFile(file);

    expect(read?.isWhole).toBe(true);
    expect(read?.entries.map(({ path, isStream }) => [path, isStream]).toSorted()).toEqual([
      ['', false],
      ['Macros', false],
      ['Macros/VBA', false],
      ['Macros/VBA/dir', true],
      ['WordDocument', true],
      ['empty', true],
    ]);
    expect(read?.entries.find(({ name }) => name === 'Macros')?.classId).toBe('ab'.repeat(16));
  });

  it('reads streams in sectors of both sizes', () => {
    const read = readCompoundFile(file)!;
    const contentOf = (name: string) => read.read(read.entries.find((entry) => entry.name === name)!)?.toString();

    expect([contentOf('WordDocument'), contentOf('dir'), contentOf('empty')]).toEqual([large.toString(), 'small', '']);
    expect(read.read(read.entries[0]!)).toBeUndefined();
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['is cut before its directory', (bytes) => bytes.subarray(0, 600)],
    ['has sectors of another size', (bytes) => bytes.fill(5, 30, 31)],
    ['has its directory outside', (bytes) => bytes.fill(0x7f, 48, 52)],
    ['is something else', () => Buffer.alloc(2000)],
  ])('gives nothing for a file that %s', (_name, change) => {
    expect(readCompoundFile(change(Buffer.from(file)))).toBeUndefined();
  });

  it('ends, whatever the bytes say', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 60 }), (changes) => {
        const bytes = Buffer.from(file);
        for (const [at, value] of changes) if (at >= 8) bytes[at] = value;
        const read = readCompoundFile(bytes);
        for (const entry of read?.entries ?? []) read!.read(entry);
      }),
      { numRuns: 300 },
    );
  });
});

describe('isCompound', () => {
  it('goes by the first bytes', () => {
    expect([isCompound(file), isCompound(Buffer.from('d0cf'))]).toEqual([true, false]);
  });
});
