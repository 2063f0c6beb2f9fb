import { openDocumentReasons } from '../../lambdas/inspect/open-document.ts';

const office = 'xmlns:office="o" xmlns:draw="d" xmlns:xlink="l" xmlns:script="s" xmlns:text="t" xmlns:meta="m"';
const content = (xml: string): string => `<office:document-content ${office}>${xml}</office:document-content>`;

describe('openDocumentReasons', () => {
  it.each<[string, string, string, string[]]>([
    ['words', 'content.xml', content('<text:p>Words</text:p>'), []],
    ['a picture of the document', 'content.xml', content('<draw:image xlink:href="Pictures/1.png"/>'), []],
    ['a link', 'content.xml', content('<text:a xlink:href="https://x.example"/>'), []],
    [
      'a link to a program',
      'content.xml',
      content('<draw:a xlink:href="file:///C:/a.exe"/>'),
      ['office.external-content'],
    ],
    [
      'a click that runs a program',
      'content.xml',
      content('<p:event-listener xmlns:p="p" p:action="execute" xlink:href="a"/>'),
      ['office.external-content'],
    ],
    [
      'a click that shows a slide',
      'content.xml',
      content('<p:event-listener xmlns:p="p" p:action="next-page" xlink:href="#a"/>'),
      [],
    ],
    ['a module of Basic', 'Basic/Standard/Module1.xml', '<x/>', ['office.macros']],
    ['the list of the modules', 'Basic/Standard/script-lb.xml', '<x/>', []],
    ['a script of Python', 'Scripts/python/a.py', 'x', ['office.macros']],
    [
      'an event that runs a script',
      'content.xml',
      content('<script:event-listener xlink:href="vnd.sun.star&#46;script:a.py$b"/>'),
      ['office.macros'],
    ],
    [
      'an object of the web',
      'Object 1/content.xml',
      content('<draw:object xlink:href="https://x.example/a.odt"/>'),
      ['office.external-content'],
    ],
    [
      'a template of the web',
      'meta.xml',
      content('<meta:template xlink:href="http://x.example/a.ott"/>'),
      ['office.remote-template'],
    ],
    ['a template of its writer', 'meta.xml', content('<meta:template xlink:href="file:///home/a/b.ott"/>'), []],
    ['a source of another program', 'content.xml', content('<office:dde-source/>'), ['office.dde']],
    [
      'a lock',
      'META-INF/manifest.xml',
      '<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>',
      ['office.encrypted'],
    ],
    ['an encoding that nobody reads', 'content.xml', '<?xml version="1.0" encoding="utf-7"?><a/>', ['office.unread']],
    ['another part', 'Configurations2/a.xml', content('<office:dde-source/>'), []],
  ])('judges %s', (_name, name, xml, reasons) => {
    expect(openDocumentReasons(name, Buffer.from(xml))).toEqual(reasons);
  });
});
