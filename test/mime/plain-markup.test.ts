import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import sanitizeHtml from 'sanitize-html';
import { cleanPlainText, plainAttributesOf, plainPartsOf } from '../../lambdas/mime/plain-markup.ts';
import { createSanitizer } from '../../lambdas/mime/sanitize.ts';

describe('plainAttributesOf', () => {
  it.each([
    ['no attribute', '<p>', {}],
    ['a value', '<p class="a b">', { class: 'a b' }],
    ['several values', '<p align="left" data-x="1">', { align: 'left', 'data-x': '1' }],
  ])('reads %s', (_name, source, attributes) => {
    expect(plainAttributesOf({ source, name: 'p' })).toEqual(attributes);
  });

  it.each([
    ['capital letters in the name', '<P>'],
    ['capital letters in an attribute', '<p Class="a">'],
    ['an escape', '<p title="a &amp; b">'],
    ['other quotes', "<p class='a'>"],
    ['quotes within a value', '<p title="it\'s">'],
    ['no quotes', '<p class=a>'],
    ['an empty value', '<p class="">'],
    ['no value', '<p hidden>'],
    ['two blanks', '<p  class="a">'],
    ['a blank at the end', '<p class="a" >'],
    ['a slash at the end', '<p class="a"/>'],
    ['one attribute twice', '<p class="a" class="b">'],
    ['letters beyond ASCII', '<p title="é">'],
    ['a line end', '<p title="a\nb">'],
    ['another element', '<pre>'],
  ])('leaves %s to the parser', (_name, source) => {
    expect(plainAttributesOf({ source, name: 'p' })).toBeUndefined();
  });
});

const value = fc.oneof(
  fc.constantFrom(
    ...[
      'https://x.example/',
      'HTTPS://x.example/a?b=1#c',
      'http:x',
      'javascript:alert(1)',
      'mailto:a@b.example',
      '//x',
    ],
    ...[
      'https://x.example/<!-- -->',
      'java script:x',
      'a:b',
      '#',
      'https://a@b.example',
      'https://x.example:80',
      'data:x',
    ],
    ...['color:red', 'background:url(https://x.example/a.png)', 'position:fixed;top:0', 'width:1px; height : 2px'],
    ...['color: red;;', 'font-family:Arial, Helvetica', '_self', 'nofollow', ' a  b ', 'left', '100%', '1'],
  ),
  fc.stringMatching(/^[ -~]{0,20}$/),
);
const attribute = fc.tuple(
  fc.constantFrom(
    ...['href', 'style', 'class', 'title', 'target', 'rel', 'id', 'data-x', 'onclick', 'width', 'align', 'name', 'src'],
    ...['cite', 'type', 'color', 'bgcolor', 'hidden', 'nowrap', 'srcset', 'formaction', 'xlink-href', 'ping', 'dir'],
  ),
  value,
);

describe('cleaning of plain start tags', () => {
  const sanitize = createSanitizer();

  it('gives what the library gives', () => {
    const tag = fc.constantFrom('a', 'p', 'td', 'table', 'span', 'font', 'div', 'li', 'blockquote');
    fc.assert(
      fc.property(tag, fc.uniqueArray(attribute, { maxLength: 5, selector: ([name]) => name }), (name, attributes) => {
        const written = attributes.map(([key, text]) => ` ${key}="${text.replaceAll('"', '')}"`).join('');
        const page = (element: string): string => `<${element}${written}>x</${element}>`;

        // Capital letters are no plain form: the library cleans them.
        expect(sanitize(page(name))).toEqual(sanitize(page(name.toUpperCase())));
      }),
      { numRuns: 3000 },
    );
  });
});

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '&amp;',
        '&lt;',
        '&gt;',
        '&quot;',
        '&nbsp;',
        '&#39;',
        '&#160;',
        '>',
        '"',
        "'",
        '&amp;lt;',
        '\n',
        'é',
      ),
      fc.stringMatching(/^[a-z;#]{0,5}$/),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

describe('plain text with escapes', () => {
  it('comes in the pieces of the parser', () => {
    fc.assert(
      fc.property(text, (source) => {
        const parts: string[] = [];
        const parser = new Parser({ ontext: (part) => parts.push(part) }, { decodeEntities: true });
        parser.end(`${source}<br>`);

        expect(plainPartsOf(source)).toEqual(parts);
      }),
    );
  });

  it('is cleaned as the library cleans it', () => {
    fc.assert(fc.property(text, (source) => cleanPlainText(source) === sanitizeHtml(source)));
  });

  it.each(['a &copy; b', 'a &#8364; b', 'a & b', '&amp', '&AMP;'])(
    'is left to the parser with other escapes: %s',
    (source) => {
      expect([plainPartsOf(source), cleanPlainText(source)]).toEqual([undefined, undefined]);
    },
  );
});
