import { deflateSync, gzipSync } from 'node:zlib';
import { type Inspection, inspect } from '../../lambdas/inspect/inspect.ts';
import { aProgram, aTar, aZip } from '../helpers/archives.ts';
import { aCompoundFile, aNativeStream, aWordStream, aWorkbookStream } from '../helpers/compound-file.ts';

const judge = (filename: string, content: Uint8Array | string, contentType = ''): Promise<Inspection> => {
  const bytes = Buffer.from(content);
  const head = bytes.subarray(0, 65_536);
  return inspect({ filename, sentName: filename, contentType, size: bytes.length, head, read: async () => bytes });
};
const program = aProgram();
const mainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const relationship = (kind: string, target: string, more = ''): string =>
  `<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"${more}/>`;
const types = (more = ''): string =>
  `<Types xmlns="t"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${mainType}"/>${more}</Types>`;
const document = (files: Readonly<Record<string, Uint8Array | string>> = {}): Buffer =>
  aZip({
    '[Content_Types].xml': types(),
    '_rels/.rels': `<Relationships xmlns="r">${relationship('officeDocument', 'word/document.xml')}</Relationships>`,
    'word/document.xml': '<document>Words.</document>',
    ...files,
  });
const withRelationship = (kind: string, target: string, more?: string): Buffer =>
  document({
    'word/_rels/document.xml.rels': `<Relationships xmlns="r">${relationship(kind, target, more)}</Relationships>`,
  });
/** The same archive with another method in both headers of its first file. */
const packedBy = (method: number, archive: Buffer): Buffer => {
  const bytes = Buffer.from(archive);
  bytes.writeUInt16LE(method, 8);
  bytes.writeUInt16LE(method, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 10);
  return bytes;
};
const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};
const directoryAt = (bytes: Buffer): number => bytes.indexOf('PK\x01\x02', 0, 'latin1');
const pdf = (...objects: Array<string | Buffer>): Buffer =>
  Buffer.concat(['%PDF-1.7\n', ...objects].map((object) => Buffer.from(object)));
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const gif = Buffer.from(
  'GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;',
  'latin1',
);
const hex = (text: string): string => Buffer.from(text).toString('hex');
const script = '<</S/JavaScript/JS(x)>>';
const objectStream = (filter: string, data: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`1 0 obj<</Type/ObjStm/N 1/First 4${filter}>>stream\n`),
    Buffer.from(data),
    Buffer.from('\nendstream endobj\n'),
  ]);
const embedded = (name: string, content: Uint8Array | string, filter = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      `3 0 obj<</Type/Filespec/F(${name})/EF<</F 4 0 R>>>>endobj 4 0 obj<</Type/EmbeddedFile${filter}>>stream\n`,
    ),
    Buffer.from(content),
    Buffer.from('\nendstream endobj\n'),
  ]);

type Case = readonly [name: string, filename: string, content: Uint8Array | string, verdict: string, reason: string];

describe('files that run or hide something', () => {
  it.each<Case>([
    [
      'a zip with a program and the marks of a document',
      'a.docx',
      aZip({ '[Content_Types].xml': '', 'word/x.xml': '', 'invoice.exe': 'x' }),
      'blocked',
      'archive.executable',
    ],
    ['the same with whole lists', 'a.docx', document({ 'word/invoice.scr': program }), 'blocked', 'archive.executable'],
    [
      'a document with a program as a picture',
      'a.docx',
      document({ 'word/media/image1.png': program }),
      'blocked',
      'archive.executable',
    ],
    [
      'an OpenDocument with a program',
      'a.odt',
      aZip({ mimetype: 'x', 'META-INF/manifest.xml': '<x/>', 'a.vbs': 'x' }),
      'blocked',
      'archive.executable',
    ],
    [
      'a blank before a zip',
      'a.zip',
      Buffer.concat([Buffer.from(' '), aZip({ 'invoice.exe': 'x' })]),
      'blocked',
      'archive.executable',
    ],
    [
      'a picture before a zip',
      'a.gif',
      Buffer.concat([gif, aZip({ 'invoice.exe': 'x' })]),
      'blocked',
      'archive.executable',
    ],
    [
      'words before a zip, and another name',
      'notes.txt',
      Buffer.concat([Buffer.from('Dear all,\n'), aZip({ 'a.js': 'x' })]),
      'blocked',
      'archive.executable',
    ],
    [
      'two zips one behind the other',
      'a.zip',
      Buffer.concat([aZip({ 'a.exe': 'x' }), aZip({ 'b.txt': 'x' })]),
      'unscanned',
      'archive.unread',
    ],
    [
      'a zip in a zip, packed by bzip2',
      'a.zip',
      aZip({ 'b.zip': packedBy(12, aZip({ 'a.exe.txt': 'x' })) }),
      'unscanned',
      'archive.unread',
    ],
    [
      'the same by LZMA',
      'a.zip',
      aZip({ 'b.zip': packedBy(14, aZip({ 'c.txt': 'x' })) }),
      'unscanned',
      'archive.unread',
    ],
    ['the same by Deflate64', 'a.zip', packedBy(9, aZip({ 'c.txt': 'x' })), 'unscanned', 'archive.unread'],
    [
      'another name before the bytes than in the directory',
      'a.zip',
      changed(aZip({ 'invoice.exe': 'x' }), (bytes) => void bytes.write('invoice.txt', directoryAt(bytes) + 46)),
      'blocked',
      'archive.executable',
    ],
    [
      'a harmless name before the bytes',
      'a.zip',
      changed(aZip({ 'notes.txt': 'x' }), (bytes) => void bytes.write('hello.txt', 30)),
      'unscanned',
      'archive.unread',
    ],
    ['a file between those of the directory', 'a.zip', hiddenEntry(), 'unscanned', 'archive.unread'],
    ['a name that leads out of the folder', 'a.zip', aZip({ '../../start/a.txt': 'x' }), 'suspicious', 'archive.path'],
    ['the name of a drive', 'a.zip', aZip({ 'C:\\Windows\\a.txt': 'x' }), 'suspicious', 'archive.path'],
    [
      'a zip with 7z',
      'a.zip',
      aZip({ 'a.7z': Buffer.from('377abcaf271c00040000000000', 'hex') }),
      'unscanned',
      'archive.format',
    ],
    [
      'a zip with RAR',
      'a.zip',
      aZip({ 'a.rar': Buffer.from('526172211a070100000000', 'hex') }),
      'unscanned',
      'archive.format',
    ],
    [
      'a zip with a cabinet',
      'a.zip',
      aZip({ 'a.cab': Buffer.from('4d5343460000000000000000', 'hex') }),
      'unscanned',
      'archive.format',
    ],
    ['a zip with a workbook in binary form', 'a.zip', aZip({ 'a.xlsb': 'x' }), 'suspicious', 'name.macro-enabled'],
    ['a zip with a name turned round', 'a.zip', aZip({ 'annex\u202etxt.bat': 'x' }), 'blocked', 'archive.executable'],
    [
      'a zip with a hidden ending',
      'a.zip',
      aZip({ [`invoice.pdf${' '.repeat(40)}.dat`]: 'x' }),
      'suspicious',
      'name.padded',
    ],
    ...'dotm xlam one'
      .split(' ')
      .map(
        (ending): Case => [
          `a zip with .${ending}`,
          'a.zip',
          aZip({ [`a.${ending}`]: 'x' }),
          'suspicious',
          'name.macro-enabled',
        ],
      ),
    ...'msc rdp iqy slk appinstaller desktop searchConnector-ms url vhdx'.split(' ').flatMap((ending): Case[] => [
      [`a zip with .${ending}`, 'a.zip', aZip({ [`a.${ending}`]: 'x' }), 'blocked', 'archive.executable'],
      [`a file .${ending}`, `invoice.${ending}`, 'x', 'blocked', 'name.executable'],
      [`a gzip file of .${ending}`, `invoice.${ending}.gz`, gzipSync('x'), 'blocked', 'archive.executable'],
      [
        `a tar archive with .${ending}`,
        'a.tar',
        aTar([{ name: `b/a.${ending}`, content: 'x' }]),
        'blocked',
        'archive.executable',
      ],
    ]),
    ['a gzip file of a program', 'a.gz', gzipSync(program), 'blocked', 'archive.executable'],
    [
      'a gzip file with more behind it',
      'a.gz',
      Buffer.concat([gzipSync('x'), Buffer.from('more')]),
      'unscanned',
      'archive.unread',
    ],
    [
      'a gzip file in two members',
      'a.txt.gz',
      Buffer.concat([gzipSync(program.subarray(0, 70)), gzipSync(program.subarray(70))]),
      'blocked',
      'archive.executable',
    ],
    ['a gzip bomb', 'a.gz', gzipSync(Buffer.alloc(70 * 2 ** 20)), 'blocked', 'archive.bomb'],
    [
      'a tar archive with a program',
      'a.tar',
      aTar([{ name: 'a.txt', content: program }]),
      'blocked',
      'archive.executable',
    ],
    [
      'the same in gzip',
      'a.tgz',
      gzipSync(
        aTar([
          { name: 'a.txt', content: 'x' },
          { name: 'run.sh', content: 'x' },
        ]),
      ),
      'blocked',
      'archive.executable',
    ],
    [
      'the same in a zip',
      'a.zip',
      aZip({ 'a.tar.gz': gzipSync(aTar([{ name: 'setup.exe', content: 'x' }])) }),
      'blocked',
      'archive.executable',
    ],
    [
      'a tar archive with a link out of the folder',
      'a.tar',
      aTar([{ name: 'a', kind: '2', link: '/etc/passwd' }]),
      'suspicious',
      'archive.path',
    ],
    [
      'a tar archive with a file of holes',
      'a.tar',
      aTar([{ name: 'a', kind: 'S', content: 'x' }]),
      'unscanned',
      'archive.unread',
    ],
    [
      'a tar archive that is cut',
      'a.tar',
      aTar([{ name: 'a.txt', content: 'x'.repeat(2000) }]).subarray(0, 1024),
      'unscanned',
      'archive.unread',
    ],
    [
      'a zip behind a tar archive',
      'a.tar',
      Buffer.concat([aTar([{ name: 'a.txt', content: 'x' }]), aZip({ 'a.exe': 'x' })]),
      'blocked',
      'archive.executable',
    ],
  ])('archive: %s', async (_name, filename, content, verdict, reason) => {
    const found = await judge(filename, content);

    expect([found.verdict, found.reasons.includes(reason) || found.reasons]).toEqual([verdict, true]);
  });

  it.each<Case>([
    [
      'macros under another name, by type',
      'a.docx',
      document({
        '[Content_Types].xml': types(
          '<Override PartName="/word/data.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        ),
        'word/data.bin': 'x',
      }),
      'suspicious',
      'office.macros',
    ],
    [
      'the same in entities',
      'a.docx',
      document({
        '[Content_Types].xml': types(
          '<Override PartName="/word/data.bin" ContentType="application/vnd.ms-office.vba&#80;roject"/>',
        ),
        'word/data.bin': 'x',
      }),
      'suspicious',
      'office.macros',
    ],
    [
      'the same with a prefix and in UTF-16',
      'a.docx',
      document({
        '[Content_Types].xml': Buffer.from(
          '\ufeff<p:Types xmlns:p="t"><p:Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/></p:Types>',
          'utf16le',
        ),
        'word/a.dat': 'x',
      }),
      'suspicious',
      'office.macros',
    ],
    [
      'macros under another name, by relationship',
      'a.docx',
      withRelationship('vbaProject', 'data.xml'),
      'suspicious',
      'office.macros',
    ],
    [
      'macros under another name, by content',
      'a.docx',
      document({
        'word/data.bin': aCompoundFile([
          { name: 'VBA', children: [{ name: 'dir', content: Buffer.from('x') }] },
          { name: 'WordDocument', content: aWordStream() },
        ]),
      }),
      'suspicious',
      'office.macros',
    ],
    [
      'lists that are not well-formed',
      'a.docx',
      document({ '[Content_Types].xml': '<Types><Default' }),
      'unscanned',
      'office.unread',
    ],
    [
      'lists with a document type',
      'a.docx',
      document({ '[Content_Types].xml': '<!DOCTYPE Types [<!ENTITY v "vba">]><Types/>' }),
      'unscanned',
      'office.unread',
    ],
    [
      'lists in another encoding',
      'a.docx',
      document({ '[Content_Types].xml': '<?xml version="1.0" encoding="UTF-7"?><Types/>' }),
      'unscanned',
      'office.unread',
    ],
    [
      'a template of the web',
      'a.docx',
      withRelationship('attachedTemplate', 'https://x.example/a.dotm', ' TargetMode="External"'),
      'suspicious',
      'office.remote-template',
    ],
    [
      'the same in entities',
      'a.docx',
      withRelationship('attached&#84;emplate', '&#104;ttps://x.example/a.dotm', " TargetMode='External'"),
      'suspicious',
      'office.remote-template',
    ],
    [
      'the same on a file server',
      'a.docx',
      withRelationship('attachedTemplate', 'file:///\\\\x.example\\s\\a.dotm', ' TargetMode="External"'),
      'suspicious',
      'office.remote-template',
    ],
    [
      'an object of the web',
      'a.docx',
      withRelationship('oleObject', 'https://x.example/a.html!', ' TargetMode="External"'),
      'suspicious',
      'office.external-content',
    ],
    [
      'a workbook in binary form with macros of Excel 4',
      'a.xlsb',
      aZip({
        '[Content_Types].xml':
          '<Types><Override PartName="/xl/m.bin" ContentType="application/vnd.ms-excel.macrosheet"/></Types>',
        'xl/workbook.bin': Buffer.from([0, 1, 2]),
      }),
      'suspicious',
      'office.macros',
    ],
    [
      'a packed program in an object',
      'a.docx',
      document({
        'word/embeddings/oleObject1.bin': aCompoundFile([
          { name: '\u0001Ole10Native', content: aNativeStream('invoice.pdf', program) },
        ]),
      }),
      'blocked',
      'archive.executable',
    ],
    [
      'a packed script in an object',
      'a.docx',
      document({
        'word/embeddings/oleObject1.bin': aCompoundFile([
          { name: '\u0001Ole10Native', content: aNativeStream('run.vbs', Buffer.from('x')) },
        ]),
      }),
      'blocked',
      'archive.executable',
    ],
    [
      'an old document with VBA, in small letters',
      'a.doc',
      aCompoundFile([
        { name: 'WordDocument', content: aWordStream() },
        { name: 'macros', children: [{ name: 'vba', children: [] }] },
      ]),
      'suspicious',
      'office.macros',
    ],
    [
      'an old workbook with macros of Excel 4',
      'a.xls',
      aCompoundFile([{ name: 'Workbook', content: aWorkbookStream([0, 1]) }]),
      'suspicious',
      'office.macros',
    ],
    [
      'an old workbook under a password',
      'a.xls',
      aCompoundFile([{ name: 'Workbook', content: aWorkbookStream([0], true) }]),
      'suspicious',
      'office.encrypted',
    ],
    [
      'an old document under a password',
      'a.doc',
      aCompoundFile([{ name: 'WordDocument', content: aWordStream(0x0100) }]),
      'suspicious',
      'office.encrypted',
    ],
    [
      'a new document under a password',
      'a.docx',
      aCompoundFile([{ name: 'EncryptedPackage', content: Buffer.alloc(5000) }]),
      'suspicious',
      'office.encrypted',
    ],
    [
      'an installer under another name',
      'a.doc',
      aCompoundFile([{ name: 'x', content: Buffer.from('x') }], '84100c0000000000c000000000000046'),
      'blocked',
      'type.executable',
    ],
    ['a saved message with a program', 'a.msg', savedMessage('setup.exe', 'x'), 'blocked', 'archive.executable'],
    [
      'a saved message with a zip with a script',
      'a.msg',
      savedMessage('a.zip', aZip({ 'a.js': 'x' })),
      'blocked',
      'archive.executable',
    ],
    [
      'a compound file whose table is cut',
      'a.doc',
      aCompoundFile([{ name: 'WordDocument', content: aWordStream() }]).subarray(0, 1200),
      'unscanned',
      'type.not-inspected',
    ],
    ['RTF with an object', 'a.doc', '{\\rt\\ansi{\\object\\objocx{\\*\\objdata 01}}}', 'suspicious', 'rtf.object'],
    [
      'RTF with a template of the web',
      'a.rtf',
      "{\\rtf1{\\*\\template http\\'3a//x.example/a.dotm}}",
      'suspicious',
      'office.remote-template',
    ],
    [
      'RTF that asks a program',
      'a.rtf',
      '{\\rtf1{\\field{\\*\\fldinst {\\b DDE}{\\i AUTO c:\\\\\\\\a "x"}}}}',
      'suspicious',
      'office.dde',
    ],
    ['RTF with bytes', 'a.rtf', Buffer.from('{\\rtf1\\bin3 \0\0\0{\\objdata 00}}'), 'suspicious', 'rtf.object'],
    ['a table that asks a program', 'a.csv', "Name,Total\nAda,=cmd|'/C calc'!A0\n", 'suspicious', 'office.dde'],
    [
      'a document in one file of XML with macros',
      'a.xml',
      '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument w:macrosPresent="yes"/>',
      'suspicious',
      'office.macros',
    ],
    [
      'a flat document with bytes',
      'a.xml',
      '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:binaryData>AA</pkg:binaryData></pkg:package>',
      'unscanned',
      'office.unread',
    ],
  ])('document: %s', async (_name, filename, content, verdict, reason) => {
    const found = await judge(filename, content);

    expect([found.verdict, found.reasons.includes(reason) || found.reasons]).toEqual([verdict, true]);
  });

  it.each<Case>([
    [
      'a script in an object stream under two filters',
      'a.pdf',
      pdf(objectStream('/Filter[/ASCIIHexDecode /FlateDecode]', `${deflateSync(`1 0 ${script}`).toString('hex')}>`)),
      'suspicious',
      'pdf.javascript',
    ],
    [
      'the same by their short names',
      'a.pdf',
      pdf(objectStream('/Filter[/AHx/Fl]', `${deflateSync(`1 0 ${script}`).toString('hex')}>`)),
      'suspicious',
      'pdf.javascript',
    ],
    [
      'the same to the base 85',
      'a.pdf',
      pdf(objectStream('/Filter/A85', '0d&.m4?P8q01oYr@8gZVBlJ/I8lI-_.6]o~>')),
      'suspicious',
      'pdf.javascript',
    ],
    [
      'objects under a filter that we do not know',
      'a.pdf',
      pdf(objectStream('/Filter/LZWDecode', 'x')),
      'unscanned',
      'pdf.unread',
    ],
    [
      'objects in a stream that does not say so',
      'a.pdf',
      pdf('1 0 obj<</N 1/First 4/Filter/FlateDecode>>stream\n', deflateSync(`1 0 ${script}`), '\nendstream'),
      'suspicious',
      'pdf.javascript',
    ],
    ['a lock', 'a.pdf', pdf('trailer<</Encrypt 5 0 R>>'), 'unscanned', 'pdf.encrypted'],
    [
      'a file in it with the name of a program',
      'a.pdf',
      pdf(embedded('setup.exe', 'x')),
      'blocked',
      'archive.executable',
    ],
    [
      'the same in hex digits',
      'a.pdf',
      pdf(
        embedded('a.txt', 'x'),
        `5 0 obj<</Type/Filespec/UF<feff${[...'setup.exe'].map((c) => `00${hex(c)}`).join('')}>>>`,
      ),
      'blocked',
      'archive.executable',
    ],
    [
      'a packed program in it',
      'a.pdf',
      pdf(embedded('a.txt', deflateSync(program), '/Filter/FlateDecode')),
      'blocked',
      'archive.executable',
    ],
    [
      'a zip with a script in it',
      'a.pdf',
      pdf(embedded('a.zip', aZip({ 'a.js': 'x' }))),
      'blocked',
      'archive.executable',
    ],
    [
      'a file in it that is not there',
      'a.pdf',
      pdf('3 0 obj<</F(a.txt)/EF<</F 9 0 R>>>>'),
      'unscanned',
      'pdf.embedded-file',
    ],
    [
      'a file in it that stands elsewhere',
      'a.pdf',
      pdf('3 0 obj<</F(a.txt)/EF 9 0 R>>'),
      'unscanned',
      'pdf.embedded-file',
    ],
    [
      'a script in a form of XML',
      'a.pdf',
      pdf(
        '1 0 obj<</XFA 2 0 R>>endobj 2 0 obj<<>>stream\n<event><script contentType="application/x-javascript">x</script></event>\nendstream',
      ),
      'suspicious',
      'pdf.javascript',
    ],
    ['a form of XML that cannot be read', 'a.pdf', pdf('1 0 obj<</XFA[(a) 2 0 R]>>endobj'), 'unscanned', 'pdf.unread'],
    [
      'a page before it',
      'a.pdf',
      Buffer.concat([Buffer.from('<html><script>x</script>'), pdf()]),
      'suspicious',
      'type.polyglot',
    ],
    ['words before it', 'a.pdf', Buffer.concat([Buffer.from('MIT\n'), pdf()]), 'suspicious', 'type.polyglot'],
    ['a PDF that is called a page and is one', 'a.html', pdf('<script>x</script>'), 'suspicious', 'html.script'],
    [
      'a picture that is called a page and is one',
      'a.html',
      Buffer.concat([gif, Buffer.from('<script>x</script>')]),
      'suspicious',
      'html.script',
    ],
    ['a picture before a program', 'a.png', Buffer.concat([png, program]), 'suspicious', 'type.polyglot'],
    ['a script behind 64 KB', 'a.html', `<html>${' '.repeat(70_000)}<p onpointerenter=x>`, 'suspicious', 'html.script'],
    [
      'a script in UTF-16',
      'a.html',
      Buffer.from('\ufeff<html><script>x</script>', 'utf16le'),
      'suspicious',
      'html.script',
    ],
    ['a script that ISO-2022-JP hides', 'a.html', '<html><scr\x1b(Bipt>x</script>', 'suspicious', 'html.script'],
    ['a script that nulls hide', 'a.html', '<html><scr\0ipt>x</script>', 'suspicious', 'html.script'],
    [
      'a handler behind a bracket in a value',
      'a.html',
      '<p title=">" data-x="<" onmouseover="x">',
      'suspicious',
      'html.script',
    ],
    ['a link that runs, with blanks in it', 'a.html', '<a href=" java&#9;script:x">', 'suspicious', 'html.script'],
    ['a page in an address', 'a.html', '<iframe src="data:text/html;base64,AA">', 'suspicious', 'html.script'],
    [
      'a form that sends',
      'a.html',
      '<form action="https://x.example/p"><input name=a></form>',
      'suspicious',
      'html.form',
    ],
    ['a field for a password', 'a.html', '<form><input type="PassWord"></form>', 'suspicious', 'html.form'],
    ['a button that sends elsewhere', 'a.html', '<button formaction=//x.example/p>', 'suspicious', 'html.form'],
    ['a form that sends mail', 'a.html', '<form action="mailto:a@x.example">', 'suspicious', 'html.form'],
    [
      'a redirect',
      'a.html',
      '<meta http-equiv="Refresh" content="0; URL=https://x.example/">',
      'suspicious',
      'html.redirect',
    ],
    [
      'a redirect without the word',
      'a.html',
      "<META content='0;https://x.example' http-equiv=refresh>",
      'suspicious',
      'html.redirect',
    ],
    ['a page of somebody else', 'a.html', '<iframe width=100% src=//x.example/login>', 'suspicious', 'html.frame'],
    [
      'a page without a name',
      '',
      '<!doctype html><form action=https://x.example><input type=password>',
      'suspicious',
      'html.form',
    ],
    [
      'a drawing with a script',
      'a.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>',
      'suspicious',
      'html.script',
    ],
    [
      'a drawing with a prefix',
      'a.svg',
      '<s:svg xmlns:s="http://www.w3.org/2000/svg" s:onload="x"/>',
      'suspicious',
      'html.script',
    ],
    [
      'a drawing with a form',
      'a.svg',
      '<svg><foreignObject><form action="https://x.example"/></foreignObject></svg>',
      'suspicious',
      'html.form',
    ],
    [
      'a drawing that animates a link',
      'a.svg',
      '<svg><a><animate attributeName="href" values="x;javascript:y"/></a></svg>',
      'suspicious',
      'html.script',
    ],
    [
      'a drawing with markup in entities',
      'a.svg',
      '<!DOCTYPE svg [<!ENTITY x "&#60;script>y&#60;/script>">]><svg>&x;</svg>',
      'unscanned',
      'xml.entity',
    ],
    ['a packed drawing', 'a.svgz', gzipSync('<svg onload="x"/>'), 'suspicious', 'html.script'],
    [
      'a sheet for XML of the web',
      'a.xml',
      '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="https://x.example/a.xsl"?><a/>',
      'suspicious',
      'html.script',
    ],
    [
      'an attached mail in a zip, with a file',
      'a.zip',
      aZip({ 'a.eml': 'From: a@x.example\nContent-Transfer-Encoding: base64\n\nTVo=\n' }),
      'unscanned',
      'message.not-opened',
    ],
  ])('page or PDF: %s', async (_name, filename, content, verdict, reason) => {
    const found = await judge(filename, content);

    expect([found.verdict, found.reasons.includes(reason) || found.reasons]).toEqual([verdict, true]);
  });

  it.each<readonly [name: string, sent: string]>([
    ['a null', 'setup.exe\0.pdf'],
    ['a stream of NTFS', 'setup.exe::$DATA'],
    ['a blank that nobody sees', 'setup.exe\u3164'],
    ['a blank without width', 'setup.exe\u200b. .'],
    ['a slash', 'setup.exe/'],
    ['the class of a program', 'letter.{00020420-0000-0000-C000-000000000046}'],
    ['blanks of Braille', `invoice.pdf${'\u2800'.repeat(30)}.exe`],
  ])('name: %s hides what runs', async (_name, sent) => {
    expect((await judge(sent, 'x')).verdict).toBe('blocked');
  });
});

describe('harmless neighbours', () => {
  it.each<readonly [name: string, filename: string, content: Uint8Array | string]>([
    ['a document', 'a.docx', document({ 'word/media/image1.png': png })],
    ['a document with links', 'a.docx', withRelationship('hyperlink', 'https://x.example/', ' TargetMode="External"')],
    [
      'a document with a template of its writer',
      'a.docx',
      withRelationship('attachedTemplate', 'file:///C:\\Users\\a\\b.dotx', ' TargetMode="External"'),
    ],
    [
      'an old document',
      'a.doc',
      aCompoundFile([
        { name: 'WordDocument', content: aWordStream() },
        { name: '1Table', content: Buffer.alloc(6000) },
      ]),
    ],
    ['an old workbook', 'a.xls', aCompoundFile([{ name: 'Workbook', content: aWorkbookStream([0, 0]) }])],
    ['a saved message with a picture', 'a.msg', savedMessage('a.png', png)],
    [
      'RTF',
      'a.rtf',
      '{\\rtf1\\ansi{\\fonttbl\\f0 Arial;}{\\field{\\*\\fldinst HYPERLINK "https://x.example"}{\\fldrslt x}}}',
    ],
    [
      'a PDF with an invoice in XML',
      'a.pdf',
      pdf(
        '1 0 obj<</Names<</EmbeddedFiles<</Names[(a.xml)3 0 R]>>>>>>endobj ',
        embedded('factur-x.xml', deflateSync('<?xml version="1.0"?><a/>'), '/Filter/FlateDecode'),
      ),
    ],
    ['a PDF behind an empty line', 'a.pdf', Buffer.concat([Buffer.from('\r\n'), pdf('<</Type/Catalog>>')])],
    ['a zip of pictures', 'a.zip', aZip({ 'a/': '', 'a/1.png': png, 'a/2.gif': gif, 'readme.txt': 'x' })],
    [
      'a tar archive of texts in gzip',
      'a.tar.gz',
      gzipSync(
        aTar([
          { name: 'a/', kind: '5' },
          { name: 'a/b.txt', content: 'x' },
        ]),
      ),
    ],
    ['a gzip file of a table', 'a.csv.gz', gzipSync('a;b\n1;2\n')],
    [
      'a page',
      'a.html',
      '<!doctype html><html><head><style>p{color:red}</style></head><body><p>Report<table><tr><td>1</table><a href="https://x.example">more</a><img src="data:image/png;base64,AA"></body></html>',
    ],
    ['a page that is loaded anew', 'a.html', '<meta http-equiv="refresh" content="30">'],
    [
      'a drawing',
      'a.svg',
      '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY ns "http://ns.example/">]><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    ],
    [
      'an invoice in XML with a sheet beside it',
      'a.xml',
      '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="invoice.xsl"?><a><form action="x"/></a>',
    ],
    ['a table', 'a.csv', 'Name;Phone\nAda;+44 20 7946 0018\n=SUM(A1:A2);-3\n'],
    ['words about markup', 'a.txt', 'Write <script> before, and onload= in the body. begin with it.'],
  ])('are clean: %s', async (_name, filename, content) => {
    const found = await judge(filename, content);

    expect([found.verdict, ...found.reasons]).toEqual(['clean']);
  });
});

/** A zip with one file that its directory does not list, before the other one. */
function hiddenEntry(): Buffer {
  const hidden = aZip({ 'hidden.exe': program });
  const listed = aZip({ 'a.txt': 'x' });
  const local = hidden.subarray(0, directoryAt(hidden));
  const bytes = Buffer.concat([local, listed]);
  const end = bytes.length - 22;
  bytes.writeUInt32LE(bytes.readUInt32LE(end + 16) + local.length, end + 16);
  bytes.writeUInt32LE(local.length, local.length + directoryAt(listed) + 42);
  return bytes;
}

/** A saved Outlook message with one attachment. */
function savedMessage(name: string, content: Uint8Array | string): Buffer {
  return aCompoundFile([
    { name: '__properties_version1.0', content: Buffer.alloc(32) },
    {
      name: '__attach_version1.0_#00000000',
      children: [
        { name: '__substg1.0_37010102', content: Buffer.from(content) },
        { name: '__substg1.0_3707001F', content: Buffer.from(name, 'utf16le') },
      ],
    },
  ]);
}
