import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { ReadMail } from '../../lambdas/domain/mail/mail-reader.ts';
import { createClamd } from '../../lambdas/inspect/clamd.ts';
import { hasFailed, scanAttachments } from '../../lambdas/parse/scan-attachments.ts';
import { aParsedMail } from '../helpers/builders.ts';

/** Speaks clamd's INSTREAM: gathers the pieces, and answers by what they hold. */
async function aClamd(): Promise<Server> {
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const content: Buffer[] = [];
      let at = received.indexOf(0) + 1;
      while (at + 4 <= received.length) {
        const length = received.readUInt32BE(at);
        if (length === 0) {
          const bytes = Buffer.concat(content);
          const answer = bytes.includes('EVIL')
            ? 'stream: Test.Evil-1 FOUND\0'
            : bytes.length > 200_000
              ? 'INSTREAM size limit exceeded. ERROR\0'
              : 'stream: OK\0';
          socket.end(answer);
          return;
        }
        if (at + 4 + length > received.length) return;
        content.push(received.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('clamd', () => {
  let server: Server;
  beforeAll(async () => {
    server = await aClamd();
  });
  afterAll(() => server.close());
  const engine = () => createClamd(`tcp:127.0.0.1:${(server.address() as AddressInfo).port}`);

  it('finds what its signatures know, and nothing else', async () => {
    expect(await engine().scan(bytes('an EVIL file'))).toEqual({ kind: 'infected', name: 'Test.Evil-1' });
    expect(await engine().scan(bytes('a file'))).toEqual({ kind: 'clean' });
    expect(await engine().scan(bytes(''))).toEqual({ kind: 'clean' });
  });

  it('is unavailable rather than an error when it refuses or is away', async () => {
    expect(await engine().scan(bytes('x'.repeat(300_000)))).toEqual({ kind: 'unavailable' });
    expect(await createClamd('tcp:127.0.0.1:1').scan(bytes('x'))).toEqual({ kind: 'unavailable' });
    expect(await createClamd('unix:/nowhere/clamd.ctl').scan(bytes('x'))).toEqual({ kind: 'unavailable' });
  });

  it('blocks what it finds; what it could not look at is not called clean', async () => {
    const contents = ['an EVIL file', 'a file', 'x'.repeat(300_000)];
    const attachment = {
      contentType: 'a/b',
      size: 1,
      sha256: '',
      related: false,
      verdict: 'clean' as const,
      reasons: [],
    };
    const reading = {
      kind: 'mail',
      mail: aParsedMail({ attachments: contents.map(() => attachment) }),
      openAttachment: (index: number) => bytes(contents[index]!),
      macroFreeCopy: () => undefined,
      [Symbol.asyncDispose]: async () => {},
    } satisfies ReadMail;

    const { attachments } = await scanAttachments(reading, engine());

    expect(attachments.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['blocked', 'antivirus.Test.Evil-1'],
      ['clean'],
      ['unscanned', 'antivirus.unavailable'],
    ]);
  });

  it.each([
    ['a format that our own inspection does not know', 'unscanned', ['type.not-inspected'], 'clean'],
    ['an archive that our own inspection does not open', 'unscanned', ['archive.format'], 'clean'],
    ['a locked PDF, which no engine opens', 'unscanned', ['pdf.encrypted'], 'unscanned'],
    ['a program', 'blocked', ['name.executable'], 'blocked'],
    ['a document with macros', 'suspicious', ['office.macros'], 'suspicious'],
  ] as const)('calls %s no better than it is when the engine finds nothing', async (_, verdict, reasons, wanted) => {
    const attachment = { contentType: 'a/b', size: 1, sha256: '', related: false, verdict, reasons };
    const reading = {
      kind: 'mail',
      mail: aParsedMail({ attachments: [attachment] }),
      openAttachment: () => bytes('a file'),
      macroFreeCopy: () => undefined,
      [Symbol.asyncDispose]: async () => {},
    } satisfies ReadMail;

    const { attachments } = await scanAttachments(reading, engine());

    expect(attachments[0]?.verdict).toBe(wanted);
    expect(attachments[0]?.reasons).toEqual(wanted === verdict ? [...reasons] : [...reasons, 'antivirus.clean']);
  });

  it('counts as a failure only that looking failed', () => {
    expect(hasFailed({ reasons: ['antivirus.unavailable'] })).toBe(true);
    expect(hasFailed({ reasons: ['inspection.failed'] })).toBe(true);
    expect(hasFailed({ reasons: ['type.not-inspected', 'archive.format', 'pdf.encrypted'] })).toBe(false);
  });
});
