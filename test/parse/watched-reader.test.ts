import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { largeMail, noise } from '../../fixtures/mail-builder.ts';
import { sha256Of } from '../../lambdas/domain/mail/identity.ts';
import type { MailReader } from '../../lambdas/domain/mail/mail-reader.ts';
import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { createWatchedReader } from '../../lambdas/parse/watched-reader.ts';
import { createWatchedWorker, type WatchedWorker } from '../../lambdas/parse/watched-worker.ts';
import { aReceipt } from '../helpers/builders.ts';

const mebibyte = 1024 * 1024;
const clock = (): number => performance.now();
async function* inChunks(raw: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < raw.length; at += 65_536) yield raw.subarray(at, at + 65_536);
}
/** A worker whose whole program is given. */
const workerOf = (program: string, heapMb = 64): WatchedWorker =>
  createWatchedWorker(heapMb, new URL(`data:text/javascript,${encodeURIComponent(program)}`));
const stuckAt = (kind: string): string =>
  `import { parentPort } from 'node:worker_threads';
   parentPort.on('message', ({ id, request }) => {
     if (request.kind === '${kind}') for (;;);
     parentPort.postMessage({ id, response: request.kind === 'end' ? { kind: 'mail', mail: { attachments: [] }, macroFree: [] } : { kind: 'done' } });
   });`;
const greedy = `import { parentPort } from 'node:worker_threads';
   parentPort.on('message', () => { const all = []; for (;;) all.push({ a: 'x'.repeat(100) + all.length }); });`;

async function bytesOf(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function eventBy(read: MailReader, raw: Buffer, isSuspect = false) {
  const reading = await read(inChunks(raw), isSuspect);
  if (reading.kind === 'unreadable') return reading;
  try {
    const event = await (reading.buildEvent ?? buildEvent)(reading.mail, aReceipt());
    const files = await Promise.all(
      reading.mail.attachments.map(async (_, index) => sha256Of(await bytesOf(reading.openAttachment(index)))),
    );
    return { event, files, isApart: reading.buildEvent !== undefined };
  } finally {
    await reading[Symbol.asyncDispose]();
  }
}

describe('watched reader', () => {
  const worker = createWatchedWorker(512);
  const read = createWatchedReader({ worker, clock });
  const small = Buffer.from('From: a@b.example\r\nMessage-ID: <a@b.example>\r\n\r\nHi.\r\n');

  afterAll(() => worker.stop());

  it.each<[string, Buffer, boolean, boolean]>([
    ['a small mail in place', small, false, false],
    ['a small mail that was tried before apart', small, true, true],
    ['a large mail apart', largeMail(3 * mebibyte, 'watched'), false, true],
    ['nothing at all', Buffer.alloc(0), true, true],
    ['what is no mail', Buffer.from('just words'), true, true],
    ['a mail beyond the limit', Buffer.alloc(41 * mebibyte, 'From: a@b.example\r\n\r\n'), false, true],
  ])('reads %s, with the same result', async (_name, raw, isSuspect, isApart) => {
    const inPlace = await eventBy((source) => readMail(source), raw);
    const watched = await eventBy(read, raw, isSuspect);

    expect(watched).toEqual('kind' in inPlace ? inPlace : { ...inPlace, isApart });
  });

  it('reads a mail by the second reader apart, however small, with the bytes of its files', async () => {
    const raw = largeMail(100_000, 'second');
    const first = await readMail(inChunks(raw));
    const second = await read(inChunks(raw), false, 'second');
    if (first.kind === 'unreadable' || second.kind === 'unreadable') throw new Error('unreadable');

    expect(second.buildEvent).toBeDefined();
    expect(second.mail).toMatchObject({ reader: 'second', subject: first.mail.subject, text: first.mail.text });
    expect(sha256Of(await bytesOf(second.openAttachment(0)))).toBe(first.mail.attachments[0]!.sha256);
    await second[Symbol.asyncDispose]();
  });

  it('gives attachments that are opened side by side whole', async () => {
    const raw = largeMail(2 * mebibyte, 'side by side');
    const reading = await read(inChunks(raw), true);
    if (reading.kind === 'unreadable') throw new Error(reading.code);

    const [entry, other] = await Promise.all([
      bytesOf(reading.openAttachment(0)),
      reading.buildEvent!(reading.mail, aReceipt()),
    ]);

    await reading[Symbol.asyncDispose]();
    expect(entry.equals(noise(2 * mebibyte))).toBe(true);
    expect(other).toHaveProperty('eventId');
  });

  it('hands on what the source throws', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield small;
      throw new Error('the store is down');
    };

    await expect(read(broken(), true)).rejects.toThrow('the store is down');
    expect(await eventBy(read, small, true)).toMatchObject({ isApart: true });
  });

  it('does not count the time in which it waits for bytes', async () => {
    const slowly = async function* (): AsyncGenerator<Uint8Array> {
      yield small;
      await wait(300);
      yield small;
    };
    // Warm, so that the start of the worker is not what takes the time.
    await eventBy(read, small, true);
    const reading = await createWatchedReader({ worker, clock, budgetMs: 250 })(slowly(), true);

    expect(reading.kind).toBe('mail');
  });
});

describe('watched reader, at a mail that does not come to its end', () => {
  const raw = largeMail(2 * mebibyte, 'stuck');
  const foldersLeft = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('postern-read-'));

  it.each(['bytes', 'end'])(
    'ends a reading that is stuck at its %s, with the reason, and removes its files',
    async (kind) => {
      const before = foldersLeft();
      const worker = workerOf(stuckAt(kind));

      expect(await createWatchedReader({ worker, clock, budgetMs: 200 })(inChunks(raw))).toEqual({
        kind: 'unreadable',
        code: 'too-slow',
        message: 'reading it took more than 0.2 s',
      });
      expect(foldersLeft().filter((name) => !before.includes(name) && existsSync(name))).toEqual([]);
      await worker.stop();
    },
  );

  it('ends the building of an event that is stuck', async () => {
    const worker = workerOf(stuckAt('event'));

    // Enough for the start of the worker on a busy machine, so that only the stuck building exceeds it.
    const answer = await eventBy(createWatchedReader({ worker, clock, budgetMs: 2_000 }), raw);

    expect(answer).toMatchObject({ event: { kind: 'unreadable', code: 'too-slow' } });
    await worker.stop();
  });

  it('ends a reading that takes too much memory', async () => {
    const worker = workerOf(greedy, 32);

    expect(await createWatchedReader({ worker, clock })(inChunks(raw))).toMatchObject({
      kind: 'unreadable',
      code: 'too-much-memory',
    });
    await worker.stop();
  }, 30_000);

  it('takes a worker that crashed for a failure that may pass', async () => {
    const worker = workerOf('process.exit(1)');

    await expect(createWatchedReader({ worker, clock })(inChunks(raw))).rejects.toThrow('crash');
    await worker.stop();
  });

  it('reads the next mail in another worker', async () => {
    const worker = createWatchedWorker(512);

    await expect(worker.ask({ kind: 'begin', spoolFolder: tmpdir() }, 0)).rejects.toThrow('out-of-time');
    expect(await eventBy(createWatchedReader({ worker, clock }), raw)).toMatchObject({ isApart: true });
    await worker.stop();
  });
});
