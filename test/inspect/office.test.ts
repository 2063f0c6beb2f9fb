import { officeReasons, partReasons } from '../../lambdas/inspect/office.ts';
import type { Relationship } from '../../lambdas/inspect/opc.ts';

const none = { types: [], relationships: [], isWhole: true };
const entries = (...names: string[]) => names.map((name) => ({ name }));
const external = (kind: string, target: string): Relationship => ({
  source: '/word/document.xml',
  id: 'r1',
  kind,
  type: kind,
  target,
  isExternal: true,
});

describe('officeReasons', () => {
  it.each<[string, string[], string[]]>([
    ['a plain document', ['[Content_Types].xml', 'word/document.xml'], []],
    ['macros of Word', ['word/vbaProject.bin'], ['office.macros']],
    ['macros of old Excel', ['xl/macrosheets/sheet1.xml'], ['office.macros']],
    ['ActiveX controls', ['word/activeX/activeX1.bin'], ['office.activex']],
  ])('judges %s by its names', (_name, names, reasons) => {
    expect(officeReasons(none, entries(...names))).toEqual(reasons);
  });

  it.each<[string, string, string[]]>([
    ['VBA', 'application/vnd.ms-office.vbaproject', ['office.macros']],
    ['a sheet with macros of Excel 4', 'application/vnd.ms-excel.macrosheet+xml', ['office.macros']],
    ['the same for other languages', 'application/vnd.ms-excel.intlmacrosheet+xml', ['office.macros']],
    ['a control', 'application/vnd.ms-office.activex+xml', ['office.activex']],
    ['words', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml', []],
  ])('finds %s by its content type', (_name, type, reasons) => {
    expect(officeReasons({ ...none, types: [type] }, [])).toEqual(reasons);
  });

  it.each<[string, Relationship, string[]]>([
    ['a template of the web', external('attachedtemplate', 'https://x.example/a.dotm'), ['office.remote-template']],
    ['a template of a server', external('attachedtemplate', '\\\\x.example\\s\\a.dotm'), ['office.remote-template']],
    ['a template of the own machine', external('attachedtemplate', 'file:///C:\\Users\\a\\a.dotx'), []],
    ['an object of the web', external('oleobject', 'mhtml:https://x.example/a!x'), ['office.external-content']],
    ['a page in a frame', external('frame', 'http://x.example/'), ['office.external-content']],
    ['another workbook beside it', external('externallinkpath', 'budget.xlsx'), []],
    ['a link', external('hyperlink', 'https://x.example/'), []],
    ['a link that runs a program', external('hyperlink', 'ms-msdt:/id PCWDiagnostic'), ['office.external-content']],
    ['a link with a command', external('hyperlink', 'mshta.exe%20x'), ['office.external-content']],
    [
      'a link to a program on a server',
      external('hyperlink', 'file:///\\\\192.0.2.7\\s\\a.lnk'),
      ['office.external-content'],
    ],
    ['a link to a document on a server', external('hyperlink', '\\\\server\\s\\a.xlsx'), []],
    [
      'a link that calls a program a part',
      { ...external('hyperlink', '/ppt/slides/cmd.exe'), isExternal: false },
      ['office.external-content'],
    ],
    ['a link to another slide', { ...external('hyperlink', '/ppt/slides/slide2.xml'), isExternal: false }, []],
    ['a link that starts a script', external('hyperlink', ' JavaScript:x'), ['office.external-content']],
  ])('judges %s', (_name, relationship, reasons) => {
    expect(officeReasons({ ...none, relationships: [relationship] }, [])).toEqual(reasons);
  });

  it('says so where the lists of a document could not be read', () => {
    expect(officeReasons({ ...none, isWhole: false }, [])).toEqual(['office.unread']);
  });
});

describe('partReasons', () => {
  const field = (...pieces: string[]): string =>
    `<w:p xmlns:w="x"><w:r><w:fldChar w:fldCharType="begin"/></w:r>${pieces
      .map((piece) => `<w:r><w:instrText xml:space="preserve">${piece}</w:instrText></w:r>`)
      .join('')}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`;

  it.each<[string, string, string[]]>([
    ['a field that asks a program', field(' DDEAUTO c:\\x "/k calc"'), ['office.dde']],
    ['the same in pieces', field('DD', 'E ', 'Excel x'), ['office.dde']],
    ['the same in entities', field('&#68;DE Excel x'), ['office.dde']],
    ['a field without pieces', '<w:fldSimple xmlns:w="x" w:instr=" DDE Excel x"/>', ['office.dde']],
    ['a link of a sheet to a program', '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>', ['office.dde']],
    ['words of another document', field('INCLUDETEXT "https://x.example/a"'), ['office.external-content']],
    ['a link to a program', field('HYPER', 'LINK "file:///C:\\\\Windows\\\\calc.exe"'), ['office.external-content']],
    ['a link without quotes', field(' hyperlink  \\\\192.0.2.7\\a.hta '), ['office.external-content']],
    ['a link to a search', field('HYPERLINK "search-ms:query=x"'), ['office.external-content']],
    ['a formula', '<c><f>HYPERLINK("cmd.exe","Open")</f></c>', ['office.external-content']],
    ['a formula in entities', '<x:f xmlns:x="x">&#72;YPERLINK(&quot;a.exe&quot;)</x:f>', ['office.external-content']],
    ['a formula with a page', '<c><f>HYPERLINK("https://x.example/a.exe","Open")</f></c>', []],
    [
      'an action that runs a program',
      '<a:hlinkClick xmlns:a="a" action="ppaction://program"/>',
      ['office.external-content'],
    ],
    [
      'the same under the pointer',
      '<a:hlinkHover xmlns:a="a" action=" PPAction://Program?x"/>',
      ['office.external-content'],
    ],
    ['the same in entities', '<hlinkClick action="pp&#x61;ction&#58;//program"/>', ['office.external-content']],
    [
      'the same in quotes of another kind',
      "<hlinkMouseOver\naction = 'ppaction://program'/>",
      ['office.external-content'],
    ],
    ['an action that runs a macro', '<hlinkClick action="ppaction://macro?name=x"/>', ['office.external-content']],
    ['a file under the pointer', '<hlinkMouseOver action="ppaction://hlinkfile"/>', ['office.external-content']],
    ['a file behind a click', '<hlinkClick action="ppaction://hlinkfile"/>', []],
    ['another slide', '<hlinkMouseOver action="ppaction://hlinksldjump"/>', []],
    ['words about actions', '<a:t xmlns:a="a">action="ppaction://program"</a:t>', []],
    ['the number of a page', field(' PAGE ', '\\* MERGEFORMAT'), []],
    ['a link to a page called dde', field(' HYPERLINK "https://x.example/dde/a" '), []],
    ['words about it', '<w:p xmlns:w="x"><w:t>instr DDE Excel</w:t></w:p>', []],
  ])('judges %s', (_name, xml, reasons) => {
    expect(partReasons('word/document.xml', Buffer.from(xml))).toEqual(reasons);
  });

  it('reads UTF-16, and says so of an encoding that it does not read', () => {
    const xml = field('DDE Excel x');

    expect(partReasons('word/document.xml', Buffer.from(`\ufeff${xml}`, 'utf16le'))).toEqual(['office.dde']);
    expect(partReasons('a.xml', Buffer.from(`<?xml version="1.0" encoding="UTF-7"?>${xml}`))).toEqual([
      'office.unread',
    ]);
  });
});

describe('partReasons of UTF-16', () => {
  it('finds an action that runs a program', () => {
    const slide = Buffer.from('\ufeff<hlinkClick action="ppaction://program"/>', 'utf16le');

    expect(partReasons('ppt/slides/slide1.xml', slide)).toEqual(['office.external-content']);
    expect(partReasons('ppt/slides/slide1.xml', Buffer.from(slide).swap16())).toEqual(['office.external-content']);
  });
});
