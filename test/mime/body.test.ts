import type { MimeNode } from '@zone-eu/mailsplit';
import { limited, readBody } from '../../lambdas/mime/body.ts';
import { openText } from '../../lambdas/mime/text-leaf.ts';
import { maxTextBytes } from '../../lambdas/mime/text-limits.ts';

type Node = Parameters<typeof readBody>[0];

function text(contentType: string, content: string): Node {
  const leaf = openText({ contentType, charset: 'utf-8' } as Partial<MimeNode> as MimeNode);
  leaf.write(Buffer.from(content));
  return { contentType, children: [], leaf };
}
const multipart = (subtype: string, ...children: readonly Node[]): Node => ({
  contentType: `multipart/${subtype}`,
  children,
});
const plain = (content: string): Node => text('text/plain', content);
const html = (content: string): Node => text('text/html', content);

describe('readBody', () => {
  it.each<[string, Node, object]>([
    ['a text alone', plain('Hi.\n'), { text: 'Hi.\n', isTextFromHtml: false }],
    ['HTML alone', html('<p>Hi.</p>'), { text: 'Hi.', html: '<p>Hi.</p>', isTextFromHtml: true }],
    [
      'alternatives as one piece in two forms',
      multipart('alternative', plain('Hi.'), html('<p>Hi.</p>')),
      { text: 'Hi.', html: '<p>Hi.</p>', isTextFromHtml: false },
    ],
    ['texts one below the other', multipart('mixed', plain('One.'), plain('Two.')), { text: 'One.\nTwo.' }],
    [
      'HTML below a text, each in both forms',
      multipart('mixed', plain('a < b'), html('<p>Two.</p>')),
      {
        text: 'a < b\nTwo.',
        html: '<div style="white-space: pre-wrap">a &lt; b</div><br>\n<p>Two.</p>',
        isTextFromHtml: false,
      },
    ],
    [
      'alternatives within alternatives',
      multipart('alternative', plain('Hi.'), multipart('related', html('<p>Hi.</p>'))),
      { text: 'Hi.', html: '<p>Hi.</p>' },
    ],
    [
      'a blank text beside HTML',
      multipart('alternative', plain(' \n'), html('<p>Hi.</p>')),
      { text: 'Hi.', isTextFromHtml: true },
    ],
    [
      'a text that only points to the HTML beside it',
      multipart('alternative', plain('Your mail reader does not support HTML.\n'), html('<p>Hi.</p>')),
      { text: 'Hi.', isTextFromHtml: true },
    ],
    [
      'a text about HTML without HTML beside it',
      plain('Your form does not support HTML.'),
      { text: 'Your form does not support HTML.', isTextFromHtml: false },
    ],
    ['no text part at all', multipart('mixed'), { isTextFromHtml: false }],
  ])('reads %s', (_name, root, body) => {
    expect(readBody(root)).toMatchObject({ ...body, leftOut: [] });
  });

  it('reads the structure of HTML beside a text only where it marks quotes or signatures', () => {
    const bare = multipart('alternative', plain('Hi.'), html('<p>Hi.</p>'));
    const quoting = multipart('alternative', plain('Hi.'), html('<p>Hi.</p><blockquote>Old.</blockquote>'));

    expect(readBody(bare).marked).toBeUndefined();
    expect(readBody(quoting).marked?.text).toContain('Hi.');
  });

  it('leaves HTML out that is nested too deep, and keeps the text', () => {
    const deep = '<div>'.repeat(600);

    expect(readBody(multipart('alternative', plain('Hi.'), html(`<blockquote>${deep}`)))).toEqual({
      text: 'Hi.',
      isTextFromHtml: false,
      leftOut: [{ part: 'html', reason: 'too-deep', bytes: 12 + deep.length }],
    });
  });
});

describe('limited', () => {
  it('leaves a text within the limit as it is', () => {
    expect(limited({ text: 'Hi.', isTextFromHtml: false }, [])).toEqual({
      text: 'Hi.',
      isTextFromHtml: false,
      leftOut: [],
    });
  });

  it('cuts a text beyond the limit, and adds what it cuts to what is left out already', () => {
    const body = limited({ text: 'a'.repeat(maxTextBytes + 5), isTextFromHtml: true }, [
      { part: 'text', reason: 'too-large', bytes: 7 },
      { part: 'html', reason: 'too-deep', bytes: 3 },
    ]);

    expect(body.text).toHaveLength(maxTextBytes);
    expect(body.leftOut).toEqual([
      { part: 'text', reason: 'too-large', bytes: 12 },
      { part: 'html', reason: 'too-deep', bytes: 3 },
    ]);
  });
});
