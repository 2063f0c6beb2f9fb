import { deflateSync } from 'node:zlib';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { type InspectedFile, inspect } from '../../lambdas/inspect/inspect.ts';

const file = (
  filename: string | undefined,
  contentType: string,
  bytes: Uint8Array,
  hasOverride = false,
): InspectedFile => ({
  ...(filename !== undefined && { filename }),
  contentType,
  hasOverride,
  size: bytes.length,
  head: Buffer.from(bytes).subarray(0, 65_536),
  read: async () => Buffer.from(bytes),
});
const text = (content: string): Buffer => Buffer.from(content);
const executable = Buffer.concat([
  text('MZ'),
  Buffer.alloc(58),
  Buffer.from([0x80, 0, 0, 0]),
  Buffer.alloc(64),
  text('PE\0\0'),
]);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const macroDocument = zipSync({
  '[Content_Types].xml': strToU8(
    '<Types><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
  ),
  'word/document.xml': strToU8('<w:document>The words.</w:document>'),
  'word/vbaProject.bin': strToU8('Sub AutoOpen()'),
  'word/_rels/document.xml.rels': strToU8(
    '<Relationships><Relationship Id="r1" Target="vbaProject.bin" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/><Relationship Id="r2" Target="styles.xml" Type="styles"/></Relationships>',
  ),
});
const compound = (...names: string[]): Buffer =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    ...names.map((name) => Buffer.from(`${name}\0`, 'utf16le')),
  ]);

/** The same archive with the encryption bit set in its directory, which is all that a listing can see. */
function encrypted(archive: Uint8Array): Buffer {
  const bytes = Buffer.from(archive);
  const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  bytes.writeUInt16LE(bytes.readUInt16LE(entry + 8) | 1, entry + 8);
  return bytes;
}

describe('inspection of attachments', () => {
  it.each<[string, InspectedFile, string, string[]]>([
    ['a text', file('a.txt', 'text/plain', text('hello')), 'clean', []],
    ['an empty file', file('empty.txt', 'text/plain', text('')), 'clean', []],
    ['a picture', file('a.png', 'image/png', png), 'clean', []],
    [
      'a program by its bytes',
      file('invoice.pdf', 'application/pdf', executable),
      'blocked',
      ['type.executable', 'type.mismatch'],
    ],
    [
      'a program by its name',
      file('setup.exe', 'application/octet-stream', text('whatever')),
      'blocked',
      ['name.executable'],
    ],
    ['a script', file('run.ps1', 'text/plain', text('Get-Item')), 'blocked', ['name.script']],
    [
      'two endings',
      file('invoice.pdf.exe', 'application/octet-stream', executable),
      'blocked',
      ['name.executable', 'name.double-extension', 'type.executable'],
    ],
    [
      'a name turned round',
      file('annexe.txt', 'text/plain', text('x'), true),
      'suspicious',
      ['name.bidirectional-override'],
    ],
    [
      'a picture that is an archive',
      file('a.png', 'image/png', zipSync({ 'a.txt': strToU8('x') })),
      'suspicious',
      ['type.mismatch'],
    ],
    ['an archive of texts', file('a.zip', 'application/zip', zipSync({ 'a.txt': strToU8('x') })), 'clean', []],
    [
      'an archive with a program',
      file('a.zip', 'application/zip', zipSync({ 'b/setup.exe': strToU8('x') })),
      'blocked',
      ['archive.executable'],
    ],
    [
      'a program two archives deep',
      file('a.zip', 'application/zip', zipSync({ 'b.zip': zipSync({ 'c.js': strToU8('x') }) })),
      'blocked',
      ['archive.executable'],
    ],
    [
      'four archives deep',
      file('a.zip', 'application/zip', zipSync({ 'b.zip': zipSync({ 'c.zip': zipSync({ 'd.zip': zipSync({}) }) }) })),
      'suspicious',
      ['archive.deep'],
    ],
    [
      'an encrypted archive',
      file('a.zip', 'application/zip', encrypted(zipSync({ 'a.txt': strToU8('x') }))),
      'suspicious',
      ['archive.encrypted'],
    ],
    [
      'a broken archive',
      file('a.zip', 'application/zip', Buffer.from(zipSync({ 'a.txt': strToU8('x') })).subarray(0, 30)),
      'suspicious',
      ['archive.broken'],
    ],
    [
      'a bomb',
      file('a.zip', 'application/zip', zipSync({ 'a.txt': new Uint8Array(80 * 2 ** 20) })),
      'blocked',
      ['archive.bomb'],
    ],
    [
      'an old document with macros',
      file('a.doc', 'application/msword', compound('Root Entry', '_VBA_PROJECT')),
      'suspicious',
      ['office.macros'],
    ],
    [
      'an old document without',
      file('a.doc', 'application/msword', compound('Root Entry', 'WordDocument')),
      'clean',
      [],
    ],
    [
      'a PDF with a script',
      file('a.pdf', 'application/pdf', text('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(x)>>>>endobj')),
      'suspicious',
      ['pdf.javascript'],
    ],
    [
      'a PDF that writes the name otherwise',
      file('a.pdf', 'application/pdf', text('%PDF-1.7\n1 0 obj<</S/J#61vaScript>>endobj')),
      'suspicious',
      ['pdf.javascript'],
    ],
    [
      'a PDF that starts a program',
      file('a.pdf', 'application/pdf', text('%PDF-1.7\n1 0 obj<</S/Launch /F(cmd.exe)>>endobj')),
      'suspicious',
      ['pdf.launch'],
    ],
    [
      'a PDF that hides it in a stream',
      file(
        'a.pdf',
        'application/pdf',
        Buffer.concat([
          text('%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n'),
          deflateSync(text('<</S/JavaScript/JS(x)>>')),
          text('\nendstream endobj'),
        ]),
      ),
      'suspicious',
      ['pdf.javascript'],
    ],
    ['a plain PDF', file('a.pdf', 'application/pdf', text('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj')), 'clean', []],
    [
      'a page with a script',
      file('a.html', 'text/html', text('<html><script>x</script>')),
      'suspicious',
      ['html.script'],
    ],
    [
      'a format that is not opened',
      file('a.7z', 'application/x-7z-compressed', Buffer.from('377abcaf271c00040000000000', 'hex')),
      'unscanned',
      ['archive.format'],
    ],
  ])('says of %s', async (_name, given, verdict, reasons) => {
    const found = await inspect(given);

    expect(found.reasons).toEqual(reasons);
    expect(found.verdict).toBe(verdict);
  });

  it('does not open what is larger than its limit, and says so', async () => {
    const large = { ...file('a.zip', 'application/zip', zipSync({ 'a.txt': strToU8('x') })), size: 26 * 2 ** 20 };

    expect(await inspect(large)).toMatchObject({ verdict: 'unscanned', reasons: ['size.not-inspected'] });
  });

  it('tells the real type beside the declared one', async () => {
    expect(await inspect(file('a', 'application/octet-stream', png))).toMatchObject({
      detectedType: 'image/png',
      verdict: 'clean',
    });
  });

  it('writes a document with macros anew without them, and keeps its words', async () => {
    const found = await inspect(file('a.docm', 'application/vnd.ms-word.document.macroenabled.12', macroDocument));

    expect(found).toMatchObject({ verdict: 'suspicious', reasons: ['name.macro-enabled', 'office.macros'] });
    const copy = unzipSync(found.macroFree!);
    expect(Object.keys(copy).toSorted()).toEqual([
      '[Content_Types].xml',
      'word/_rels/document.xml.rels',
      'word/document.xml',
    ]);
    expect(Buffer.from(copy['word/document.xml']!).toString()).toContain('The words.');
    const rest = Buffer.concat([copy['[Content_Types].xml']!, copy['word/_rels/document.xml.rels']!]).toString();
    expect(rest).not.toMatch(/vba|macro/i);
    expect(rest).toContain('wordprocessingml.document.main+xml');
    expect(rest).toContain('styles.xml');
  });
});
