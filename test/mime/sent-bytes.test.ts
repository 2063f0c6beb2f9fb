import { createSentBytes } from '../../lambdas/mime/sent-bytes.ts';

describe('createSentBytes', () => {
  it.each<[string, number[]]>([
    ['nothing', []],
    ['one short text', [100]],
    ['many small chunks', Array.from({ length: 2000 }, () => 77)],
    ['large chunks between small ones', [10, 40_000, 20, 70_000, 30]],
    ['a chunk that is larger than the first block', [1000, 5000, 1]],
  ])('keeps %s byte for byte', (_name, sizes) => {
    const sent = createSentBytes();
    const chunks = sizes.map((size, index) => Buffer.alloc(size, index % 251));

    for (const chunk of chunks) sent.add(chunk);

    expect(Buffer.concat(sent.blocks()).equals(Buffer.concat(chunks))).toBe(true);
    expect(sent.size()).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  it('copies small chunks together, so that a long text has few blocks', () => {
    const sent = createSentBytes();

    for (let index = 0; index < 10_000; index += 1) sent.add(Buffer.alloc(70));

    expect(sent.blocks().length).toBeLessThan(15);
  });
});
