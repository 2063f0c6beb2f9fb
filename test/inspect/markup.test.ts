import { isDataAddress, readMarkup, withoutWords } from '../../lambdas/inspect/markup.ts';

function readingOf(text: string, isXml = false) {
  const tags: Array<[string, Record<string, string>]> = [];
  let words = '';
  readMarkup(
    text,
    isXml,
    ({ name, attributes }) => tags.push([name, Object.fromEntries(attributes)]),
    (more) => {
      words += more;
    },
  );
  return { tags, words };
}

describe('readMarkup', () => {
  it('reads tags and attributes, with entities decoded and prefixes left out', () => {
    expect(readingOf('<P x:Href="a&amp;b" c=d e>One<br/>two &lt;</p>')).toEqual({
      tags: [
        ['p', { href: 'a&b', c: 'd', e: '' }],
        ['br', {}],
      ],
      words: 'Onetwo <',
    });
  });

  it('takes the first of two equal attributes', () => {
    expect(readingOf('<a b=1 b=2>').tags).toEqual([['a', { b: '1' }]]);
  });

  it('finds no tags in a script of HTML, and finds them in XML', () => {
    expect(readingOf('<style><a></style>').tags).toEqual([['style', {}]]);
    expect(readingOf('<style><a></style>', true).tags.map(([name]) => name)).toEqual(['style', 'a']);
  });

  it('reads the words of CDATA in XML, and no entity of a document type', () => {
    expect(readingOf('<!DOCTYPE a [<!ENTITY b "c">]><a><![CDATA[<d>]]>&b;</a>', true)).toMatchObject({
      words: expect.stringContaining('<d>&b;') as string,
    });
  });

  it.each(['<a '.repeat(300_000), '<a>'.repeat(300_000), `<a${' b=c'.repeat(300_000)}>`, '</p>'.repeat(300_000)])(
    'reads much of %.8s in time',
    (text) => {
      const started = process.cpuUsage();
      readingOf(text);
      const { user, system } = process.cpuUsage(started);

      expect((user + system) / 1000).toBeLessThan(3000);
    },
  );
});

describe('withoutWords', () => {
  it('keeps tags and styles', () => {
    expect(withoutWords('<p a="b">words<!-- c --><style>d</style>more').replace(/\s+/g, ' ')).toMatch(
      /^<p a="b"> <!-- ?.{0,4}<style>d<\/style> $/,
    );
  });

  it.each([
    'onload= <!-- <b> -->',
    'onload= <p title="<b">',
    '<title><b></title>onload=',
    '<style><b></style>onload=',
    'onload= <![CDATA[<b>]]>',
  ])('keeps all of %s, where a tag may begin at another place', (html) => {
    expect(withoutWords(html)).toBe(html);
  });
});

describe('isDataAddress', () => {
  it.each<[string, boolean]>([
    ['data:,x', true],
    [' \nDA\tTA:,x', true],
    ['https://x.example/data:', false],
    ['database', false],
  ])('judges %j', (value, expected) => {
    expect(isDataAddress(value)).toBe(expected);
  });
});
