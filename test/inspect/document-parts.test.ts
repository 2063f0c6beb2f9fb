import { isDocument, isDocumentPart } from '../../lambdas/inspect/document-parts.ts';

const entries = (...names: string[]) => names.map((name) => ({ name }));

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
