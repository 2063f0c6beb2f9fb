import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type CsvRecord, readCsv } from '../../cli/csv.ts';

const recordsOf = (text: string): Promise<CsvRecord[]> => Array.fromAsync(readCsv(Readable.from([text])));

describe('readCsv', () => {
  it.each<[string, string, CsvRecord[]]>([
    ['nothing of an empty file', '', []],
    ['plain fields', 'a,b\n', [{ line: 1, fields: ['a', 'b'] }]],
    ['a last line without its line end', 'a,b', [{ line: 1, fields: ['a', 'b'] }]],
    ['empty fields', ',b,\n', [{ line: 1, fields: ['', 'b', ''] }]],
    ['quoted commas and doubled quotes', '"a,""x""",b\n', [{ line: 1, fields: ['a,"x"', 'b'] }]],
    ['no white space around a field', ' a , "b" \n', [{ line: 1, fields: ['a', 'b'] }]],
    ['a quote within a plain field', 'a,5" pipe\n', [{ line: 1, fields: ['a', '5" pipe'] }]],
    [
      'records of different lengths',
      'a\nb,c\n',
      [
        { line: 1, fields: ['a'] },
        { line: 2, fields: ['b', 'c'] },
      ],
    ],
    ['no byte order mark', '\ufeffa,b\n', [{ line: 1, fields: ['a', 'b'] }]],
    [
      'records after empty lines',
      'a\n\n   \nb\n',
      [
        { line: 1, fields: ['a'] },
        { line: 4, fields: ['b'] },
      ],
    ],
    [
      'quoted line ends, and counts the lines after them',
      'a,"one\ntwo\n\nfour"\nb,c\n',
      [
        { line: 1, fields: ['a', 'one\ntwo\n\nfour'] },
        { line: 5, fields: ['b', 'c'] },
      ],
    ],
    [
      'files of Windows',
      'a,"one\r\ntwo"\r\nb,c\r\n',
      [
        { line: 1, fields: ['a', 'one\ntwo'] },
        { line: 3, fields: ['b', 'c'] },
      ],
    ],
  ])('reads %s', async (_what, text, records) => {
    expect(await recordsOf(text)).toEqual(records);
  });

  it('reads a character that two pieces of the file share', async () => {
    const [head, tail] = [Buffer.from([0x61, 0xc3]), Buffer.from([0xa9, 0x0a])];

    expect(await Array.fromAsync(readCsv(Readable.from([head, tail])))).toEqual([{ line: 1, fields: ['aé'] }]);
  });

  it.each([
    ['a quote that is never closed', 'a,b\n"c,d\ne,f\n', /^Quote Not Closed: .* line 3$/],
    ['a quote that does not end its field', 'a,b\n"c"d,e\n', /^Invalid Closing Quote: .* line 2$/],
  ])('names the line of %s', async (_what, text, message) => {
    await expect(recordsOf(text)).rejects.toThrow(message);
  });

  it('ends a record that grows without end, so that one quote does not take the whole file into memory', async () => {
    const text = `a,"${'x'.repeat(1000)}\n`.padEnd(3 * 1024 * 1024, 'yyyy\n');

    await expect(recordsOf(text)).rejects.toThrow(/^Max Record Size: .* line \d+$/);
  });

  it('passes the error of its input on', async () => {
    await expect(Array.fromAsync(readCsv(createReadStream('/nowhere/at/all.csv')))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
