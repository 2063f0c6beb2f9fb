import fc from 'fast-check';
import { htmlToText } from '../../lambdas/mime/html-text.ts';
import { createMarkupMemo, readMarkup } from '../../lambdas/mime/markup.ts';
import { isAllowedElement } from '../../lambdas/mime/sanitize.ts';

const markupOf = (html: string) => readMarkup(html, isAllowedElement);

/** The tokens of HTML, each with its source. */
const tokensOf = (html: string) => {
  const { tokens, places } = markupOf(html)!;
  return tokens.map((token, index) => [
    token === 'plain' ? token : token.kind,
    html.slice(places[index], places[index + 1]),
  ]);
};

const names = [
  ...['p', 'h1', 'a', 'li', 'ul', 'dd', 'dt', 'td', 'th', 'tr', 'tbody', 'table', 'div', 'span', 'b', 'font', 'body'],
  ...['head', 'br', 'hr', 'img', 'blockquote', 'pre', 'style', 'title', 'o:p', 'form', 'svg', 'script', 'textarea'],
];
const voids = new Set(['br', 'hr', 'img']);
const element = (name: string, attributes: string, content: string): string =>
  `<${name}${attributes}>${voids.has(name) ? '' : `${content}</${name}>`}`;

describe('readMarkup', () => {
  it('takes HTML apart without a gap', () => {
    expect(tokensOf('<!doctype html><p class=x>a<br>b &amp; c</P><!-- d --><style>p{}</style>')).toEqual([
      ['aside', '<!doctype html>'],
      ['start', '<p class=x>'],
      ['plain', 'a'],
      ['start', '<br>'],
      ['text', 'b &amp; c'],
      ['end', '</P>'],
      ['comment', '<!-- d -->'],
      ['start', '<style>'],
      ['aside', 'p{}'],
      ['end', '</style>'],
    ]);
  });

  it('keeps one start tag for all places with the same source', () => {
    const { tags, tokens } = markupOf('<p class="x">a</p><p class="x">b</p>')!;

    expect([...tags.keys()]).toEqual(['<p class="x">']);
    expect(tokens[0]).toBe(tokens[3]);
  });

  it.each([
    ['an element that stays open', '<p>a'],
    ['crossed elements', '<b><i>a</b></i>'],
    ['a paragraph within a paragraph', '<p>a<p>b</p></p>'],
    ['an element that is not allowed', '<svg><p>a</p></svg>'],
    ['raw text whose start tag ends with a slash', '<style/><p>a</style>'],
    ['an escape without its end', '<p>a &amp b</p>'],
  ])('is absent for %s', (_name, html) => {
    expect(markupOf(html)).toBeUndefined();
  });
});

describe('createMarkupMemo', () => {
  it('takes the same HTML apart once, and other HTML anew', () => {
    const memo = createMarkupMemo(isAllowedElement);
    const first = memo('<p>a</p>');

    expect(memo('<p>a</p>')).toBe(first);
    expect(memo('<p>b</p>')?.html).toBe('<p>b</p>');
  });
});

describe('text of markup', () => {
  it.each([
    [
      'entities in text and values',
      '<p>a&nbsp;&nbsp;b &lt;i&gt; &notit; &#8203;c <a href="https://x.example/?a&amp;b">d</a></p>',
    ],
    ['a quote', '<p>Mine</p><blockquote type="cite"><p>Yours</p></blockquote><p>End</p>'],
    [
      'a divider and a signature',
      '<div>a</div><div class="gmail_signature">b</div><div id="appendonsend"></div><p>c</p>',
    ],
    ['a style with a class', 'a<style class="gmail_signature">p{}</style>b<title id="signature">x</title>c'],
    ['preformatted text', '<pre>a\n  b&#10;&#10;c</pre>'],
    ['hidden text', '<p style="display:none">a<br>b</p><p hidden>c</p><font style="font-size:0">d</font>e'],
    ['cells', '<table><tr><td>a</td><td> b </td></tr><tr><th>c</th></tr></table>'],
    ['lists', '<ul><li>a</li><li><b>b</b></li></ul>'],
    ['line ends', 'a\r\n<br/>\r\nb <BR> c'],
  ])('is the same as that of the parser, for %s', (_name, html) => {
    const markup = markupOf(html);

    expect(markup).toBeDefined();
    expect(htmlToText(html, undefined, markup)).toEqual(htmlToText(html));
  });

  it('is the same as that of the parser for any tree of elements', () => {
    const attributes = fc.constantFrom(
      ...['', '', ' class="gmail_quote"', ' href="https://a.example/?a=1&amp;b=2"', " id='Signature'", ' type=cite'],
      ...[
        ' style="display:none"',
        ' style="font-size:0"',
        ' hidden',
        ' title="&lt;" title=b',
        ' CLASS=signature',
        ' /',
      ],
    );
    const text = fc.constantFrom(
      ...['a', ' ', 'a  b', 'a & b', '&nbsp;', '&lt;b&gt;', '>', 'ä', '\r\n', '\n\n', '&#10;', '\u200b', '\ue000'],
    );
    const { tree } = fc.letrec<{ tree: string; node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        { arbitrary: text, weight: 2 },
        { arbitrary: fc.constantFrom('<!-- c -->', '<!doctype html>', '<!---->', '<br/>', '<style/>'), weight: 1 },
        {
          arbitrary: fc
            .tuple(fc.constantFrom(...names), attributes, tie('tree'))
            .map(([name, list, content]) => element(name, list, content)),
          weight: 4,
        },
      ),
      tree: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
    }));

    fc.assert(
      fc.property(tree, (html) => {
        expect(htmlToText(html, undefined, markupOf(html))).toEqual(htmlToText(html));
      }),
      { numRuns: 600 },
    );
  });
});
