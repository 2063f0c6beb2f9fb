import type { MimeNode } from '@zone-eu/mailsplit';
import { createOrphans } from '../../lambdas/mime/orphans.ts';
import type { Part } from '../../lambdas/mime/part.ts';
import { openText } from '../../lambdas/mime/text-leaf.ts';

const node = {} as Partial<MimeNode> as MimeNode;
const multipart = (children: Part[] = []): Part => ({ node, contentType: 'multipart/mixed', children });
const textPart = (): Part => ({ node, contentType: 'text/plain', children: [], leaf: openText(node) });

describe('createOrphans', () => {
  it('gives the bytes of each multipart without parts, in their order', () => {
    const orphans = createOrphans();
    const [first, second] = [multipart(), multipart()];

    orphans.add(first, Buffer.from('Just '));
    orphans.add(second, Buffer.from('Others'));
    orphans.add(first, Buffer.from('words.'));

    expect(orphans.left().map(({ part, bytes }) => [part === first, bytes.toString()])).toEqual([
      [true, 'Just words.'],
      [false, 'Others'],
    ]);
  });

  it('forgets the bytes of a multipart that turns out to have parts', () => {
    const orphans = createOrphans();
    const [full, empty] = [multipart(), multipart()];
    orphans.add(full, Buffer.from('a preamble'));
    orphans.add(empty, Buffer.from('words'));

    orphans.adopt(full);
    orphans.adopt(undefined);

    expect(orphans.left().map(({ part }) => part)).toEqual([empty]);
  });

  it.each<[string, Part | undefined, Buffer | undefined]>([
    ['a part with a body', textPart(), Buffer.from('a')],
    ['a multipart with parts', multipart([textPart()]), Buffer.from('a')],
    ['no part', undefined, Buffer.from('a')],
    ['no bytes', multipart(), undefined],
  ])('keeps nothing of %s', (_name, part, bytes) => {
    const orphans = createOrphans();

    orphans.add(part, bytes);

    expect(orphans.left()).toEqual([]);
  });

  it('keeps 4 MB over all multiparts, and no more', () => {
    const orphans = createOrphans();
    const [first, second] = [multipart(), multipart()];

    orphans.add(first, Buffer.alloc(4 * 1024 * 1024));
    orphans.add(second, Buffer.from('a'));

    expect(orphans.left().map(({ part }) => part)).toEqual([first]);
  });
});
