import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { isDocument, isDocumentPart, officeReasons, withoutMacros } from '../../lambdas/inspect/office.ts';

const entries = (...names: string[]) => names.map((name) => ({ name }));

describe('officeReasons', () => {
  it.each<[string, string[], string[]]>([
    ['a plain document', ['[Content_Types].xml', 'word/document.xml'], []],
    ['macros of Word', ['word/vbaProject.bin'], ['office.macros']],
    ['macros of old Excel', ['xl/macrosheets/sheet1.xml'], ['office.macros']],
    ['Basic in an OpenDocument', ['Basic/Standard/Module1.xml'], ['office.macros']],
    ['ActiveX controls', ['word/activeX/activeX1.bin'], ['office.activex']],
  ])('judges %s', (_name, names, reasons) => {
    expect(officeReasons(entries(...names))).toEqual(reasons);
  });
});

describe('isDocument', () => {
  it.each<[string, string[], boolean]>([
    ['Office', ['[Content_Types].xml', 'xl/workbook.xml'], true],
    ['an OpenDocument', ['mimetype', 'META-INF/manifest.xml'], true],
    ['an archive of files', ['a.txt', 'word/b.txt'], false],
  ])('tells %s', (_name, names, isOne) => {
    expect(isDocument(entries(...names))).toBe(isOne);
  });
});

describe('isDocumentPart', () => {
  it.each<[string, boolean]>([
    ['word/printerSettings/printerSettings1.bin', true],
    ['word/media/image1.emf', true],
    ['word/embeddings/oleObject1.bin', false],
    ['setup.exe', false],
  ])('tells of %s whether its format is nobody else’s', (name, isPart) => {
    expect(isDocumentPart(name, entries('[Content_Types].xml', name))).toBe(isPart);
  });
});

describe('withoutMacros', () => {
  const contentTypes =
    '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>' +
    '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>';
  const document = zipSync({
    '[Content_Types].xml': strToU8(contentTypes),
    'word/document.xml': strToU8('<w:document/>'),
    'word/vbaProject.bin': strToU8('macros'),
  });

  it('leaves out the parts of macros and makes the type one without them', () => {
    const copy = unzipSync(withoutMacros(Buffer.from(document))!);

    expect(Object.keys(copy).toSorted()).toEqual(['[Content_Types].xml', 'word/document.xml']);
    expect(strFromU8(copy['[Content_Types].xml']!)).not.toMatch(/macroEnabled|vbaProject/);
  });

  it('makes no copy of what is no document', () => {
    expect(withoutMacros(Buffer.from('no archive'))).toBeUndefined();
  });
});
