import { deflateSync } from 'node:zlib';
import { inspect } from '../../lambdas/inspect/inspect.ts';
import { objectsWithoutWords, withoutWords } from '../../lambdas/inspect/pdf-words.ts';

const no = (): boolean => false;
const judge = async (...pieces: ReadonlyArray<string | Buffer>): Promise<readonly string[]> => {
  const bytes = Buffer.concat(['%PDF-1.7\n', ...pieces].map((piece) => Buffer.from(piece)));
  const { verdict, reasons } = await inspect({
    filename: 'a.pdf',
    contentType: 'application/pdf',
    size: bytes.length,
    head: bytes.subarray(0, 65_536),
    read: async () => bytes,
  });
  return [verdict, ...reasons];
};
const packed = (dictionary: string, content: string): Buffer =>
  Buffer.concat([
    Buffer.from(`1 0 obj<<${dictionary}/Filter/FlateDecode>>stream\n`),
    deflateSync(Buffer.from(content)),
    Buffer.from('\nendstream endobj\n'),
  ]);
/** An object stream with its header. */
const objects = (...contents: string[]): Buffer => {
  const header = contents.map((_, place) => `${place + 5} ${contents.slice(0, place).join('').length} `).join('');
  return packed(`/Type/ObjStm/N ${contents.length}/First ${header.length}`, header + contents.join(''));
};

describe('withoutWords', () => {
  it.each<[string, string, string]>([
    ['a string', '1 0 obj<</T(a /Launch \\) (b) c)/X 1>>', '1 0 obj <</T /X 1>>'],
    ['a comment', '1 0 obj<</A %/Launch\r/B 1>>', '1 0 obj <</A  \r/B 1>>'],
    ['a comment at the end', '1 0 obj 5 endobj %/Launch', '1 0 obj  5 endobj  '],
    ['the data of a stream', '1 0 obj<</L 5>>stream\n/Launch\nendstream', '1 0 obj <</L 5>>'],
  ])('leaves out %s', (_name, text, expected) => {
    expect(withoutWords(text, no).replaceAll('\n', ' ')).toBe(expected.replaceAll('\n', ' '));
  });

  it.each<[string, string]>([
    ['a string without an end', '1 0 obj<</A(x /Launch>> endobj'],
    ['a string with an object in it', '1 0 obj(\n2 0 obj<</S/Launch>>endobj )'],
    ['a comment with an object in it', '% 2 0 obj<</S/Launch>>'],
  ])('keeps all of a text with %s', (_name, text) => {
    expect(withoutWords(text, no)).toBe(text);
  });

  it('keeps the data of a stream with objects', () => {
    expect(withoutWords('1 0 obj<</First 1>>stream\n/Launch', (dictionary) => dictionary.includes('/First'))).toContain(
      '/Launch',
    );
  });
});

describe('objectsWithoutWords', () => {
  it('leaves out the strings of each object', () => {
    expect(objectsWithoutWords('5 0 6 11 <</T(/JS)>><</X/JS>>', '<</N 2/First 9')).not.toContain('(/JS');
    expect(objectsWithoutWords('5 0 6 11 <</T(/JS)>><</X/JS>>', '<</N 2/First 9')).toContain('/X/JS');
  });

  it.each<[string, string, string]>([
    ['no number of objects', '5 0 (/JS)', '<</First 4'],
    ['a number elsewhere', '5 0 (/JS)', '<</N 1/First 12 0 R'],
    ['two places of the first one', '5 0 (/JS)', '<</N 1/First 4/First 5'],
    ['another number of pairs', '5 0 (/JS)', '<</N 2/First 4'],
    ['words in place of numbers', '5 x (/JS)', '<</N 1/First 4'],
    ['an object behind the end', '5 99 (/JS)', '<</N 1/First 5'],
    ['objects in another order', '5 4 6 0 (/JS)', '<</N 2/First 8'],
    ['an object within a string', '5 0 6 2 (a<</S/JS>>)', '<</N 2/First 8'],
  ])('keeps everything with %s', (_name, content, dictionary) => {
    expect(objectsWithoutWords(content, dictionary)).toBe(content);
  });
});

describe('a PDF that hides a script', () => {
  const script = '/S/JavaScript/JS(x)';
  it.each<[string, Array<string | Buffer>]>([
    ['behind a string', [`1 0 obj<</T(a)${script}>>endobj`]],
    ['behind an escaped parenthesis', [`1 0 obj<</T(a\\))${script}/U(\\(b)>>endobj`]],
    ['behind a backslash that is escaped', [`1 0 obj<</T(a\\\\)${script}>>endobj`]],
    ['behind a comment', [`1 0 obj<<%x\r${script}>>endobj`]],
    ['behind a parenthesis in a comment', [`1 0 obj<< % (\n${script} % )\n>>endobj`]],
    ['behind an object that a string names', [`1 0 obj<</A (obj %)${script}>>endobj`]],
    ['behind a parenthesis between objects', [`( % \n5 0 obj << % ) ( \n${script} % )\n>>endobj`]],
    ['in a string that the table leads into', [`1 0 obj(\n5 0 obj<<${script}>>endobj )endobj`]],
    ['in a comment that the table leads into', [`%5 0 obj<<${script}>>endobj\n`]],
    ['in the data of a stream', [`1 0 obj<</Length 60>>stream\n5 0 obj<<${script}>>endobj\nendstream`]],
    ['behind a stream that is too short', [`1 0 obj<</Length 0>>stream\nendstream 5 0 obj<<${script}>>`]],
    ['behind the word stream in a dictionary', [`1 0 obj<</A<<>>stream ${script}>>endobj`]],
    ['behind the word stream in a list', [`1 0 obj[<<>>stream <<${script}>>]endobj`]],
    ['behind two dictionaries', [`1 0 obj<<>><<>>stream\n<<${script}>>endobj`]],
    ['with nulls as blanks', ['1 0 obj<</S/JavaScript\0/JS\0(x)>>endobj']],
    ['with a brace behind its name', ['1 0 obj<</S/JavaScript{}>>endobj']],
    ['with a comment behind its name', ['1 0 obj<</S/JavaScript%\n/JS%\n(x)>>endobj']],
    ['with a parenthesis in a name', [`1 0 obj<</A#28 1${script}/B#29 1>>endobj`]],
    ['with escapes in its name', ['1 0 obj<</S/#4a#61va#53cript>>endobj']],
    ['in an object stream', [objects(`<<${script}>>`)]],
    ['in an object stream, behind a string', [objects('(a)', `<</T(b)${script}>>`)]],
    ['in an object stream, within a string', [packed('/Type/ObjStm/N 2/First 8', `5 0 6 2 (a<<${script}>>)`)]],
    ['in an object stream with a wrong header', [packed('/Type/ObjStm/N 9/First 4', `5 0 (a<<${script}>>)`)]],
    ['in a stream without a type', [packed('/N 1/First 4', `5 0 <<${script}>>`)]],
    [
      'in an object stream that is not packed',
      [`1 0 obj<</Type/ObjStm/N 1/First 4>>stream\n5 0 <<${script}>>\nendstream`],
    ],
    ['in a trailer', [`(x\ntrailer<<${script}>>)`]],
    ['behind the end of the file', [`%%EOF\n5 0 obj<<${script}>>endobj`]],
  ])('%s is suspicious', async (_name, pieces) => {
    expect((await judge(...pieces)).slice(0, 2)).toEqual(['suspicious', 'pdf.javascript']);
  });
});

describe('a PDF that speaks of scripts', () => {
  it.each<[string, Array<string | Buffer>]>([
    ['in its title', ['1 0 obj<</Title(How /Launch and /JavaScript work)>>endobj']],
    [
      'in a bookmark of an object stream',
      [objects('<</Title(The /OpenAction and /JS \\(keys\\))>>', '<</Type/Page>>')],
    ],
    ['in a comment', ['% Checked for /JavaScript /EmbeddedFiles\n1 0 obj<</Type/Catalog>>endobj\n%%EOF']],
    ['on a page', ['1 0 obj<</Length 40>>\nstream\nBT (press /Launch ) Tj /Launch Do ET\nendstream endobj']],
    [
      'in its metadata',
      ['1 0 obj<</Type/Metadata/Subtype/XML/Length 40>>stream\r\n<t>/JS /Encrypt /XFA </t>\r\nendstream'],
    ],
    [
      'in bytes of a picture',
      ['1 0 obj<</Subtype/Image>>stream\n\x01(\x02/JS(%/EF<\nendstream endobj\n2 0 obj<<>>endobj'],
    ],
  ])('%s is clean', async (_name, pieces) => {
    expect(await judge(...pieces)).toEqual(['clean']);
  });
});
