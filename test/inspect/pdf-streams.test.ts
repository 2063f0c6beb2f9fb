import { deflateSync } from 'node:zlib';
import { filtersOf, namesPlain, unfiltered } from '../../lambdas/inspect/pdf-streams.ts';

const budget = () => ({ objectBytes: 1000, packedObjectBytes: 1000 });
const text = (bytes: Buffer | undefined): string | undefined => bytes?.toString();

describe('filtersOf', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['<</Length 1>>', []],
    ['<</Filter/FlateDecode>>', ['FlateDecode']],
    ['<</Filter [ /AHx /Fl ]>>', ['ASCIIHexDecode', 'FlateDecode']],
    ['<</Filter 5 0 R>>', undefined],
    ['<</Filter/FlateDecode/DecodeParms<</Predictor 12>>>>', undefined],
    ['<</Filter %x\n/FlateDecode>>', undefined],
  ])('reads %s', (dictionary, filters) => {
    expect(filtersOf(dictionary)).toEqual(filters);
  });
});

describe('unfiltered', () => {
  it.each<[string, string | Buffer, readonly string[], string | undefined]>([
    ['no filter', 'Hello', [], 'Hello'],
    ['hex digits with blanks', '48 65\n6C6c 6f>', ['ASCIIHexDecode'], 'Hello'],
    ['an odd number of hex digits', '48657>', ['ASCIIHexDecode'], 'Hep'],
    ['digits to the base 85', '87cUR\nDZ~>', ['ASCII85Decode'], 'Hello'],
    ['a group of zeros', 'z~>', ['ASCII85Decode'], '\0\0\0\0'],
    ['packed bytes', deflateSync('Hello'), ['FlateDecode'], 'Hello'],
    ['packed bytes in hex digits', deflateSync('Hello').toString('hex'), ['ASCIIHexDecode', 'FlateDecode'], 'Hello'],
    ['what is no hex', 'Hello', ['ASCIIHexDecode'], undefined],
    ['what is not packed', 'Hello', ['FlateDecode'], undefined],
    ['another filter', 'Hello', ['LZWDecode'], undefined],
    ['the name of a property of every object', 'Hello', ['constructor'], undefined],
    ['five filters', 'Hello', Array.from({ length: 5 }, () => 'ASCIIHexDecode'), undefined],
    ['more than the budget', deflateSync('x'.repeat(2000)), ['FlateDecode'], undefined],
  ])('undoes %s', (_name, data, filters, expected) => {
    expect(text(unfiltered(Buffer.from(data), filters, budget()))).toBe(expected);
  });

  it('takes from the budget, and gives nothing when it is spent', () => {
    const rest = budget();
    unfiltered(deflateSync('x'.repeat(900)), ['FlateDecode'], rest);

    expect(rest.objectBytes).toBe(100);
    expect(unfiltered(Buffer.alloc(2000), [], rest)).toBeUndefined();
  });
});

describe('namesPlain', () => {
  it('writes letters for their numbers', () => {
    expect(namesPlain('/J#61vaScript /A#zz')).toBe('/JavaScript /A#zz');
  });
});
