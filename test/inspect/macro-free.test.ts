import { strFromU8, unzipSync } from 'fflate';
import { inspect } from '../../lambdas/inspect/inspect.ts';
import { withoutMacros } from '../../lambdas/inspect/macro-free.ts';
import { aZip } from '../helpers/archives.ts';

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relationships = (...list: readonly string[]): string =>
  `<Relationships xmlns="r">${list.join('')}</Relationships>`;
const leads = (id: string, kind: string, target: string, more = ''): string =>
  `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"${more}/>`;
const parts = {
  '[Content_Types].xml': `<Types xmlns="t"><Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`,
  '_rels/.rels': relationships(leads('r1', 'officeDocument', 'word/document.xml')),
  'word/document.xml': '<document xmlns:r="r"><p r:id="r2">Words</p><blip r:embed="r3"/></document>',
  'word/styles.xml': '<styles/>',
  'word/media/image1.png': Buffer.from('89504e470d0a1a0a', 'hex'),
  'word/vbaProject.bin': 'macros',
  'word/_rels/document.xml.rels': relationships(
    leads('r1', 'vbaProject', 'vbaProject.bin'),
    leads('r2', 'hyperlink', 'https://x.example/?a=1&amp;b=2', ' TargetMode="External"'),
    leads('r3', 'image', 'media/image1.png'),
    leads('r4', 'styles', '/word/styles.xml'),
  ),
};
const copyOf = (changes: Readonly<Record<string, string>> = {}) => {
  const copy = withoutMacros(aZip({ ...parts, ...changes }));
  return (
    copy && Object.fromEntries(Object.entries(unzipSync(copy)).map(([name, bytes]) => [name, strFromU8(bytes, true)]))
  );
};

describe('withoutMacros', () => {
  it('takes the parts that harmless relationships lead to, and writes the lists itself', () => {
    const copy = copyOf()!;

    expect(Object.keys(copy).toSorted()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'word/_rels/document.xml.rels',
      'word/document.xml',
      'word/media/image1.png',
      'word/styles.xml',
    ]);
    expect(Object.values(copy).join('')).not.toMatch(/vba|macro/i);
    expect(copy['[Content_Types].xml']).toContain('wordprocessingml.document.main+xml');
    expect(copy['word/_rels/document.xml.rels']).toContain(
      'Target="https://x.example/?a=1&amp;b=2" TargetMode="External"',
    );
    expect(copy['word/document.xml']).toBe(parts['word/document.xml']);
  });

  it('is not deceived by a decoy beside the part with the macros, nor by entities', () => {
    const copy = copyOf({
      'word/data.xml': 'macros',
      '[Content_Types].xml': parts['[Content_Types].xml'].replace(
        '</Types>',
        '<Override PartName="/word/data.xml" ContentType="application/vnd.ms-office.vba&#80;roject"/></Types>',
      ),
      'word/_rels/document.xml.rels': parts['word/_rels/document.xml.rels'].replace(
        '</Relationships>',
        `${leads('r9', 'vba&#80;roject', 'data.xml')}</Relationships>`,
      ),
    })!;

    expect(Object.keys(copy)).not.toContain('word/data.xml');
    expect(Object.values(copy).join('')).not.toMatch(/vba|macro|data\.xml/i);
  });

  it('leaves out parts that no relationship leads to', () => {
    expect(Object.keys(copyOf({ 'word/extra.xml': '<a/>', 'setup.exe': 'x' })!)).toEqual(Object.keys(copyOf()!));
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['refers to a part that may not stay', { 'word/document.xml': '<document><control r:id="r1"/></document>' }],
    ['has lists that cannot be read', { '[Content_Types].xml': '<Types' }],
    ['has no lists', { '[Content_Types].xml': '<x/>', '_rels/.rels': '<x/>' }],
  ])('makes no copy of a document that %s', (_name, changes) => {
    expect(withoutMacros(aZip({ ...parts, ...changes }))).toBeUndefined();
  });

  it('makes no copy of what is no archive', () => {
    expect(withoutMacros(Buffer.from('no archive'))).toBeUndefined();
  });

  it('makes workbooks and presentations ones without macros, too', () => {
    const types = ['ms-excel.sheet', 'ms-powerpoint.slideshow', 'ms-word.template'].map((kind) => {
      const more = kind === 'ms-word.template' ? 'Template' : '';
      const written = parts['[Content_Types].xml'].replace(
        'ms-word.document.macroEnabled.main',
        `${kind}.macroEnabled${more}.main`,
      );
      return copyOf({ '[Content_Types].xml': written })?.['[Content_Types].xml'];
    });

    expect(types).toEqual([
      expect.stringContaining('officedocument.spreadsheetml.sheet.main+xml'),
      expect.stringContaining('officedocument.presentationml.slideshow.main+xml'),
      expect.stringContaining('officedocument.wordprocessingml.template.main+xml'),
    ]);
  });

  it.each<[string, Readonly<Record<string, Uint8Array | string>>, boolean]>([
    ['is clean', {}, true],
    ['has a drawing that runs', { 'word/media/image1.png': '<svg onload="x"/>' }, false],
    [
      'has a program as a picture',
      { 'word/media/image1.png': Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]) },
      false,
    ],
  ])('is given out only where the copy %s', async (_name, changes, isGiven) => {
    const bytes = aZip({ ...parts, ...changes });
    const head = bytes.subarray(0, 65_536);
    const found = await inspect({
      filename: 'a.docm',
      contentType: '',
      size: bytes.length,
      head,
      read: async () => bytes,
    });

    expect(found.reasons).toContain('office.macros');
    expect(found.macroFree !== undefined).toBe(isGiven);
  });
});
