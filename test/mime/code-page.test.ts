import { codePageText } from '../../lambdas/mime/code-page.ts';

describe('codePageText', () => {
  it.each<[number, string, string]>([
    [1252, 'e4', 'ä'],
    [1251, 'c4', 'Д'],
    [932, '82a0', 'あ'],
    [949, 'b0a1', '가'],
    [437, '84', 'ä'],
    [874, 'a1', 'ก'],
    [65001, 'e282ac', '€'],
    [99_999, 'e4', 'ä'],
  ])('decodes code page %i', (page, hex, text) => {
    expect(codePageText(Buffer.from(hex, 'hex'), page)).toBe(text);
  });
});
