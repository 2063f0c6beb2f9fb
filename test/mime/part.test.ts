import type { MimeNode } from '@zone-eu/mailsplit';
import { contentIdOf, openPart, type Part, textPartOf } from '../../lambdas/mime/part.ts';
import { createSpool } from '../../lambdas/mime/spool.ts';

const nodeOf = (node: Partial<MimeNode>): MimeNode => ({ headers: false, ...node }) as MimeNode;
const root: Part = { node: nodeOf({}), contentType: 'multipart/mixed', children: [] };
const withContentId = (id: string): Part => ({
  ...root,
  node: nodeOf({ headers: { getFirst: () => id } } as unknown as Partial<MimeNode>),
});

describe('openPart', () => {
  it.each<[string, Partial<MimeNode>, Part | undefined, boolean, [string, string | undefined]]>([
    ['a mail without a type', {}, undefined, false, ['text/plain', 'text']],
    ['a mail of an unknown kind of text', { contentType: 'text/enriched' }, undefined, false, ['text/plain', 'text']],
    ['a mail that is a calendar', { contentType: 'text/calendar' }, undefined, false, ['text/calendar', 'attachment']],
    ['a part whose type is the one word text', { contentType: 'text' }, root, false, ['text/plain', 'text']],
    ['a part without a type', {}, root, false, ['', 'attachment']],
    ['HTML', { contentType: 'text/html' }, root, true, ['text/html', 'text']],
    [
      'text that is to be saved',
      { contentType: 'text/plain', disposition: 'attachment' },
      root,
      false,
      ['text/plain', 'attachment'],
    ],
    ['the first text, named', { contentType: 'text/plain', filename: 'a.txt' }, root, false, ['text/plain', 'text']],
    [
      'text with a name behind other text',
      { contentType: 'text/plain', filename: 'a.txt' },
      root,
      true,
      ['text/plain', 'attachment'],
    ],
    ['a multipart', { contentType: 'multipart/mixed' }, root, false, ['multipart/mixed', undefined]],
    ['a picture', { contentType: 'image/png' }, root, true, ['image/png', 'attachment']],
  ])('opens %s', async (_name, node, parent, hasText, [contentType, kind]) => {
    await using spool = createSpool();
    const part = openPart(nodeOf(node), parent, spool, hasText);

    expect([part.contentType, part.leaf?.kind]).toEqual([contentType, kind]);
    expect(part.parent).toBe(parent);
  });

  it.each([
    ['bytes of UTF-8', Buffer.from('Grüße.pdf').toString('latin1'), 'Grüße.pdf'],
    ['bytes of Latin-1', 'Grüße.pdf', 'Grüße.pdf'],
    ['letters beyond Latin-1', 'Привет.pdf', 'Привет.pdf'],
    ['a path', '../../etc/passwd', 'passwd'],
  ])('reads a file name of %s', async (_name, filename, cleaned) => {
    await using spool = createSpool();
    const { leaf } = openPart(nodeOf({ contentType: 'application/pdf', filename }), root, spool, true);

    expect(leaf).toMatchObject({ kind: 'attachment', filename: cleaned });
  });
});

describe('textPartOf', () => {
  it('makes a part of text of bytes below a multipart', () => {
    const part = textPartOf(root, Buffer.from('Just words.'));

    expect([part.contentType, part.parent]).toEqual(['text/plain', root]);
    expect(part.leaf?.kind === 'text' && part.leaf.text(undefined, 100).text).toBe('Just words.');
  });
});

describe('contentIdOf', () => {
  it.each([
    [' <logo@customer.example> ', 'logo@customer.example'],
    ['logo@customer.example', 'logo@customer.example'],
    ['<>', undefined],
  ])('takes the brackets off %j', (written, id) => {
    expect(contentIdOf(withContentId(written))).toBe(id);
  });

  it('has no Content-ID without a header', () => {
    expect(contentIdOf(root)).toBeUndefined();
  });
});
