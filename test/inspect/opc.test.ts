import { isRelationships, readPackage } from '../../lambdas/inspect/opc.ts';

const lists = (entries: Readonly<Record<string, string>>) =>
  new Map(Object.entries(entries).map(([name, xml]) => [name, Buffer.from(xml)]));
const types =
  '<Types><Default Extension="PNG" ContentType="image/png"/><Override PartName="/word/A.xml" ContentType="Application/X"/></Types>';

describe('readPackage', () => {
  it('knows the type of a part by its name, or by its ending, without case', () => {
    const { typeOf, types: all, isWhole } = readPackage(lists({ '[Content_Types].xml': types }));

    expect([typeOf('/word/a.xml'), typeOf('/word/b.png'), typeOf('/word/c.xml')]).toEqual([
      'Application/X',
      'image/png',
      undefined,
    ]);
    expect([all, isWhole]).toEqual([['image/png', 'application/x'], true]);
  });

  it.each<[string, string, string, string]>([
    ['_rels/.rels', 'word/document.xml', '/', '/word/document.xml'],
    ['word/_rels/document.xml.rels', 'vbaProject.bin', '/word/document.xml', '/word/vbaproject.bin'],
    ['word/_rels/document.xml.rels', '../media/a%20b.png', '/word/document.xml', '/media/a b.png'],
    ['word/_rels/document.xml.rels', '/xl/a.xml', '/word/document.xml', '/xl/a.xml'],
  ])('resolves a target in %s: %s', (name, target, source, part) => {
    const xml = `<Relationships><Relationship Id="r1" Type="x/y/Image" Target="${target}"/></Relationships>`;

    expect(readPackage(lists({ [name]: xml })).relationships).toEqual([
      { source, id: 'r1', kind: 'image', type: 'x/y/Image', target: part, isExternal: false },
    ]);
  });

  it.each([
    ['https://x.example/a', ' TargetMode=" EXTERNAL "'],
    ['https://x.example/a', ''],
    ['\\\\x.example\\a', ''],
  ])('takes a target outside for that, whatever is said of it: %s%s', (target, mode) => {
    const xml = `<Relationships><Relationship Id="r1" Type="t" Target="${target}"${mode}/></Relationships>`;

    expect(readPackage(lists({ '_rels/.rels': xml })).relationships).toMatchObject([{ target, isExternal: true }]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['no list of types', { '_rels/.rels': '<Relationships/>' }],
    ['a broken list', { '[Content_Types].xml': types, '_rels/.rels': '<Relationships' }],
  ])('is not whole with %s', (_name, entries) => {
    expect(readPackage(lists(entries)).isWhole).toBe(false);
  });
});

describe('isRelationships', () => {
  it.each<[string, boolean]>([
    ['_rels/.rels', true],
    ['word/_RELS/document.xml.RELS', true],
    ['word/document.xml', false],
    ['a.rels', false],
  ])('judges %s', (name, isList) => {
    expect(isRelationships(name)).toBe(isList);
  });
});
