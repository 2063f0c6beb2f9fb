import type { MimeNode } from '@zone-eu/mailsplit';
import { encodingOf, openText } from '../../lambdas/mime/text-leaf.ts';

const nodeOf = (node: Partial<MimeNode>): MimeNode => ({ contentType: 'text/plain', ...node }) as MimeNode;
const leafOf = (node: Partial<MimeNode>, ...chunks: ReadonlyArray<string | Buffer>) => {
  const leaf = openText(nodeOf(node));
  for (const chunk of chunks) leaf.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return leaf;
};

describe('encodingOf', () => {
  it.each([
    ['base64', 'base64'],
    ['quoted-printable; as some write it', 'quoted-printable'],
    ['7bit (a comment)', '7bit'],
    ['', ''],
  ])('reads %j as %j', (encoding, word) => {
    expect(encodingOf(nodeOf({ encoding }))).toBe(word);
  });
});

describe('openText', () => {
  it.each<[string, Partial<MimeNode>, ReadonlyArray<string | Buffer>, string]>([
    ['plain bytes', { charset: 'utf-8' }, ['Grüße, ', 'Ada\r\n'], 'Grüße, Ada\n'],
    ['base64 in pieces', { encoding: 'base64', charset: 'utf-8' }, ['R3LDv', 'MOfZQ=='], 'Grüße'],
    ['quoted-printable', { encoding: 'quoted-printable', charset: 'utf-8' }, ['Gr=C3=BC=C3=9Fe'], 'Grüße'],
    ['another charset', { charset: 'iso-8859-1' }, [Buffer.from('Grüße', 'latin1')], 'Grüße'],
    ['flowed lines', { charset: 'utf-8', flowed: true }, ['One line \r\nof two.\r\n'], 'One line of two.\n'],
    [
      'HTML that names its charset',
      { contentType: 'text/html' },
      [Buffer.from('<meta charset="windows-1252"><p>Grüße</p>', 'latin1')],
      '<meta charset="windows-1252"><p>Grüße</p>',
    ],
    ['nothing', {}, [], ''],
  ])('decodes %s', (_name, node, chunks, text) => {
    expect(leafOf(node, ...chunks).text(undefined, 1000)).toEqual({ text, leftOut: 0 });
  });

  it('reads a text without a charset under the hint', () => {
    expect(leafOf({}, Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])).text('windows-1251', 100).text).toBe('Привет');
  });

  it('cuts a text at the limit, and counts the bytes that are left out', () => {
    expect(leafOf({ charset: 'utf-8' }, 'One.\nTwo.\nThree.\n').text(undefined, 10)).toEqual({
      text: 'One.\nTwo.\n',
      leftOut: 7,
    });
  });

  it('leaves the whole text out where nothing is wanted of it', () => {
    expect(leafOf({ charset: 'utf-8' }, 'One.').text(undefined, 0)).toEqual({ text: '', leftOut: 4 });
  });

  it('has the bytes with and without the transfer encoding', () => {
    const leaf = leafOf({ encoding: 'base64' }, 'SGVs', 'bG8=');

    expect(leaf.size()).toBe(8);
    expect(Buffer.concat([...leaf.pieces()]).toString()).toBe('Hello');
    expect(leaf.bytes().toString()).toBe('Hello');
  });
});
