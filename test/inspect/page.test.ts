import { holdsPage, isPage, isXmlPage, pageReasons } from '../../lambdas/inspect/page.ts';

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
