import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { inspect } from '../../lambdas/inspect/inspect.ts';
import { aProgram, aTar, aZip } from '../helpers/archives.ts';
import { aCompoundFile, aNativeStream, aWordStream, aWorkbookStream } from '../helpers/compound-file.ts';

/** One file of each format that is opened. */
const seeds: readonly Buffer[] = [
  aZip({ 'a.txt': 'Hello', 'b/setup.exe': aProgram() }),
  aZip({
    '[Content_Types].xml': '<Types><Default Extension="xml" ContentType="application/xml"/></Types>',
    '_rels/.rels': '<Relationships><Relationship Id="r" Type="a/b" Target="word/document.xml"/></Relationships>',
    'word/document.xml': '<document><instrText>PAGE</instrText></document>',
    'word/vbaProject.bin': aCompoundFile([{ name: 'VBA', children: [] }]),
  }),
  gzipSync(aTar([{ name: 'a.txt', content: 'Hello' }])),
  aTar([
    { name: 'a', kind: 'x', content: '10 path=b\n' },
    { name: 'a.txt', content: 'Hello' },
  ]),
  aCompoundFile([
    { name: 'WordDocument', content: aWordStream() },
    { name: 'Workbook', content: aWorkbookStream([0, 1]) },
    { name: '\u0001Ole10Native', content: aNativeStream('a.exe', aProgram()) },
  ]),
  Buffer.concat([
    Buffer.from('%PDF-1.7\n3 0 obj<</F(a.txt)/EF<</F 4 0 R>>>>endobj 4 0 obj<</Filter/FlateDecode>>stream\n'),
    deflateSync('Hello'),
    Buffer.from('\nendstream endobj 5 0 obj<</XFA[(a)4 0 R]>>'),
  ]),
  Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg onload="x"><form action="https://x.example"/></svg>'),
  Buffer.from("{\\rtf1{\\*\\template \\'68ttp://x.example}{\\object\\objdata 00}}"),
];

describe('an inspection', () => {
  it('has a verdict for any change of any file, without failing', async () => {
    const change = fc.tuple(fc.nat(), fc.nat(255));
    const cases = fc.tuple(
      fc.constantFrom(...seeds),
      fc.array(change, { maxLength: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );

    await fc.assert(
      fc.asyncProperty(cases, async ([seed, changes, share]) => {
        const bytes = Buffer.from(seed);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const cut = share > 0.5 ? bytes : bytes.subarray(0, Math.ceil(bytes.length * 2 * share));

        const found = await inspect({ contentType: '', size: cut.length, head: cut, read: async () => cut });

        expect(found.reasons).not.toContain('inspection.failed');
      }),
      { numRuns: 1500 },
    );
  });
});
