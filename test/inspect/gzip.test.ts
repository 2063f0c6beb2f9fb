import { gzipSync } from 'node:zlib';
import { gunzip, isGzip } from '../../lambdas/inspect/gzip.ts';

const most = 1024 * 1024;
/** The same file with its name in the header (RFC 1952 §2.3.1). */
const named = (name: string): Buffer => {
  const bytes = gzipSync('Hello');
  bytes[3] = 0x08;
  return Buffer.concat([bytes.subarray(0, 10), Buffer.from(`${name}\0`), bytes.subarray(10)]);
};

describe('gunzip', () => {
  it('unpacks the content, and reads its name', () => {
    expect(gunzip(named('a.txt'), most)).toEqual({
      content: Buffer.from('Hello'),
      name: 'a.txt',
      isWhole: true,
      isBomb: false,
    });
  });

  it('takes all members together, and zeros behind them for nothing', () => {
    const bytes = Buffer.concat([gzipSync('Hel'), gzipSync('lo'), Buffer.alloc(512)]);

    expect(gunzip(bytes, most)).toMatchObject({ content: Buffer.from('Hello'), isWhole: true });
  });

  it.each<[string, Buffer, number]>([
    ['cut', gzipSync('Hello').subarray(0, 15), most],
    ['followed by something else', Buffer.concat([gzipSync('Hello'), Buffer.from('PK')]), most],
    ['too large', gzipSync('Hello'), 3],
    ['no more than its first bytes', Buffer.from('1f8b08080000000000', 'hex'), most],
  ])('is not whole where it is %s', (_name, bytes, limit) => {
    expect(gunzip(bytes, limit).isWhole).toBe(false);
  });

  it('knows a bomb by its growth', () => {
    expect(gunzip(gzipSync(Buffer.alloc(2 * most)), most)).toMatchObject({ isBomb: true });
  });
});

describe('isGzip', () => {
  it('goes by the first bytes', () => {
    expect([isGzip(gzipSync('x')), isGzip(Buffer.from('words and more'))]).toEqual([true, false]);
  });
});
