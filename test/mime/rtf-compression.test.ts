import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { unpackRtf } from '../../lambdas/mime/rtf-compression.ts';

const theirs = (name: string): Buffer => readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url));

describe('unpackRtf', () => {
  it.each(['html', 'plain'])('unpacks what compressed_rtf packed: %s', (name) => {
    expect(unpackRtf(theirs(`${name}.lzfu`))).toEqual(theirs(`${name}.rtf`));
    expect(unpackRtf(theirs(`${name}.mela`))).toEqual(theirs(`${name}.rtf`));
  });

  it('unpacks the examples of the standard (MS-OXRTFCP §3.1, §3.2)', () => {
    const simple =
      '2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235423' + '20af32068656c090020627705b06c647d0a800fa0';
    const crossing = '1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0';

    expect(unpackRtf(Buffer.from(simple, 'hex'))?.toString()).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
    expect(unpackRtf(Buffer.from(crossing, 'hex'))?.toString()).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  });

  it('reads nothing from another form, and the start of what is cut', () => {
    const whole = theirs('plain.lzfu');

    expect(unpackRtf(Buffer.from('{\\rtf1 just words}'))).toBeUndefined();
    expect(unpackRtf(Buffer.alloc(3))).toBeUndefined();
    expect(unpackRtf(whole.subarray(0, 60))?.toString()).toMatch(/^\{\\rtf1\\ansi/);
  });

  it('takes memory by what is there, not by the size that the header claims', () => {
    const header = Buffer.alloc(16);
    header.writeUInt32LE(0xffffffff, 4);
    header.writeUInt32LE(0x75465a4c, 8);

    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(unpackRtf(Buffer.concat([header, bytes]))!.length).toBeLessThanOrEqual(bytes.length * 9);
      }),
      { numRuns: 1000 },
    );
  });
});
