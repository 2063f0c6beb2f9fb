import { MailSplitter } from '../../lambdas/mime/splitter.ts';

/** The value of the header that a splitter gives for raw bytes. */
async function headerOf(raw: Buffer, name: string): Promise<string> {
  const splitter = new MailSplitter({ ignoreEmbedded: true });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  splitter.on('data', (piece) => {
    if (piece.type === 'node') resolve(piece.headers === false ? '' : piece.headers.getFirst(name));
  });
  splitter.events.on('error', reject);
  splitter.end(raw);
  return promise;
}

describe('MailSplitter', () => {
  it('splits a mail like the library', async () => {
    expect(await headerOf(Buffer.from('Subject: Hello\r\nX: y\r\n\r\nHi.\r\n'), 'subject')).toBe('Hello');
  });

  it('keeps two carriage returns of a run', async () => {
    const header = await headerOf(Buffer.from(`X-Run: a${'\r'.repeat(50)}b\r\nX: y\r\n\r\nHi.\r\n`), 'x-run');

    expect(header).toBe('a  b');
  });

  it('reads a header of half a million carriage returns within seconds', async () => {
    const started = performance.now();

    await headerOf(Buffer.from(`X-Run: a${'\r'.repeat(500_000)}b\r\n\r\nHi.\r\n`), 'x-run');

    expect(performance.now() - started).toBeLessThan(5000);
  });
});
