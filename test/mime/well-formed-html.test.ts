import fc from 'fast-check';
import sanitizeHtml from 'sanitize-html';
import { cleanWellFormed } from '../../lambdas/mime/well-formed-html.ts';

const allowedTags = [...sanitizeHtml.defaults.allowedTags, 'img', 'center', 'font', 'area'];
const options: sanitizeHtml.IOptions = {
  allowedTags,
  allowedAttributes: { '*': ['href', 'src', 'class', 'title', 'width'] },
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'xml'],
  nestingLimit: 200,
};
const whole = (html: string): string => sanitizeHtml(html, options);
const cleaned = (html: string): string | undefined =>
  cleanWellFormed(html, { clean: whole, isAllowed: (name) => allowedTags.includes(name), cleaned: new Map() })?.join(
    '',
  );

const names = [
  ...['p', 'h1', 'h3', 'a', 'li', 'ul', 'ol', 'dd', 'dt', 'dl', 'td', 'th', 'tr', 'thead', 'tbody', 'tfoot', 'table'],
  ...[
    'div',
    'span',
    'b',
    'i',
    'font',
    'center',
    'body',
    'head',
    'html',
    'br',
    'hr',
    'img',
    'wbr',
    'area',
    'blockquote',
  ],
  ...['rt', 'rp', 'ruby', 'code', 'pre', 'style', 'title', 'o:p', 'section', 'caption', 'col', 'address', 'nav'],
  ...['form', 'button', 'select', 'option', 'svg', 'noscript', 'script', 'textarea', 'iframe', 'xmp'],
];
const voids = new Set(['br', 'hr', 'img', 'wbr', 'area', 'col']);
const element = (name: string, attributes: string, content: string): string =>
  `<${name}${attributes}>${voids.has(name) ? '' : `${content}</${name}>`}`;

describe('cleaning well-formed HTML', () => {
  it.each([
    [
      'a newsletter',
      '<html><body><p class="x">a <b>b</b>, <a href="https://x.example/?a=1&amp;b=2">c</a>.</p></body></html>',
    ],
    ['a head', '<!DOCTYPE html><html><head><title>a &amp; b</title><style>p > a { color: red }</style></head></html>'],
    ['a conditional comment', '<!--[if mso]><table><tr><td><![endif]--><p>a</p><![if !mso]><p>b</p><![endif]>'],
    ['escapes', '<p>a &lt;b&gt; &#8364; &nbsp; > c</p>'],
    ['a table', '<table><tbody><tr><td width=1>a</td><td>b</td></tr><tr><th>c</th></tr></tbody></table>'],
    ['capital letters', '<P CLASS=MsoNormal>a<BR>b<O:P></O:P></P>'],
    ['script links', '<a href="javascript:alert(1)">a</a><a href=javascript:x>b</a>'],
    ['text alone', 'a line'],
    ['nothing', ''],
  ])('cleans %s as the rules clean the whole', (_name, html) => {
    expect(cleaned(html)).toBe(whole(html));
  });

  it.each([
    ['an element that stays open', '<p>a'],
    ['an end tag without a start', 'a</p>'],
    ['crossed elements', '<b><i>a</b></i>'],
    ['a paragraph within a paragraph', '<p>a<div>b</div></p>'],
    ['a link within a link', '<a href="x">a<a href="y">b</a></a>'],
    ['a script', '<script>a</script>'],
    ['an unknown element', '<svg><p>a</p></svg>'],
    ['a bracket within a value', '<a title="a>b">c</a>'],
    ['two attributes without a blank', '<a title="a"href="b">c</a>'],
    ['an escape without its end', '<p>a &amp b &copy</p>'],
    ['a comment that parsers end at different places', '<!--> a --><!-- b --!> c -->'],
    ['a comment without an end', 'a<!-- b'],
    ['a style that holds another end tag', '<style>a</b></style>'],
    ['a tag without an end', '<p>a</p><b'],
    ['a bracket in the text', 'a < b'],
    ['the mark between the pieces', 'a\ue002b'],
    ['an escape of that mark', '<p>a &#xe002; b</p>'],
    ['an escape of that mark in a value', '<p title="&#xe002;">a</p>'],
    ['elements beyond the depth', '<div>'.repeat(250) + '</div>'.repeat(250)],
  ])('leaves %s to the rules', (_name, html) => {
    expect(cleaned(html)).toBeUndefined();
  });

  it('cleans each different tag once, however often the mail repeats it', () => {
    const seen: string[] = [];
    const clean = (html: string): string => {
      seen.push(html);
      return html;
    };

    cleanWellFormed('<p class="x">a</p>'.repeat(50), { clean, isAllowed: () => true, cleaned: new Map() });

    expect(seen).toEqual(['<p class="x"></p>']);
  });

  it('keeps short start tags for the next mail, and neither images nor links', () => {
    const seen: string[] = [];
    const clean = (html: string): string => {
      seen.push(html);
      return html;
    };
    const rules = { clean, isAllowed: () => true, cleaned: new Map<string, string>() };
    const html = '<p class="x">a<img width=1><a href="https://a.example/">b</a></p>';

    expect(cleanWellFormed(html, rules)?.join('')).toBe(html);
    expect(cleanWellFormed(html, rules)?.join('')).toBe(html);
    expect([...rules.cleaned.keys()]).toEqual(['<p class="x">']);
    expect(seen).toEqual([
      '<p class="x"></p>\ue002<img width=1>\ue002<a href="https://a.example/"></a>',
      '<img width=1>\ue002<a href="https://a.example/"></a>',
    ]);
  });

  it('agrees with the rules on each element within each other', () => {
    const differing = names.flatMap((outer) =>
      names
        .map((inner) => element(outer, '', `1${element(inner, '', '2')}3`))
        .filter((html) => ![undefined, whole(html)].includes(cleaned(html))),
    );

    expect(differing).toEqual([]);
  });

  it('agrees with the rules on any tree of elements, and on most of them broken', () => {
    const attributes = fc.constantFrom(
      ...['', ' class="x"', ' href="https://a.example/?a=1&amp;b=2"', ' href=javascript:x', ' width=1', ' nowrap'],
      ...[' title="&lt;"', ' onclick="x()"', " CLASS='x'", ' src="data:,x" /'],
    );
    const text = fc.constantFrom(
      'a',
      ' ',
      'a & b',
      '&nbsp;',
      '&lt;b&gt;',
      '>',
      '&amp',
      'ä',
      '\r\n',
      '"',
      '&#38;lt;',
      '<',
    );
    const { tree } = fc.letrec<{ tree: string; node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        { arbitrary: text, weight: 2 },
        { arbitrary: fc.constantFrom('<!-- c -->', '<!doctype html>', '<!---->', '</p>', '<br/>'), weight: 1 },
        {
          arbitrary: fc
            .tuple(fc.constantFrom(...names), attributes, tie('tree'))
            .map(([name, list, content]) => element(name, list, content)),
          weight: 4,
        },
      ),
      tree: fc.array(tie('node'), { maxLength: 3 }).map((nodes) => nodes.join('')),
    }));

    fc.assert(
      fc.property(tree, (html) => {
        expect([undefined, whole(html)]).toContain(cleaned(html));
      }),
      { numRuns: 400 },
    );
  });
});
