import { isTar, readTar } from '../../lambdas/inspect/tar.ts';
import { aTar } from '../helpers/archives.ts';

const namesIn = (bytes: Buffer) =>
  readTar(bytes).entries.map(({ name, link }) => (link === undefined ? name : [name, link]));

describe('isTar', () => {
  it('goes by the checksum of the first header', () => {
    const bytes = aTar([{ name: 'a.txt', content: 'x' }]);
    const forged = Buffer.from(bytes);
    forged[0] = 0x62;

    expect([isTar(bytes), isTar(forged), isTar(bytes.subarray(0, 100)), isTar(Buffer.alloc(1024))]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('readTar', () => {
  it('reads files, folders and links', () => {
    const tar = aTar([
      { name: 'b/', kind: '5' },
      { name: 'b/a.txt', content: 'Hello' },
      { name: 'l', kind: '2', link: 'b/a.txt' },
    ]);

    expect(namesIn(tar)).toEqual(['b/', 'b/a.txt', ['l', 'b/a.txt']]);
    expect(readTar(tar).entries[1]?.content.toString()).toBe('Hello');
    expect(readTar(tar).isWhole).toBe(true);
  });

  it.each<[string, Buffer, string]>([
    [
      'GNU',
      aTar([
        { name: '././@LongLink', kind: 'L', content: `${'a/'.repeat(80)}b.txt\0` },
        { name: 'short', content: 'x' },
      ]),
      `${'a/'.repeat(80)}b.txt`,
    ],
    [
      'pax',
      aTar([
        { name: 'PaxHeaders/x', kind: 'x', content: '20 path=Grüße.txt\n' },
        { name: 'short', content: 'x' },
      ]),
      'Grüße.txt',
    ],
  ])('takes the long name of %s for the next file', (_name, tar, name) => {
    expect(namesIn(tar)).toEqual([name]);
  });

  it.each<[string, Buffer]>([
    ['a file is cut', aTar([{ name: 'a', content: 'x'.repeat(1000) }]).subarray(0, 800)],
    ['a kind is unknown', aTar([{ name: 'a', kind: 'S', content: 'x' }])],
    ['bytes stand behind its end', Buffer.concat([aTar([{ name: 'a' }]), Buffer.from('more')])],
    ['a header has another checksum', Buffer.concat([aTar([{ name: 'a' }]).subarray(0, 512), Buffer.alloc(512, 1)])],
  ])('is not whole where %s', (_name, tar) => {
    expect(readTar(tar).isWhole).toBe(false);
  });
});
