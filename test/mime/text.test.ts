import { decodeText } from '../../lambdas/mime/charset.ts';
import { joinFlowed } from '../../lambdas/mime/flowed.ts';
import { htmlToText } from '../../lambdas/mime/html-text.ts';
import { createSanitizer } from '../../lambdas/mime/sanitize.ts';

describe('charset of a text', () => {
  it.each<[string, Buffer, string | undefined, string | undefined, string]>([
    ['UTF-8 without a name', Buffer.from('Grüße'), undefined, undefined, 'Grüße'],
    ['Latin-1 without a name', Buffer.from('Grüße', 'latin1'), undefined, undefined, 'Grüße'],
    ['Latin-1 that is called UTF-8', Buffer.from('Grüße', 'latin1'), 'utf-8', undefined, 'Grüße'],
    ['UTF-8 that is called Latin-1', Buffer.from('Grüße'), 'iso-8859-1', undefined, 'Grüße'],
    [
      'UTF-8 with one broken byte',
      Buffer.concat([Buffer.from('Grüße an alle Münchner für '), Buffer.from([0xff])]),
      'utf-8',
      undefined,
      'Grüße an alle Münchner für \ufffd',
    ],
    ['KOI8-R by a hint', Buffer.from([0xf0, 0xd2, 0xc9]), undefined, 'koi8-r', 'При'],
    ['ISO-2022-JP by its escapes', Buffer.from('\u001b$B$3$s\u001b(B'), undefined, undefined, 'こん'],
    ['Shift_JIS', Buffer.from([0x82, 0xb1]), 'Shift_JIS', undefined, 'こ'],
    ['GB18030', Buffer.from([0xc4, 0xe3]), 'gb2312', undefined, '你'],
    ['UTF-7', Buffer.from('Gr+APwA3w-e'), 'utf-7', undefined, 'Grüße'],
    ['HZ', Buffer.from('a ~{Dc~} b'), 'hz-gb-2312', undefined, 'a 你 b'],
    ['ISO-2022-KR', Buffer.from('\u001b$)Ca \u000e0!\u000f b'), 'iso-2022-kr', undefined, 'a 가 b'],
    ['UTF-16 with its mark', Buffer.from([0xfe, 0xff, 0, 0x41]), 'utf-16', undefined, 'A'],
    ['Macintosh Cyrillic', Buffer.from([0x8f]), 'x-mac-cyrillic', undefined, 'П'],
    ['Windows Hebrew', Buffer.from([0xf9]), 'iso-8859-8-i', undefined, 'ש'],
    ['a misspelled name', Buffer.from('Grüße', 'latin1'), 'win-1252', undefined, 'Grüße'],
    ['a name that nobody knows', Buffer.from('Hello'), 'x-klingon', undefined, 'Hello'],
  ])('%s', (_name, bytes, declared, hint, text) => {
    expect(decodeText(bytes, declared, hint)).toBe(text);
  });
});

describe('format=flowed', () => {
  it('joins soft breaks, keeps hard ones, the signature and the depth of quotes', () => {
    const sent = '>> Old \n>> words.\n> Newer words.\nMy own \nwords.\n-- \nAda \nLovelace\n From here';

    expect(joinFlowed(sent, false)).toBe('>> Old words.\n> Newer words.\nMy own words.\n-- \nAda Lovelace\nFrom here');
  });

  it('takes the blank off that was only put there to break', () => {
    expect(joinFlowed('こん \nにちは', true)).toBe('こんにちは');
  });
});

describe('text of HTML', () => {
  it.each<[string, string, string]>([
    ['paragraphs and breaks', '<p>One</p><p>Two<br>Three</p>', 'One\n\nTwo\nThree'],
    ['blanks collapse', '<div>  One \n  two&nbsp;three </div>', 'One two three'],
    [
      'a link keeps its address',
      '<p>See <a href="https://x.example/a">here</a>.</p>',
      'See here (https://x.example/a).',
    ],
    ['a link that shows its address', '<a href="https://x.example/">https://x.example</a>', 'https://x.example'],
    [
      'lists and cells',
      '<ul><li>One</li><li>Two</li></ul><table><tr><td>a</td><td>b</td></tr></table>',
      '- One\n- Two\n\na b',
    ],
    [
      'what nobody sees',
      '<style>p{}</style><script>x</script><p>Seen<span style="display:none">hidden</span></p>',
      'Seen',
    ],
    ['quotes', '<p>Mine</p><blockquote type="cite">Yours</blockquote>', 'Mine\n\n> Yours'],
    ['entities', '<p>Tom &amp; Ada &lt;3 &#8364;</p>', 'Tom & Ada <3 €'],
    ['broken markup', '<p>One<div>Two</p></b>Three', 'One\n\nTwo\n\nThree'],
  ])('%s', (_name, html, text) => {
    expect(htmlToText(html).text).toBe(text);
  });
});

describe('safe HTML', () => {
  const sanitize = createSanitizer();

  it.each<[string, string, RegExp]>([
    ['scripts', '<p>a</p><script>alert(1)</script>', /script|alert/],
    ['handlers', '<img src="https://x.example/a.png" onerror="alert(1)">', /onerror|alert/],
    ['script links', '<a href="javascript:alert(1)">a</a><a href=" jAvaScript&#58;alert(1)">b</a>', /script:/i],
    ['forms', '<form action="https://x.example"><input name="a"><button>b</button></form>', /form|input|button/],
    [
      'frames and objects',
      '<iframe src="https://x.example"></iframe><object data="x"></object><embed src="x">',
      /iframe|object|embed/,
    ],
    [
      'outer style',
      '<link rel="stylesheet" href="https://x.example/a.css"><style>@import "x"</style>',
      /link|style|import/,
    ],
    ['style that fetches', '<p style="background:url(https://x.example/a.png)">a</p>', /url|style/],
    ['style that covers the page', '<div style="position:fixed;top:0">a</div>', /fixed/],
    ['base and refresh', '<base href="https://x.example"><meta http-equiv="refresh" content="0">', /base|meta/],
    ['SVG', '<svg onload="alert(1)"><script>x</script></svg>', /svg|alert/],
    ['conditional comments', '<!--[if mso]><script>x</script><![endif]-->a', /script|mso/],
  ])('takes out %s', (_name, html, gone) => {
    expect(sanitize(html).html).not.toMatch(gone);
  });

  it('keeps words, layout, links, and images of the mail itself', () => {
    const { html, trackingPixels } = sanitize(
      '<p style="color:red">a <a href="https://x.example/?a=1&amp;b=2">b</a><img src="cid:logo@x" alt="l"></p>',
    );

    expect(html).toBe(
      '<p style="color:red">a <a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">b</a><img src="cid:logo@x" alt="l" /></p>',
    );
    expect(trackingPixels).toBe(0);
  });

  it('takes out tracking pixels and counts them', () => {
    const { html, trackingPixels } = sanitize(
      '<img src="https://t.example/a.gif" width="1" height="1"><img src="https://t.example/b.gif" style="display:none"><img src="https://x.example/photo.jpg" width="600" height="400">',
    );

    expect(trackingPixels).toBe(2);
    expect(html).toContain('photo.jpg');
    expect(html).not.toContain('t.example');
  });
});
