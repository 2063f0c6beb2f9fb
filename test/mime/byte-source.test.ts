import { createByteSource } from '../../lambdas/mime/byte-source.ts';

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe('createByteSource', () => {
  it('gives bytes one by one, together and in pieces, across chunks', async () => {
    const source = createByteSource(chunksOf('ab', '', 'cdef', 'gh'));

    expect(await source.byte()).toBe(0x61);
    expect((await source.take(3)).toString()).toBe('bcd');
    await source.skip(1);
    expect(source.position()).toBe(5);
    expect((await Array.fromAsync(source.pieces(2))).map(String)).toEqual(['f', 'g']);
    expect((await source.take(9)).toString()).toBe('h');
    expect(await source.byte()).toBeUndefined();
    expect(source.position()).toBe(8);
  });

  it('closes its stream', async () => {
    let isClosed = false;
    const source = createByteSource(
      (async function* () {
        try {
          yield Buffer.from('ab');
          yield Buffer.from('cd');
        } finally {
          isClosed = true;
        }
      })(),
    );
    await source.byte();
    await source.close();

    expect(isClosed).toBe(true);
  });
});
