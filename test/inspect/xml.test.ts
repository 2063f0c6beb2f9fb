import { childElements, xmlTextOf } from '../../lambdas/inspect/xml.ts';

const bytes = (xml: string): Buffer => Buffer.from(xml);

describe('xmlTextOf', () => {
  it.each<[string, Buffer, string | undefined]>([
    ['UTF-8', bytes('<a>ü</a>'), '<a>ü</a>'],
    ['UTF-16', Buffer.from('\ufeff<a/>', 'utf16le'), '<a/>'],
    ['UTF-16, big end first', Buffer.from('\ufeff<a/>', 'utf16le').swap16(), '<a/>'],
    ['an encoding that nobody reads here', bytes("<?xml version='1.0' encoding='UTF-7'?><a/>"), undefined],
  ])('reads %s', (_name, content, text) => {
    expect(xmlTextOf(content)).toBe(text);
  });
});

describe('childElements', () => {
  it('gives elements and attributes without prefixes, with their entities decoded', () => {
    expect(
      childElements(bytes('<p:a xmlns:p="x"><p:b p:C="vba&#80;roject" d=\'&lt;\'/>text<!-- c --><e><f/></e></p:a>')),
    ).toEqual([
      { name: 'b', attributes: { C: 'vbaProject', d: '<' } },
      { name: 'e', attributes: {} },
    ]);
  });

  it.each([
    ['that ends too early', '<a><b></a>'],
    ['with a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'],
    ['with an entity that it does not know', '<a><b c="&d;"/></a>'],
    ['with one attribute twice', '<a><b c="1" c="2"/></a>'],
    ['that is nested without an end', '<a>'.repeat(200_000)],
    ['of more than four mebibytes', `<a>${' '.repeat(4 * 1024 * 1024)}</a>`],
    ['that is none', 'words'],
  ])('refuses XML %s', (_name, xml) => {
    expect(childElements(bytes(xml))).toBeUndefined();
  });
});
