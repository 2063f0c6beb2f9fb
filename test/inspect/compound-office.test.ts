import { newBudget } from '../../lambdas/inspect/budget.ts';
import { compoundReasons } from '../../lambdas/inspect/compound-office.ts';
import {
  aCompoundFile,
  aNativeStream,
  aWordStream,
  aWorkbookStream,
  type StoredEntry,
} from '../helpers/compound-file.ts';

const word: StoredEntry = { name: 'WordDocument', content: aWordStream() };
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
/** A slide with an action (RT_InteractiveInfoAtom, MS-PPT §2.6.10). */
const aSlide = (action: number): StoredEntry => ({
  name: 'PowerPoint Document',
  content: Buffer.from(
    `0f00f20f180000000000f30f100000000000000001000000${action.toString(16).padStart(2, '0')}000000ff000000`,
    'hex',
  ),
});
const reasonsOf = (entries: readonly StoredEntry[], budget = newBudget()) =>
  compoundReasons(aCompoundFile(entries), budget, async () => []);

describe('compoundReasons', () => {
  it.each<[string, readonly StoredEntry[], string[]]>([
    ['a document of Word', [word], []],
    ['a workbook', [{ name: 'Workbook', content: aWorkbookStream([0]) }], []],
    ['VBA', [word, { name: 'Macros', children: [{ name: 'VBA', children: [] }] }], ['office.macros']],
    ['macros of Excel 4', [{ name: 'Book', content: aWorkbookStream([0, 1]) }], ['office.macros']],
    ['a workbook under a password', [{ name: 'Workbook', content: aWorkbookStream([0], true) }], ['office.encrypted']],
    [
      'a workbook without an end',
      [{ name: 'Workbook', content: aWorkbookStream([0]).subarray(0, -4) }],
      ['office.unread'],
    ],
    ['a document under a password', [{ name: 'WordDocument', content: aWordStream(0x100) }], ['office.encrypted']],
    [
      'a field that asks a program',
      [{ name: 'WordDocument', content: Buffer.concat([aWordStream(), bytes('\x13 DDEAUTO c:\\x')]) }],
      ['office.dde'],
    ],
    [
      'a link to a program',
      [
        {
          name: 'WordDocument',
          content: Buffer.concat([aWordStream(), Buffer.from('\x13 HYPERLINK "a.exe" \x14x\x15', 'utf16le')]),
        },
      ],
      ['office.external-content'],
    ],
    [
      'a link to a page',
      [
        {
          name: 'WordDocument',
          content: Buffer.concat([aWordStream(), bytes('\x13HYPERLINK "http://x.example/"\x15')]),
        },
      ],
      [],
    ],
    ['an action of a slide that runs a program', [aSlide(2)], ['office.external-content']],
    ['an action of a slide that runs a macro', [aSlide(1)], ['office.external-content']],
    ['an action of a slide that leads to a page', [aSlide(4)], []],
    ['a control', [word, { name: '\u0003OCXNAME', content: bytes('x') }], ['office.activex']],
    [
      'a presentation under a password',
      [
        { name: 'PowerPoint Document', content: bytes('x') },
        { name: 'Current User', content: Buffer.from(`${'00'.repeat(12)}dfc4d1f300`, 'hex') },
      ],
      ['office.encrypted'],
    ],
    ['a file of another program', [{ name: 'Contents', content: bytes('x') }], ['type.not-inspected']],
  ])('judges %s', async (_name, entries, reasons) => {
    expect(await reasonsOf(entries)).toEqual(reasons);
  });

  it('hands over packed files with their names', async () => {
    const inspected: string[] = [];
    const file = aCompoundFile([
      { name: '\u0001Ole10Native', content: aNativeStream('a.txt', bytes('native')) },
      { name: 'Package', content: bytes('package') },
      { name: 'CONTENTS', content: bytes('%PDF-1.4') },
      {
        name: '__attach_version1.0_#00000000',
        children: [
          { name: '__substg1.0_37010102', content: bytes('attached') },
          { name: '__substg1.0_3704001E', content: bytes('b.txt') },
        ],
      },
    ]);

    const reasons = await compoundReasons(file, newBudget(), async (name, content) => {
      inspected.push(`${name}: ${content.toString()}`);
      return [];
    });

    expect(inspected.toSorted()).toEqual([': %PDF-1.4', ': package', 'a.txt: native', 'b.txt: attached']);
    expect(reasons).toEqual(['office.embedded-object']);
  });

  it.each<[string, readonly StoredEntry[], string]>([
    ['an attachment without bytes', [{ name: '__attach_version1.0_#0', children: [] }], 'office.attached-files'],
    ['an object of another form', [{ name: '\u0001Ole10Native', content: bytes('short') }], 'office.unread'],
  ])('says that %s is unread', async (_name, entries, reason) => {
    expect(await reasonsOf(entries)).toContain(reason);
  });

  it('reads no more than the budget has', async () => {
    const stored = [{ name: 'Package', content: bytes('package') }];

    expect(await reasonsOf(stored, { ...newBudget(), bytes: 3 })).toEqual(['office.unread']);
    expect(await reasonsOf(stored, { ...newBudget(), entries: 0 })).toEqual(['office.unread']);
    expect(await reasonsOf(stored, { ...newBudget(), until: 0 })).toEqual(['office.unread']);
  });

  it('finds the names of macros where the directory cannot be read', async () => {
    const file = aCompoundFile([word, { name: '_VBA_PROJECT', content: bytes('x') }]).fill(5, 30, 31);

    expect(await compoundReasons(file, newBudget(), async () => [])).toEqual(['office.macros', 'type.not-inspected']);
  });
});
