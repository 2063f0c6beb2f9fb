import { inspect } from '../../lambdas/inspect/inspect.ts';
import { holdsPage, isPage, isXmlPage, pageReasons } from '../../lambdas/inspect/page.ts';
import { aProgram, aZip } from '../helpers/archives.ts';

describe('pageReasons', () => {
  it.each<[string, string, string[]]>([
    ['words', '<p>Hi, <b>Ada</b></p>', []],
    ['a script', '<ScRiPt>x</script>', ['html.script']],
    ['a script in a comment', '<!-- <script> -->', ['html.script']],
    ['a handler', '<body/onpageshow=x>', ['html.script']],
    ['a page within', '<iframe srcdoc="x">', ['html.script']],
    ['a script of Visual Basic', '<a href="vbscript:x">', ['html.script']],
    ['a drawing in an address', '<embed src="data:image/svg+xml,x">', ['html.script']],
    ['a picture in an address', '<img src="data:image/png;base64,AA"><object data="data:image/png,x">', []],
    ['a form to this file', '<form action="#"><input></form>', []],
    ['a form to somebody', '<form action=" https://x.example">', ['html.form']],
    ['a page that is shown', '<embed src="http://x.example">', ['html.frame']],
    ['an empty frame', '<iframe src="about:blank"></iframe>', []],
    ['a picture of the mail', '<iframe src="cid:a@x"></iframe>', []],
    ['a refresh of itself', '<meta http-equiv=refresh content="5; url=#top">', []],
    ['a redirect in quotes', `<meta http-equiv=refresh content="0;url='//x.example'">`, ['html.redirect']],
  ])('judges %s', (_name, html, reasons) => {
    expect(pageReasons(html, false)).toEqual(reasons);
  });

  it.each<[string, string, string[]]>([
    ['the address of a namespace', '<!ENTITY ns "http://www.w3.org/2000/svg">', []],
    ['markup', '<!ENTITY a "<b/>">', ['xml.entity']],
    ['a part of an address', "<!ENTITY a 'java'>", ['xml.entity']],
    ['another file', '<!ENTITY a SYSTEM "file:///etc/passwd">', ['xml.entity']],
    ['another declaration', '<!ENTITY % a "http://x.example">', ['xml.entity']],
  ])('judges an entity with %s', (_name, declaration, reasons) => {
    expect(pageReasons(`<!DOCTYPE svg [${declaration}]><svg/>`, true)).toEqual(reasons);
  });
});

describe('isPage', () => {
  it.each<[string, string, string | undefined, boolean]>([
    ['a.HTML', '', undefined, true],
    ['a.svg', '', undefined, true],
    ['a.dat', 'text/html', undefined, true],
    ['a.dat', '', 'text/html', true],
    ['', '', 'image/svg+xml', true],
    ['a.txt', 'text/plain', 'text/html', false],
    ['a.xml', 'text/xml', 'application/xml', false],
  ])('judges %j, declared %j, detected %j', (filename, contentType, detected, expected) => {
    expect(isPage(filename, contentType, detected)).toBe(expected);
  });
});

describe('holdsPage', () => {
  it.each<[string, boolean]>([
    ['<a xmlns:h="http://www.w3.org/1999/xhtml"/>', true],
    ['<x:stylesheet xmlns:m="urn:schemas-microsoft-com:xslt"/>', true],
    ['<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><a/>', true],
    ['<invoice/>', false],
  ])('judges %s', (xml, expected) => {
    expect(holdsPage(xml)).toBe(expected);
  });
});

describe('isXmlPage', () => {
  it.each<[string, string, string, boolean]>([
    ['a.html', 'application/xhtml+xml', '<?xml version="1.0"?>', false],
    ['a.svg', '', '<svg/>', true],
    ['', 'image/svg+xml', '<svg/>', true],
    ['', '', ' <?xml version="1.0"?><svg/>', true],
    ['', '', '<p>', false],
  ])('judges %j, declared %j, with %j', (filename, contentType, text, expected) => {
    expect(isXmlPage(filename, contentType, text)).toBe(expected);
  });
});

const judge = async (content: Uint8Array | string, filename = 'a.html'): Promise<readonly string[]> => {
  const bytes = Buffer.from(content);
  const head = bytes.subarray(0, 65_536);
  const found = await inspect({ filename, contentType: '', size: bytes.length, head, read: async () => bytes });
  return [found.verdict, ...found.reasons];
};
const program = aProgram();
const base64 = program.toString('base64');

describe('a page that carries a program', () => {
  it.each<[string, string | Buffer]>([
    ['in a link', `<a href="data:application/octet-stream;base64,${base64}">`],
    ['in a link with a harmless type', `<a href="data:image/png;base64,${base64}">`],
    ['in a link without a type', `<a href=data:;base64,${base64}>`],
    [
      'in escapes',
      `<area href="data:x/y,${[...program].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}">`,
    ],
    ['in entities', `<a href="&#100;ata&colon;x/y;base64,${base64}">`],
    ['with ends of lines in its address', `<a href="da\nta:x/y;base6\n4,${base64.replace(/.{76}/g, '$&\n')}">`],
    ['in capital letters', `<A HREF='DATA:X/Y;BASE64,${base64}'>`],
    ['in an object', `<object data="data:x/y;base64,${base64}">`],
    ['in an embedded file', `<embed src="data:x/y;base64,${base64}">`],
    ['in a frame', `<iframe src="data:x/y;base64,${base64}">`],
    ['in a picture', `<img src="data:image/png;base64,${base64}">`],
    ['in an attribute of a script', `<p data-file="data:x/y;base64,${base64}">`],
    ['in a button', `<button formaction="data:x/y;base64,${base64}">`],
    ['in a zip', `<a href="data:application/zip;base64,${aZip({ 'a.exe': program }).toString('base64')}">`],
    [
      'in a file of more than 100 KB',
      `<a href="data:x/y;base64,${aZip({ 'a.bin': Buffer.alloc(200_000, 'ab'), 'b.exe': 'x' }).toString('base64')}">`,
    ],
    ['by the name of the saved file', '<a download="invoice.pdf.exe" href="data:text/plain,x">'],
    ['by the name of a script', '<a download=a.js href="data:,x">'],
    [
      'in a page within',
      `<a href="data:;base64,${Buffer.from(`<html><a href="data:;base64,${base64}">`).toString('base64')}">`,
    ],
    ['in UTF-16', Buffer.from(`\ufeff<html><a href="data:;base64,${base64}">`, 'utf16le')],
  ])('%s is blocked', async (_name, content) => {
    expect(await judge(content)).toEqual(expect.arrayContaining(['blocked', 'archive.executable']));
  });

  it('in a drawing is blocked', async () => {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><a x:href="data:x/y;base64,${base64}"/></svg>`;
    expect(await judge(drawing, 'a.svg')).toContain('blocked');
  });

  it.each([
    '<a href="search-ms:query=x">',
    '<a href="file:///C:/Windows/System32/cmd.exe">',
    '<a href="file://192.0.2.7/share/a.lnk">',
    '<a href="\\\\192.0.2.7\\share\\a.hta">',
    '<img src="MS-MSDT:x">',
  ])('%s is suspicious', async (html) => {
    expect(await judge(html)).toEqual(['suspicious', 'html.program-link']);
  });
});

describe('a harmless page', () => {
  it.each<[string, string]>([
    [
      'with pictures and fonts',
      '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><link href="data:font/woff2;base64,d09GMgAB">',
    ],
    ['with a picture to save', '<a download="a.png" href="data:image/png;base64,iVBORw0KGgo=">'],
    ['with text to save', '<a download="a.csv" href="data:text/csv,a;b">'],
    [
      'with a program of the web',
      '<a download="setup.exe" href="https://x.example/setup.exe">x</a><a href="setup.exe">',
    ],
    ['with a file on a server of its writer', '<a href="file://server/share/a.docx">'],
    ['with thousands of pictures', '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'.repeat(5000)],
    [
      'about scripts',
      '<pre>&lt;script src=x&gt; &lt;img onerror=x&gt; onclick = "x" srcdoc=</pre> javascript: and <code>onload=</code>',
    ],
    [
      'about scripts, with styles and a comment',
      '<!-- onload= --><style>p{color:red}</style><title>javascript:</title><p>onclick=',
    ],
    ['about scripts in its title', '<title>onload= and javascript:</title>'],
  ])('%s is clean', async (_name, html) => {
    expect(await judge(html)).toEqual(['clean']);
  });
});

describe('a page that hides what runs among words', () => {
  it.each<[string, string]>([
    ['a comment that ends at once', '<!--><img title="-->" onload=x>'],
    ['a style within a drawing', '<svg><style><img title="</style>" onload=x>'],
    ['an end tag with a value', '</p x="><b title="><img alt=">" onload=x>'],
    ['words of a drawing', '<svg><![CDATA[><img title="]]>" onload=x>'],
    ['a title in a drawing', '<svg><title><img alt="</title>" onload=x>'],
    ['a text field', '<select><textarea><img alt="</textarea>" onload=x>'],
    ['a style', '<style>p{background:url(javascript:x)}</style>'],
    ['an instruction', '<?a <img alt="?>" onload=x>'],
    ['a comment', '<!--[if IE]><body onload=x><![endif]-->'],
    ['a tag without an end', '<p onload=x'],
  ])('in %s is suspicious', async (_name, html) => {
    expect(await judge(`<html>${html}`)).toEqual(['suspicious', 'html.script']);
  });

  it('in words that a style sheet makes an attribute is suspicious', async () => {
    const sheet =
      '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"><x:attribute name="href">javascript:x</x:attribute></x:stylesheet>';
    expect(await judge(sheet, 'a.xsl')).toContain('html.script');
  });
});
